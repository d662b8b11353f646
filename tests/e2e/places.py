"""The pages that every browser test walks over. A new page is added here, once, and is then looked at in every mode."""

from __future__ import annotations

#: Everybody's pages, by address.
PORTAL = [
    "/",
    "/submit/",
    "/follow/",
    "/done/",
    "/done/figures/",
    "/how/",
    "/contact/",
    "/duty/",
    "/nowhere/",
]
#: The steps of speaking up, once something was said.
STEPS = ["/submit/", "/submit/where/", "/submit/who/", "/submit/check/"]
#: What a petitioner sees of their own matter, once number and query code were given.
OWN = ["/follow/", "/follow/add/", "/follow/withdraw/", "/follow/review/", "/follow/rate/"]
#: Staff's pages: who is signed in, and the address.
DESK: list[tuple[str, str]] = [("dispatcher", "/desk/list/")]
#: Language, elder mode, dark: the modes that every page is looked at in.
MODES = [
    ("zh-hans", False, False),
    ("ko", False, True),
    ("zh-hans", True, False),
    ("ko", True, True),
    ("en", False, False),
]
