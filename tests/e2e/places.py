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
    "/desk/counter/",
    "/nowhere/",
]
#: The steps of speaking up, once something was said.
STEPS = ["/submit/", "/submit/where/", "/submit/where/map/", "/submit/who/", "/submit/check/"]
#: What a petitioner sees of their own matter, once number and query code were given.
OWN = ["/follow/", "/follow/add/", "/follow/answer/", "/follow/withdraw/", "/follow/review/", "/follow/rate/"]
#: Staff's pages: who is signed in, and the address.
DESK: list[tuple[str, str]] = [
    ("dispatcher", "/desk/list/"),
    ("dispatcher", "/desk/calls/"),
    ("dispatcher", "/desk/calls/figures/"),
    ("dispatcher", "/desk/calls/back/"),
    ("dispatcher", "/desk/calls/back/new/"),
    ("dispatcher", "/desk/mailbox/"),
    ("dispatcher", "/desk/undelivered/"),
    ("dispatcher", "/desk/transfers/"),
    ("dispatcher", "/desk/transfers/batch/"),
    ("dispatcher", "/desk/counter/desk/"),
    ("dispatcher", "/desk/register/?transfer=1"),
    ("supervisor", "/desk/supervision/"),
    ("supervisor", "/desk/duty/calendar/"),
    ("supervisor", "/desk/duty/sheet/"),
    ("leader", "/desk/leader/"),
    ("leader", "/desk/instructions/"),
    ("analyst", "/desk/figures/"),
    ("supervisor", "/desk/figures/rows/?measure=pieces"),
    ("supervisor", "/desk/figures/report/"),
    ("supervisor", "/desk/figures/voices/"),
]
#: Likewise, of the matter that a citizen brought with a photo.
PICTURED: list[tuple[str, str]] = [("dispatcher", "/desk/matter/{number}/file/2/look/")]
#: Language, elder mode, dark: the modes that every page is looked at in.
MODES = [
    ("zh-hans", False, False),
    ("ko", False, True),
    ("zh-hans", True, False),
    ("ko", True, True),
    ("en", False, False),
]
#: The administration's pages, walked over by tests/e2e/test_admin.py in the same modes.
ADMINISTRATION = [
    "/desk/admin/",
    "/desk/admin/people/",
    "/desk/admin/people/new/",
    "/desk/admin/people/5/",
    "/desk/admin/people/5/leave/",
    "/desk/admin/units/",
    "/desk/admin/units/222424100/",
    "/desk/admin/units/222424-ENV/new/",
    "/desk/admin/units/222424-ENV/?what=rename&name=生态环境分局&name_ko=생태환경분국",
    "/desk/admin/units/222424-WAT/?what=close&successor=222424-ENV&people=1",
    "/desk/admin/settings/",
    "/desk/admin/settings/rota_monthly_posts/",
    "/desk/admin/categories/",
    "/desk/admin/categories/2023/",
    "/desk/admin/charges/",
    "/desk/admin/calendar/",
    "/desk/admin/map/",
    "/desk/admin/texts/",
    "/desk/admin/texts/review/",
    "/desk/admin/tables/",
    "/desk/admin/trail/",
    "/desk/admin/signins/",
]
