"""Import of messages from elsewhere, through the same verbs and with their own dates.

What is known of such a message is when it was written and, sometimes, when it was answered. So it is registered, sorted and
sent at the first moment, and everything else happens at the second: the clocks and their lateness are those that the citizen
lived through.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from typing import BinaryIO

from django.db import transaction

from huiyin.rooms.cases.models import Petition
from huiyin.rooms.cases.pen import NotDone, Pen
from huiyin.rooms.cases.people import Person
from huiyin.rooms.cases.registering import register
from huiyin.rooms.county.queries import categories_by_name, department, unit_path
from huiyin.rooms.intake.profiles import BadProfile, Profile, recognise
from huiyin.rooms.intake.rows import Row, encoding_of, rows
from huiyin.rules.calendar import LOCAL
from huiyin.rules.fields import LIMIT, Kind
from huiyin.rules.roles import Actor, Post, Role
from huiyin.rules.vocabulary import MatterClass, Outcome, Verb

CHUNK = 50
TITLE_FROM_TEXT = 40
#: What a foreign answer says isn't known; each class has an outcome that claims nothing for it.
OUTCOME = {
    MatterClass.APPEAL: Outcome.EXPLAINED, MatterClass.SUGGESTION: Outcome.NOT_ADOPTED, MatterClass.TIP_OFF: Outcome.FED_BACK,
}  # fmt: skip
#: An answer whose time is known and whose words are not.
NO_WORDS = "（答复原文未提供）"


@dataclass(frozen=True, slots=True)
class Message:
    """One message as the profile reads it."""

    foreign_number: str
    person: str
    title: str
    text: str
    received_at: datetime
    klass: str
    category: str
    reply: str = ""
    replied_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Bad:
    """A row that couldn't be taken: its line, its foreign number if there is one, the reason (a code)."""

    line: int
    foreign_number: str
    reason: str


@dataclass(slots=True)
class Result:
    """What became of the file: counts by what happened, and the bad rows."""

    counts: Counter[str] = field(default_factory=Counter)
    bad: list[Bad] = field(default_factory=list)
    done: int = 0


class BadRow(Exception):
    """This row can't be a message; the reason is a code."""


def import_messages(
    source: BinaryIO, *, profile: Profile | None, unit: str, now: datetime, dry_run: bool = False
) -> Iterator[Result]:
    """Take in a file, yielding the running result after each chunk of rows.

    Rows already here (by foreign number) are passed over, so a second run or one after a crash adds only what is missing.
    Each row is taken whole or not at all. Refuses (Unreadable, BadProfile) a file that no profile fits.
    """
    encoding = encoding_of(source)
    stream = rows(source, encoding)
    heading = list(next(stream).cells)
    profile = profile or recognise(heading)
    if not profile.fits(heading):
        missing = ", ".join(sorted(set(profile.columns.values()) - set(heading)))
        raise BadProfile(f"The file has no column {missing}, which profile “{profile.name}” needs.")
    result = Result()
    seen: set[str] = set()
    while chunk := list(islice(stream, CHUNK)):
        _take_chunk(chunk, profile, unit, result, seen, now=now, dry_run=dry_run)
        yield result


def _take_chunk(
    chunk: list[Row],
    profile: Profile,
    unit: str,
    result: Result,
    seen: set[str],
    *,
    now: datetime,
    dry_run: bool,
) -> None:
    messages: list[tuple[int, Message]] = []
    for row in chunk:
        result.done += 1
        try:
            messages.append((row.line, _message(row, profile, now)))
        except BadRow as bad:
            number = row.cells.get(profile.columns["foreign_number"], "")[:80]
            result.bad.append(Bad(row.line, number, str(bad)))
            result.counts["bad"] += 1
    numbers = [message.foreign_number for _, message in messages]
    known = set(Petition.objects.filter(foreign_number__in=numbers).values_list("foreign_number", flat=True))
    with transaction.atomic():
        for line, message in messages:
            if message.foreign_number in known or message.foreign_number in seen:
                result.counts["known"] += 1
                continue
            seen.add(message.foreign_number)
            _take(line, message, profile, unit, result, dry_run=dry_run)


