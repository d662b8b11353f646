"""``huiyin report drift``: how far the suggested and the given categories lie apart, month by month."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from huiyin.rooms.insight.drift import drift
from huiyin.rooms.management.asking import day, operator, sentence
from huiyin.rooms.management.columns import table

_METHOD = gettext_lazy(
    "Each sorting in the dossier against what is suggested for the same words today. Same: the category; field: its field "
    "only; silent: nothing was suggested. New: decided after the model was learnt and suggested for; only these test it."
)
#: The columns of numbers: field of ``Month``, what it is called.
_COLUMNS = {
    "decided": pgettext_lazy("sorting", "Sorted"), "same": pgettext_lazy("sorting", "Same"),
    "field": pgettext_lazy("sorting", "Field"), "other": pgettext_lazy("sorting", "Other"),
    "silent": pgettext_lazy("sorting", "Silent"), "fresh": pgettext_lazy("sorting", "New"),
    "fresh_same": pgettext_lazy("sorting", "New, same"),
}  # fmt: skip


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
        raise CommandError(_("The period ends before it starts.")) from error
    if options["json"]:
        told = {
            "from": start.isoformat(),
            "to": end.isoformat(),
            "method": str(_METHOD),
            "months": [asdict(m) for m in months],
        }
        yield json.dumps(told, ensure_ascii=False, indent=2)
        return
    heading = [pgettext("sorting", "Month"), *map(str, _COLUMNS.values())]
    yield from table(heading, ([m.month, *(getattr(m, name) for name in _COLUMNS)] for m in months))
    yield str(_METHOD)
