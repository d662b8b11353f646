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
from huiyin.rooms.management.columns import table
from huiyin.rules.calendar import local_date
from huiyin.rules.counting import acceptance_share
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
#: What stands in the list where it wasn't done at all.
_NOT_DONE = {
    Term.NOTICE: pgettext_lazy("term", "not told yet"), Term.ANSWER: pgettext_lazy("term", "not answered yet"),
    Term.FROM_RECEIPT: pgettext_lazy("term", "not answered yet"), Term.MAILBOX: pgettext_lazy("term", "not answered yet"),
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
        out = _table(late, stack)
        try:
            for found in judged(start, end, today=today, channel=chosen):
                petitions += 1
                unanswered += any(one.term is Term.FROM_RECEIPT and one.done is None for one in found)
                for one in found:
                    sums[one.term][one.kept] += 1
                    if one.days_late:
                        if out is not None:
                            out.writerow(_cells(one))
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
    yield from _columns([_shown(one) for one in shown])


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


def _columns(rows: list[list[str]]) -> Iterator[str]:
    """Below each other, without a column in which nothing stands."""
    kept = [n for n, cells in enumerate(zip(*rows, strict=True)) if any(cells)]
    first, *others = [[row[n] for n in kept] for row in rows] or [[]]
    return table(first, others, left=len(kept)) if first else iter(())


def _shown(one: Judged) -> list[str]:
    """A late one: number, number there, term, last day, done on, how late."""
    far = ngettext("%(n)s day late", "%(n)s days late", one.days_late) % {"n": one.days_late}
    done = one.done.isoformat() if one.done else str(_NOT_DONE[one.term])
    return [one.number, one.foreign, str(_SHORT[one.term]), one.due.isoformat(), done, far]


def _lines(sums: dict[Term, Counter[Kept]]) -> Iterator[str]:
    """What was due and how much of it was kept; what isn't due yet stands apart."""
    for term, counts in sums.items():
        what = str(_WORDS[term])
        what = what % {"days": terms().mailbox_working_days} if term is Term.MAILBOX else what
        share = acceptance_share(counts[Kept.MET], counts[Kept.LATE], counts[Kept.OVERDUE])
        said = {
            "what": what, "due": share.denominator, "met": counts[Kept.MET], "late": counts[Kept.LATE],
            "overdue": counts[Kept.OVERDUE], "waiting": counts[Kept.WAITING],
            "share": "" if share.value is None else f"{float(share.value):.1%}",
        }  # fmt: skip
        if share.value is None:
            yield _("%(what)s: none due yet, %(waiting)s waiting") % said
        else:
            yield (
                _(
                    "%(what)s: kept in %(met)s of %(due)s that were due (%(share)s); %(late)s done late, %(overdue)s overdue; "
                    "%(waiting)s not due yet"
                )
                % said
            )


def _plain(
    start: date, end: date, channel: str | None, today: date, petitions: int, unanswered: int,
    sums: dict[Term, Counter[Kept]],
) -> dict[str, Any]:  # fmt: skip
    return {
        "from": start.isoformat(), "to": end.isoformat(), "channel": channel, "on": today.isoformat(),
        "petitions": petitions, "without_answer": unanswered, "mailbox_working_days": terms().mailbox_working_days,
        "terms": {term.value: {kept.value: counts[kept] for kept in Kept} for term, counts in sums.items()},
    }  # fmt: skip
