"""``huiyin report drift``: how far the suggested and the given categories lie apart, month by month."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from huiyin.rooms.insight.drift import Month, drift
from huiyin.rooms.management.asking import day, operator, sentence

METHOD = (
    "Each sorting in the dossier against what is suggested for the same words today. same: the code; field: its field only; "
    "silent: nothing was suggested. fresh: decided after the model was learnt and suggested for; only these test it."
)
_COLUMNS = ("decided", "same", "field", "other", "silent", "fresh", "fresh_same")


def arguments(kinds: Any, name: str) -> None:
    """The words of this report."""
    text = _("how far suggested and given categories lie apart")
    parser = kinds.add_parser(
        name,
        help=text,
        description=sentence(_("%(text)s, month by month (both days included)") % {"text": text}),
    )
    parser.add_argument(
        "--from", dest="start", type=day, required=True, metavar="DAY", help=_("first day, YYYY-MM-DD")
    )
    parser.add_argument(
        "--to", dest="end", type=day, required=True, metavar="DAY", help=_("last day, YYYY-MM-DD")
    )
    parser.add_argument("--json", action="store_true", help=_("print JSON instead of lines"))


def report(*, start: date, end: date, **options: Any) -> Iterator[str]:
    """Suggest again for every sorting of the period and count."""
    try:
        months = drift(start, end, by=operator())
    except ValueError as error:
        raise CommandError(str(error)) from error
    if options["json"]:
        told = {
            "from": start.isoformat(),
            "to": end.isoformat(),
            "method": METHOD,
            "months": [asdict(m) for m in months],
        }
        yield json.dumps(told, ensure_ascii=False, indent=2)
        return
    yield "month    " + "".join(f"{name:>12}" for name in _COLUMNS)
    yield from (_line(month) for month in months)
    yield METHOD


def _line(month: Month) -> str:
    return f"{month.month}  " + "".join(f"{getattr(month, name):>12}" for name in _COLUMNS)
