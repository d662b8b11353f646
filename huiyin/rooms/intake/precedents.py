"""Import of solved cases of others as precedents: no matters, no clocks, nobody's data.

A profile (``profiles/precedents``) says what the columns mean. Texts are masked before they are kept. What is here already
is passed over, so a second run adds only what is missing; a bad row is told and spoils no other.
"""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from importlib import resources
from itertools import islice
from typing import BinaryIO

from django.db import transaction

from huiyin.rooms.insight.precedents import KEPT_PAIRS, Precedent, PrecedentPair
from huiyin.rooms.intake import profiles
from huiyin.rooms.intake.messages import FIRST_YEAR, LONGEST_NUMBER, Bad, BadRow, Result
from huiyin.rooms.intake.profiles import BadProfile, none_fits
from huiyin.rooms.intake.rows import Row, Unreadable, encoding_of, is_other, rows
from huiyin.rules.fields import LIMIT, Kind
from huiyin.rules.likewords import Weights, keys, sketch
from huiyin.rules.replies.emptiness import judged
from huiyin.rules.replies.others import masked

CHUNK = 100
NEEDED = ("foreign_number", "title", "text", "solution")
_FOLDER = "precedents"
_LONGEST = {
    "title": LIMIT[Kind.TEXT],
    "text": LIMIT[Kind.LONG],
    "solution": LIMIT[Kind.LONG],
    "place": 60,
    "rating": 40,
}
_REASON = {"title": "title_too_long", "text": "text_too_long", "solution": "reply_too_long",
           "place": "place_too_long", "rating": "rating_too_long"}  # fmt: skip
_EVEN = Weights()


@dataclass(frozen=True, slots=True)
class CaseProfile:
    """How to read one kind of table of cases. ``columns`` maps our names to the file's headings."""

    name: str
    source: str
    moments: tuple[str, ...]
    columns: dict[str, str]

    def fits(self, heading: list[str]) -> bool:
        """Whether the file has every column that is needed."""
        return {self.columns[name] for name in NEEDED} <= set(heading)


def names() -> list[str]:
    """The profiles that ship with the program."""
    files = (resources.files(profiles) / _FOLDER).iterdir()
    return sorted(f.name.removesuffix(".toml") for f in files if f.name.endswith(".toml"))


def load(name: str) -> CaseProfile:
    """One profile by name. Refuses (BadProfile) an unknown name."""
    if name not in names():
        raise BadProfile("no_such_profile", profile=name, known=", ".join(names()))
    said = tomllib.loads((resources.files(profiles) / _FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    return CaseProfile(name, said["source"], tuple(said["moments"]), said["columns"])


def import_precedents(
    source: BinaryIO, *, profile: CaseProfile | None, now: datetime, dry_run: bool = False
) -> Iterator[Result]:
    """Take in a file, yielding the running result after each chunk of rows. Refuses a file that no profile fits."""
    stream = rows(source, encoding_of(source))
    heading = list(next(stream).cells)
    chosen = _fitting(profile, heading, source)
    result, seen = Result(), set[str]()
    while chunk := list(islice(stream, CHUNK)):
        with transaction.atomic():
            _take(chunk, chosen, now, result, seen)
            if dry_run:
                transaction.set_rollback(True)
        yield result


def _fitting(profile: CaseProfile | None, heading: list[str], source: BinaryIO) -> CaseProfile:
    """The profile named or recognised. Refuses one that doesn't fit, and what is no table at all."""
    known = list(map(load, names())) if profile is None else [profile]
    for one in known:
        if one.fits(heading):
            return one
    if is_other(source):
        raise Unreadable("no_csv")
    needed = {one.name: [one.columns[name] for name in NEEDED] for one in known}
    if profile is not None:
        missing = ", ".join(name for name in needed[profile.name] if name not in heading)
        raise BadProfile("columns_missing", columns=missing, profile=profile.name)
    raise none_fits(heading, needed)


def _take(chunk: list[Row], profile: CaseProfile, now: datetime, result: Result, seen: set[str]) -> None:
    result.done += len(chunk)
    cases: dict[str, Precedent] = {}
    for row in chunk:
        try:
            case = _case(row, profile, now)
            if case.foreign_number in seen:
                raise BadRow("number_twice")
        except BadRow as bad:
            number = row.cells.get(profile.columns["foreign_number"], "").strip()[:LONGEST_NUMBER]
            shown = "".join(c for c in number if c.isprintable())
            result.bad.append(Bad(row.line, row.last, shown, str(bad)))
            result.counts["bad"] += 1
        else:
            seen.add(case.foreign_number)
            cases[case.foreign_number] = case
    known = set(Precedent.objects.filter(foreign_number__in=cases).values_list("foreign_number", flat=True))
    fresh = [case for number, case in cases.items() if number not in known]
    Precedent.objects.bulk_create(fresh)
    PrecedentPair.objects.bulk_create(
        PrecedentPair(precedent=case, pair=pair)
        for case in fresh
        for pair in keys(sketch(case.title, case.text), _EVEN, most=KEPT_PAIRS)
    )
    result.counts.update({"known": len(known), "taken": len(fresh)})


def _case(row: Row, profile: CaseProfile, now: datetime) -> Precedent:
    if row.problem:
        raise BadRow(row.problem)
    said = {name: row.cells.get(column, "").strip() for name, column in profile.columns.items()}
    number = (
        f"{profile.source}:{' '.join(unicodedata.normalize('NFKC', said['foreign_number']).upper().split())}"
    )
    if not said["foreign_number"]:
        raise BadRow("no_number")
    if len(number) > LONGEST_NUMBER:
        raise BadRow("number_too_long")
    title = " ".join(said["title"].split())
    if not title or not said["text"]:
        raise BadRow("no_title_or_text")
    if judged(said["solution"]).empty:
        raise BadRow("solves_nothing")
    texts = {"title": title, **{name: said.get(name, "") for name in ("text", "solution", "place", "rating")}}
    for name, text in texts.items():
        if len(text) > _LONGEST[name]:
            raise BadRow(_REASON[name])
    hidden = {name: masked(texts[name])[: _LONGEST[name]] for name in ("title", "text", "solution")}
    return Precedent(
        foreign_number=number, solved_on=_day(said.get("solved_on", ""), profile, now), **{**texts, **hidden}
    )


def _day(typed: str, profile: CaseProfile, now: datetime) -> date | None:
    if not typed:
        return None
    for form in profile.moments:
        try:
            day = datetime.strptime(typed, form).date()  # noqa: DTZ007  a day as it is written
        except ValueError:
            continue
        if day.year < FIRST_YEAR:
            raise BadRow("time_too_early")
        if day > now.date():
            raise BadRow("time_in_the_future")
        return day
    raise BadRow("time_unreadable")