def _take(line: int, message: Message, profile: Profile, unit: str, result: Result, *, dry_run: bool) -> None:
    kind = "answered" if message.replied_at else ("reply_without_time" if message.reply else "open")
    if not dry_run:
        try:
            with transaction.atomic():
                _live(message, profile, unit)
        except NotDone as no:
            result.counts["bad"] += 1
            result.bad.append(Bad(line, message.foreign_number, no.refused.reason))
            return
    result.counts["taken"] += 1
    result.counts[kind] += 1


def _message(row: Row, profile: Profile, now: datetime) -> Message:
    if row.problem:
        raise BadRow(row.problem)
    said = {name: row.cells.get(column, "").strip() for name, column in profile.columns.items()}
    if not said["foreign_number"]:
        raise BadRow("no_number")
    text = said["text"] or said.get("title", "")
    if not text:
        raise BadRow("no_text")
    if len(text) > LIMIT[Kind.LONG]:
        raise BadRow("text_too_long")
    received = _moment(said["received_at"], profile)
    replied = _moment(said["replied_at"], profile) if said.get("replied_at") else None
    if received > now or (replied and replied > now):
        raise BadRow("time_in_the_future")
    if replied and replied < received:
        raise BadRow("reply_before_message")
    by_name = categories_by_name()
    wished = profile.category_words.get(said.get("category_word", ""), "")
    return Message(
        foreign_number=f"{profile.source}:{said['foreign_number']}"[:80],
        person=said.get("person", "")[:60],
        title=(said.get("title") or text)[: LIMIT[Kind.TEXT] if said.get("title") else TITLE_FROM_TEXT],
        text=text,
        received_at=received,
        klass=profile.class_words.get(said.get("class_word", ""), profile.klass),
        category=by_name.get(wished, profile.category),
        reply=said.get("reply", ""),
        replied_at=replied,
    )


def _moment(text: str, profile: Profile) -> datetime:
    for form in profile.moments:
        try:
            return datetime.strptime(text, form).replace(tzinfo=LOCAL).astimezone(UTC)
        except ValueError:
            continue
    raise BadRow("time_unreadable")


def clerk(profile: Profile, unit: str) -> Actor:
    """Who acts for the file's rows: the import itself, in the posts that the steps ask for."""
    desk = department()
    return Actor(
        f"import:{profile.name}", "", (
            Post(Role.DISPATCHER, desk, unit_path(desk)), Post(Role.OFFICER, unit, unit_path(unit)),
        ),
    )  # fmt: skip


def head(profile: Profile, unit: str) -> Actor:
    """The second pair of eyes for the opinion."""
    return Actor(f"import-head:{profile.name}", "", (Post(Role.HEAD, unit, unit_path(unit)),))


def _live(message: Message, profile: Profile, unit: str) -> None:
    by, boss, at = clerk(profile, unit), head(profile, unit), message.received_at
    register(
        channel=profile.channel,
        received_at=at,
        persons=1,
        title=message.title,
        text=message.text,
        person=Person(name=message.person),
        desk=department(),
        by=by,
        now=at,
        source=profile.name,
        foreign_number=message.foreign_number,
        then=lambda pen: _known_life(pen, message, unit, by, boss),
    )


def _known_life(pen: Pen, message: Message, unit: str, by: Actor, boss: Actor) -> None:
    at = message.received_at
    pen.write(Verb.TRIAGE, {"klass": message.klass, "category": message.category}, by=by, now=at)
    pen.write(Verb.FORWARD, {"to": unit}, by=by, now=at)
    if message.replied_at is None:
        if message.reply:
            pen.write(Verb.NOTE, {"text": message.reply}, by=by, now=at)
        return
    at = message.replied_at
    answer = {"outcome": OUTCOME[MatterClass(message.klass)].value, "text": message.reply or NO_WORDS}
    proof = {"method": "online", "result": "published", "delivered_at": at, "proof": message.foreign_number}
    pen.write(Verb.SIGN, {}, by=by, now=at)
    pen.write(Verb.NOTIFY, {"notice": "online"}, by=by, now=at)
    pen.write(Verb.DRAFT, answer, by=by, now=at)
    pen.write(Verb.APPROVE, {}, by=boss, now=at)
    pen.write(Verb.ISSUE, {}, by=by, now=at)
    pen.write(Verb.DELIVER, proof, by=by, now=at)
    pen.write(Verb.CLOSE, {}, by=by, now=at)
