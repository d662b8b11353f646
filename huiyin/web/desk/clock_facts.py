"""What the dossier's entries say of its terms besides their days: another line's number, and which were taken away."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime

from huiyin.rooms.cases.queries import Texts
from huiyin.rooms.dossier.models import Entry
from huiyin.rules.clocks import RULES, Kind
from huiyin.rules.state import ClockRun, MatterState
from huiyin.rules.vocabulary import Verb
from huiyin.rules.way import HOLDER_CLOCKS
from huiyin.web.shared.words import word


def foreign_numbers(entries: Iterable[Entry], texts: Texts) -> dict[int, str]:
    """For each term of another line, by its place in the dossier: the number there; an erased one is left out."""
    found, n = dict[int, str](), 0
    for entry in entries:
        for _start in json.loads(entry.data).get("clocks", {}).get("start", ()):
            n += 1
            number = texts.get((entry.seq, "foreign")) if entry.verb == Verb.SATELLITE else None
            if number:
                found[n] = number
    return found


def line_of(run: ClockRun, foreign: dict[int, str]) -> list[str]:
    """Whose term it is if it is another line's, and the number there."""
    said = [word(run.source)] if run.source else []
    return [*said, foreign[run.n]] if run.n in foreign else said


def taken_back(state: MatterState, entries: Iterable[Entry]) -> frozenset[int]:
    """The duties of whoever handled it that ended because the matter was taken from them: neither in time nor late."""
    taken: set[tuple[str, int | None, datetime]] = set()
    for entry in entries:
        if entry.verb == Verb.ACCUSE:
            changes = json.loads(entry.data).get("clocks", {})
            taken |= {(code, None, entry.at) for code in changes.get("stop", ())}
            taken |= {(code, ref, entry.at) for code, ref in changes.get("stop_one", ())}
    return frozenset(run.n for run in state.clocks if _is_taken(run, taken))


def _is_taken(run: ClockRun, taken: set[tuple[str, int | None, datetime]]) -> bool:
    if run.stopped_at is None or run.code not in HOLDER_CLOCKS or RULES[run.code].kind is Kind.WINDOW:
        return False
    return not taken.isdisjoint({(run.code.value, ref, run.stopped_at) for ref in (None, run.ref)})
