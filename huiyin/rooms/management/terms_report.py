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

from huiyin.rooms.cases.keeping import Judged, Kept, Term, judged
from huiyin.rooms.county.queries import terms
from huiyin.rooms.management.asking import day
from huiyin.rules.calendar import local_date
from huiyin.rules.counting import answer_share
from huiyin.rules.vocabulary import Channel

#: So many late ones are shown where no file was asked for.
MOST_SHOWN = 20
HEADING = ("number", "foreign_number", "term", "due", "done", "days_late")
_WORDS = {
    Term.NOTICE: "told in 15 days (Art. 23)",
    Term.ANSWER: "answered in 60 days from acceptance, as in the dossier (Art. 34)",
    Term.FROM_RECEIPT: "answered in 60 days from receipt",
    Term.MAILBOX: "mailbox: answered in {days} working days (the county's own term)",
}


def arguments(kinds: Any, name: str) -> None:
    """The words of this report."""
    text = "which terms were kept and which are late"
    parser = kinds.add_parser(
        "terms",
        help=text,
        description=f"Print {text}, of petitions received in a period (both days included).",
    )
    parser.add_argument(
        "--from", dest="start", type=day, required=True, metavar="DAY", help="first day, YYYY-MM-DD"
    )
    parser.add_argument(
        "--to", dest="end", type=day, required=True, metavar="DAY", help="last day, YYYY-MM-DD"
    )
    parser.add_argument("--channel", choices=[one.value for one in Channel], help="only what came this way")
    parser.add_argument("--json", action="store_true", help="print JSON instead of lines")
    parser.add_argument("--late", type=Path, metavar="FILE", help="write every late one into this CSV file")


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
            raise CommandError(str(error)) from error
    if options["json"]:
        yield json.dumps(
            _plain(start, end, channel, today, petitions, unanswered, sums), ensure_ascii=False, indent=2
        )
        return
    yield f"{petitions} petitions received from {start} to {end}, {unanswered} without an answer; judged on {today}."
    yield from _lines(sums)
    if late is not None:
        yield f"The late ones: {late}"
    yield from ("  ".join(_cells(one)) for one in shown)


def _table(file: Path | None, stack: ExitStack) -> Any:
    if file is None:
        return None
    try:
        out = stack.enter_context(file.open("w", encoding="utf-8-sig", newline=""))
    except OSError as error:
        raise CommandError(f"Can't write {file}: {error.strerror or error}.") from error
    table = csv.writer(out)
    table.writerow(HEADING)
    return table


def _cells(one: Judged) -> tuple[str, ...]:
    done = one.done.isoformat() if one.done else ""
    return one.number, one.foreign, one.term.value, one.due.isoformat(), done, str(one.days_late)


def _lines(sums: dict[Term, Counter[Kept]]) -> Iterator[str]:
    for term, counts in sums.items():
        share = answer_share(*(counts[kept] for kept in (Kept.MET, Kept.LATE, Kept.WAITING, Kept.OVERDUE)))
        told = ", ".join(f"{kept.value} {counts[kept]}" for kept in Kept)
        yield f"{_WORDS[term].format(days=terms().mailbox_working_days)}: {share}; {told}"


def _plain(
    start: date, end: date, channel: str | None, today: date, petitions: int, unanswered: int,
    sums: dict[Term, Counter[Kept]],
) -> dict[str, Any]:  # fmt: skip
    return {
        "from": start.isoformat(), "to": end.isoformat(), "channel": channel, "on": today.isoformat(),
        "petitions": petitions, "without_answer": unanswered, "mailbox_working_days": terms().mailbox_working_days,
        "terms": {term.value: {kept.value: counts[kept] for kept in Kept} for term, counts in sums.items()},
    }  # fmt: skip
