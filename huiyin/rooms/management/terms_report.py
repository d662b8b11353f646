"""``huiyin report terms``: which terms were kept, and the list of what is late."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from huiyin.rooms.cases.keeping import Judged, Kept, Term, judged
from huiyin.rooms.county.queries import terms
from huiyin.rooms.management.asking import day, sentence, why_not
from huiyin.rules.calendar import local_date
from huiyin.rules.counting import answer_share
from huiyin.rules.vocabulary import Channel

#: So many late ones are shown where no file was asked for.
MOST_SHOWN = 20
HEADING = ("number", "foreign_number", "term", "due", "done", "days_late")
_WORDS = {
    Term.NOTICE: gettext_lazy("told in 15 days (Art. 23)"),
    Term.ANSWER: gettext_lazy("answered in 60 days from acceptance, as in the dossier (Art. 34)"),
    Term.FROM_RECEIPT: gettext_lazy("answered in 60 days from receipt"),
    Term.MAILBOX: gettext_lazy("mailbox: answered in %(days)s working days (the county's own term)"),
}
_KEPT = {
    Kept.MET: pgettext_lazy("term", "met"), Kept.LATE: pgettext_lazy("term", "late"),
    Kept.OVERDUE: pgettext_lazy("term", "overdue"), Kept.WAITING: pgettext_lazy("term", "waiting"),
}  # fmt: skip
#: What the list of the late ones calls a term.
_SHORT = {
    Term.NOTICE: pgettext_lazy("term", "notice"), Term.ANSWER: pgettext_lazy("term", "answer"),
    Term.FROM_RECEIPT: pgettext_lazy("term", "from receipt"), Term.MAILBOX: pgettext_lazy("term", "mailbox"),
}  # fmt: skip


def arguments(kinds: Any, name: str) -> None:
    """The words of this report."""
    text = _("which terms were kept and which are late")
    parser = kinds.add_parser(
        "terms",
        help=text,
        description=sentence(
            _("%(text)s, of petitions received in a period (both days included)") % {"text": text}
        ),
    )
    parser.add_argument(
        "--from", dest="start", type=day, required=True, metavar="DAY", help=_("first day, YYYY-MM-DD")
    )
    parser.add_argument(
        "--to", dest="end", type=day, required=True, metavar="DAY", help=_("last day, YYYY-MM-DD")
    )
    parser.add_argument(
        "--channel", choices=[one.value for one in Channel], help=_("only what came this way")
    )
    parser.add_argument("--json", action="store_true", help=_("print JSON instead of lines"))
    parser.add_argument(
        "--late", type=Path, metavar="FILE", help=_("write every late one into this CSV file")
    )


def report(
    *, start: date, end: date, channel: str | None, late: Path | None, **options: Any
) -> Iterator[str]:
    """Judge petition by petition; the late ones go into the file as they come."""
    today = local_date(timezone.now())
    chosen = Channel(channel) if channel else None
    sums: dict[Term, Counter[Kept]] = {term: Counter() for term in Term}
    petitions, unanswered, shown = 0, 0, list[Judged]()
    with ExitStack() as stack:
        table = _table(late, stack)
        try:
            for found in judged(start, end, today=today, channel=chosen):
                petitions += 1
                unanswered += any(one.term is Term.FROM_RECEIPT and one.done is None for one in found)
                for one in found:
                    sums[one.term][one.kept] += 1
                    if one.days_late:
                        if table is not None:
                            table.writerow(_cells(one))
                        elif len(shown) < MOST_SHOWN:
                            shown.append(one)
        except ValueError as error:
            raise CommandError(_("The period ends before it starts.")) from error
    if options["json"]:
        yield json.dumps(
            _plain(start, end, channel, today, petitions, unanswered, sums), ensure_ascii=False, indent=2
        )
        return
    said = {"n": petitions, "start": start, "end": end, "open": unanswered, "day": today}
    yield (
        _(
            "%(n)s petitions received from %(start)s to %(end)s, %(open)s without an answer; judged on %(day)s."
        )
        % said
    )
    yield from _lines(sums)
    if late is not None:
        yield _("The late ones: %(file)s") % {"file": late}
    yield from (_shown(one) for one in shown)


def _table(file: Path | None, stack: ExitStack) -> Any:
    if file is None:
        return None
    try:
        out = stack.enter_context(file.open("w", encoding="utf-8-sig", newline=""))
    except OSError as error:
        told = {"file": file, "why": why_not(error)}
        raise CommandError(_("Can't write %(file)s: %(why)s.") % told) from error
    table = csv.writer(out)
    table.writerow(HEADING)
    return table


def _cells(one: Judged) -> tuple[str, ...]:
    done = one.done.isoformat() if one.done else ""
    return one.number, one.foreign, one.term.value, one.due.isoformat(), done, str(one.days_late)


def _shown(one: Judged) -> str:
    """A late one as a line: number, number there, term, last day, done on, how late."""
    far = ngettext("%(n)s day late", "%(n)s days late", one.days_late) % {"n": one.days_late}
    done = one.done.isoformat() if one.done else _("not yet")
    cells = [one.number, one.foreign, str(_SHORT[one.term]), one.due.isoformat(), done, far]
    return "  ".join(filter(None, cells))


def _lines(sums: dict[Term, Counter[Kept]]) -> Iterator[str]:
    for term, counts in sums.items():
        share = answer_share(*(counts[kept] for kept in (Kept.MET, Kept.LATE, Kept.WAITING, Kept.OVERDUE)))
        told = ", ".join(f"{_KEPT[kept]} {counts[kept]}" for kept in Kept)
        what = str(_WORDS[term])
        yield f"{what % {'days': terms().mailbox_working_days} if term is Term.MAILBOX else what}: {share}; {told}"


def _plain(
    start: date, end: date, channel: str | None, today: date, petitions: int, unanswered: int,
    sums: dict[Term, Counter[Kept]],
) -> dict[str, Any]:  # fmt: skip
    return {
        "from": start.isoformat(), "to": end.isoformat(), "channel": channel, "on": today.isoformat(),
        "petitions": petitions, "without_answer": unanswered, "mailbox_working_days": terms().mailbox_working_days,
        "terms": {term.value: {kept.value: counts[kept] for kept in Kept} for term, counts in sums.items()},
    }  # fmt: skip
