"""``huiyin report annual``: the figures that the yearly report is made of (Art. 41)."""

from __future__ import annotations

import json
from argparse import ArgumentTypeError
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from huiyin.rooms.cases.annual import Annual, annual
from huiyin.rooms.county.queries import category_names
from huiyin.rooms.management import asking
from huiyin.rooms.management.asking import sentence
from huiyin.rules.yearly import FIRST_YEAR, LAST_YEAR

METHOD = (
    "Petitions by the day of receipt; sending, pressing, recommending by the day of the act; reviews by their registration. "
    "Units: petitions of matters that they had to handle, tip-offs apart; whom a tip-off accuses is in no figure but its total."
)


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
        told = {**asdict(found), "method": METHOD, "cut_off": now.isoformat(timespec="seconds")}
        yield json.dumps(told, ensure_ascii=False, indent=2)
        return
    yield f"Year {year}, counted on {now:%Y-%m-%d %H:%M}"
    yield from _came(found)
    yield from _done(found)
    yield METHOD


def _came(found: Annual) -> Iterator[str]:
    yield "Petitions by channel:"
    for line in found.channels:
        yield f"  {line.channel.value:<12} {line.pieces:>7} petitions {line.persons:>8} people {line.done:>7} done"
    yield f"  {'total':<12} {sum(line.pieces for line in found.channels):>7} petitions"
    yield "Petitions by category:"
    names = category_names()
    for code, many in found.categories:
        yield f"  {code or '-':<12} {many:>7}  {names.get(code, '') if code else 'not sorted yet'}".rstrip()
    yield "Units that had to handle most:"
    for code, many in found.units:
        yield f"  {many:>7}  {asking.tongue().unit(code)}"
    yield f"Tip-offs: {found.tip_offs}"


def _done(found: Annual) -> Iterator[str]:
    yield "Sent on: " + _pairs(found.sent)
    yield "Pressed: " + _pairs(found.pressed)
    yield "Recommendations:"
    for kind, answers in found.advice.items():
        yield f"  {kind:<18} {sum(answers.values())} made: {_pairs(answers)}"
    yield "Reviews:"
    for stage, outcomes in found.reviews.items():
        yield f"  {stage:<18} {sum(outcomes.values())} asked for" + (
            f": {_pairs(outcomes)}" if outcomes else ""
        )


def _pairs(counts: dict[str, int]) -> str:
    return ", ".join(f"{key.replace('_', ' ')} {many}" for key, many in counts.items())
