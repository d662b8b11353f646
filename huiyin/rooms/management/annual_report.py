"""``huiyin report annual``: the figures that the yearly report is made of (Art. 41)."""

from __future__ import annotations

import json
from argparse import ArgumentTypeError
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, pgettext, pgettext_lazy
from django.utils.translation import gettext as _

from huiyin.rooms.cases.annual import WAITING, Annual, annual
from huiyin.rooms.county.queries import category_names
from huiyin.rooms.management import asking
from huiyin.rooms.management.asking import sentence
from huiyin.rooms.management.columns import indented, table
from huiyin.rules.duties import Adoption, Advice, NoticeKind
from huiyin.rules.vocabulary import Outcome, RoundKind, Stage
from huiyin.rules.yearly import FIRST_YEAR, LAST_YEAR

_METHOD = gettext_lazy(
    "Petitions by the day of receipt; sending, pressing, recommending by the day of the act; reviews by their registration. "
    "Units: petitions of matters that they had to handle, tip-offs apart; whom a tip-off accuses is in no figure but its total."
)
_COLUMNS = (
    pgettext_lazy("figure", "Channel"), pgettext_lazy("figure", "Petitions"), pgettext_lazy("figure", "People"),
    pgettext_lazy("figure", "Ended"),
)  # fmt: skip
#: What the groups of figures are made of.
_OUTCOMES: Mapping[str, type[StrEnum]] = {"advice": Adoption, "reviews": Outcome}
_WAITING = {
    "advice": pgettext_lazy("recommendation", "no answer yet"), "reviews": pgettext_lazy("review", "no outcome yet"),
}  # fmt: skip


def year(text: str) -> int:
    """A year under the Regulation, as 2026."""
    if not text.isascii() or not text.isdecimal() or not FIRST_YEAR <= int(text[:6]) <= LAST_YEAR:
        told = {"said": text, "first": FIRST_YEAR, "last": LAST_YEAR}
        raise ArgumentTypeError(_("“%(said)s” isn't a year from %(first)s to %(last)s") % told)
    return int(text)


def arguments(kinds: Any, name: str) -> None:
    """The words of this report."""
    text = _("what the yearly report is made of (Art. 41)")
    parser = kinds.add_parser(name, help=text, description=sentence(text))
    parser.add_argument("--year", type=year, required=True, metavar="Y", help=_("which year, as 2026"))
    parser.add_argument("--json", action="store_true", help=_("print JSON instead of lines"))


def report(*, year: int, **options: Any) -> Iterator[str]:
    """The report, line by line."""
    found, now = annual(year), timezone.localtime()
    if options["json"]:
        told = {**asdict(found), "method": str(_METHOD), "cut_off": now.isoformat(timespec="seconds")}
        yield json.dumps(told, ensure_ascii=False, indent=2)
        return
    yield _("Year %(year)s, counted on %(at)s.") % {"year": year, "at": f"{now:%Y-%m-%d %H:%M}"}
    yield from _came(found)
    yield from _done(found)
    yield str(_METHOD)


def _came(found: Annual) -> Iterator[str]:
    tongue, names = asking.tongue(), category_names(get_language() or settings.LANGUAGE_CODE)
    yield _("Petitions by channel:")
    rows = [(tongue.word(line.channel), line.pieces, line.persons, line.done) for line in found.channels]
    total = (pgettext("figure", "Total"), *(sum(column) for column in list(zip(*rows, strict=True))[1:]))
    yield from indented(table([str(name) for name in _COLUMNS], [*rows, total]))
    yield _("Petitions by category:")
    for code, many in found.categories:
        name = names.get(code, "") if code else _("not sorted yet")
        yield f"  {code or '-':<8} {many:>7}  {name}".rstrip()
    yield _("Units that had to handle most:")
    for code, many in found.units:
        yield f"  {many:>7}  {tongue.unit(code)}"
    yield _("Tip-offs: %(n)s") % {"n": found.tip_offs}


def _done(found: Annual) -> Iterator[str]:
    word = asking.tongue().word
    yield _("Sent on: %(counts)s") % {
        "counts": _pairs((word(RoundKind(k)), n) for k, n in found.sent.items())
    }
    pressed = _pairs((word(NoticeKind(k)), n) for k, n in found.pressed.items())
    yield _("Pressed: %(counts)s") % {"counts": pressed}
    yield _("Recommendations:")
    for kind, answers in found.advice.items():
        told = {"what": word(Advice(kind)), "n": sum(answers.values()), "counts": _ends("advice", answers)}
        yield "  " + _("%(what)s: %(n)s made (%(counts)s)") % told
    yield _("Reviews:")
    for stage, outcomes in found.reviews.items():
        told = {"what": word(Stage(stage)), "n": sum(outcomes.values()), "counts": _ends("reviews", outcomes)}
        said = _("%(what)s: %(n)s asked for (%(counts)s)") if outcomes else _("%(what)s: %(n)s asked for")
        yield "  " + said % told


def _ends(group: str, counts: Mapping[str, int]) -> str:
    """How many ended in which way, and how many in none yet."""
    word, kinds = asking.tongue().word, _OUTCOMES[group]
    return _pairs((str(_WAITING[group]) if k == WAITING else word(kinds(k)), n) for k, n in counts.items())


def _pairs(counts: Iterable[tuple[str, int]]) -> str:
    return pgettext("between clauses", "; ").join(f"{what} {many}" for what, many in counts)
