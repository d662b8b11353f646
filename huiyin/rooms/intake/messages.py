"""Import of messages from elsewhere, through the same verbs and with their own dates.

What is known of such a message is when it was written and, sometimes, when it was answered. So it is registered, sorted and
sent at the first moment, and everything else happens at the second: the clocks and their lateness are those that the citizen
lived through.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import islice
from typing import BinaryIO

from django.db import IntegrityError, transaction

from huiyin.rooms.cases.models import Petition, Petitioner
from huiyin.rooms.cases.pen import NotDone, Pen
from huiyin.rooms.cases.people import Person
from huiyin.rooms.cases.registering import register
from huiyin.rooms.cases.titles import told_by_nobody
from huiyin.rooms.county.queries import categories_by_name, department, unit_path
from huiyin.rooms.insight.own import UNSORTED
from huiyin.rooms.intake.profiles import BadProfile, Profile, recognise
from huiyin.rooms.intake.rows import Row, Unreadable, encoding_of, is_other, rows
from huiyin.rooms.vault.marks import blind_indexes
from huiyin.rules.calendar import LOCAL
from huiyin.rules.cutting import beginning
from huiyin.rules.fields import LIMIT, Kind
from huiyin.rules.roles import Actor, Post, Role
from huiyin.rules.senders import as_given
from huiyin.rules.vocabulary import MatterClass, Outcome, Verb

CHUNK = 50
TITLE_FROM_TEXT = 40
LONGEST_NAME = 60
LONGEST_NUMBER = 80
#: What claims to be older was mistyped.
FIRST_YEAR = 1950
#: What a foreign answer says isn't known; each class has an outcome that claims nothing for it.
OUTCOME = {
    MatterClass.APPEAL: Outcome.EXPLAINED, MatterClass.SUGGESTION: Outcome.NOT_ADOPTED, MatterClass.TIP_OFF: Outcome.FED_BACK,
}  # fmt: skip
#: An answer whose time is known and whose words are not.
NO_WORDS = "（答复原文未提供）"
#: Why nobody is named in an old tip-off: it was answered before it came here.
ANSWERED_ALREADY = "导入前已由承办单位答复，来源数据未载明被举报人。"


@dataclass(frozen=True, slots=True)
class Message:
    """One message as the profile reads it. ``category_named``: by the file, not by the profile for all that say nothing."""

    foreign_number: str
    person: Person
    title: str
    text: str
    received_at: datetime
    klass: str
    category: str
    category_named: bool
    reply: str = ""
    replied_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Bad:
    """A row that couldn't be taken: its first and last line, its foreign number if there is one, the reason (a code)."""

    line: int
    last: int
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
    Each row is taken whole or not at all. A dry run does it all and takes it back, so it says just what would happen.
    Refuses (Unreadable, BadProfile) a file that no profile fits.
    """
    encoding = encoding_of(source)
    stream = rows(source, encoding)
    heading = list(next(stream).cells)
    profile = _fitting(profile, heading, source)
    taking = _Taking(profile, unit, now)
    while chunk := list(islice(stream, CHUNK)):
        with transaction.atomic():
            taking.take(chunk)
            if dry_run:
                transaction.set_rollback(True)
        yield taking.result


def _fitting(profile: Profile | None, heading: list[str], source: BinaryIO) -> Profile:
    """The profile named or recognised. Refuses one that doesn't fit, and what is no table at all."""
    try:
        found = profile or recognise(heading)
        if not found.fits(heading):
            missing = ", ".join(sorted(set(found.columns.values()) - set(heading)))
            raise BadProfile("columns_missing", columns=missing, profile=found.name)
    except BadProfile as no:
        raise Unreadable("no_csv") if is_other(source) else no from None
    return found


@dataclass(slots=True)
class _Taking:
    """One file being taken in: what all its rows share, and what became of those so far."""

    profile: Profile
    unit: str
    now: datetime
    result: Result = field(default_factory=Result)
    seen: set[str] = field(default_factory=set)

    def take(self, chunk: list[Row]) -> None:
        """Take these rows, in the caller's transaction."""
        self.result.done += len(chunk)
        messages: list[tuple[Row, Message]] = []
        for row in chunk:
            try:
                message = _message(row, self.profile, self.now)
                if message.foreign_number in self.seen:
                    raise BadRow("number_twice")
            except BadRow as bad:
                self._refuse(row, str(bad))
            else:
                self.seen.add(message.foreign_number)
                messages.append((row, message))
        known = _known([message.foreign_number for _, message in messages], self.profile)
        called = _called_before([message.person.account for _, message in messages], self.profile)
        for row, message in messages:
            if message.foreign_number in known:
                self.result.counts["known"] += 1
            else:
                account = called.get(message.person.account, message.person.account)
                self._take(row, replace(message, person=replace(message.person, account=account)))

    def _take(self, row: Row, message: Message) -> None:
        try:
            with transaction.atomic():
                _live(message, self.profile, self.unit)
        except NotDone as no:
            self._refuse(row, no.refused.reason)
        except IntegrityError:  # another import of the same file was quicker
            if not _known([message.foreign_number], self.profile):
                raise
            self.result.counts["known"] += 1
        else:
            kind = "answered" if message.replied_at else ("reply_without_time" if message.reply else "open")
            self.result.counts.update(["taken", kind])

    def _refuse(self, row: Row, reason: str) -> None:
        number = row.cells.get(self.profile.columns["foreign_number"], "").strip()[:LONGEST_NUMBER]
        self.result.bad.append(Bad(row.line, row.last, _printable(number), reason))
        self.result.counts["bad"] += 1


def _known(numbers: list[str], profile: Profile) -> set[str]:
    """Those of these numbers that are here, also under what their board was called before."""
    keys = {key: number for number in numbers for key in (number, *profile.earlier(number))}
    found = Petition.objects.filter(foreign_number__in=keys).values_list("foreign_number", flat=True)
    return {keys[key] for key in found if key is not None}


def _called_before(accounts: list[str], profile: Profile) -> dict[str, str]:
    """The earlier key of each account that is here under that one alone: the person goes on as kept. At most one query."""
    earlier = {former: account for account in accounts if account for former in profile.earlier(account)}
    marks = {mark: key for key in {*earlier, *earlier.values()} for mark in blind_indexes("account", key)}
    if not marks:
        return {}
    rows = Petitioner.objects.filter(account_index__in=list(marks)).values_list("account_index", flat=True)
    here = {marks[bytes(mark)] for mark in rows if mark is not None}
    return {account: former for former, account in earlier.items() if former in here and account not in here}


def _printable(text: str) -> str:
    return "".join(c for c in text if c.isprintable())


def foreign_number(profile: Profile, said: str) -> str:
    """The key under which a foreign number is known here: width, case and blanks make no other number of it."""
    return f"{profile.source}:{' '.join(unicodedata.normalize('NFKC', said).upper().split())}"


def _message(row: Row, profile: Profile, now: datetime) -> Message:
    if row.problem:
        raise BadRow(row.problem)
    said = {name: row.cells[column].strip() for name, column in profile.columns.items()}
    number = foreign_number(profile, said["foreign_number"])
    title, text = " ".join(said.get("title", "").split()), said["text"] or said.get("title", "")
    if len(title) > LIMIT[Kind.TEXT]:
        text, title = f"{title}\n{text}", beginning(title, LIMIT[Kind.TEXT] - 1) + "…"
    _refuse_what_is_missing_or_long(said, number, text)
    received, replied = _moments(said, profile, now)
    person = said.get("person", "")
    named = categories_by_name().get(profile.category_words.get(said.get("category_word", ""), ""))
    return Message(
        foreign_number=number,
        person=Person(name=person, account=profile.account(person)),
        title=title or beginning(" ".join(text.split()), TITLE_FROM_TEXT),
        text=text,
        received_at=received,
        klass=profile.class_words.get(said.get("class_word", ""), profile.klass),
        category=named or profile.category,
        category_named=named is not None,
        reply=said.get("reply", ""),
        replied_at=replied,
    )


def _refuse_what_is_missing_or_long(said: dict[str, str], number: str, text: str) -> None:
    for reason, wrong in (
        ("no_number", not said["foreign_number"]),
        ("number_too_long", len(number) > LONGEST_NUMBER),
        ("no_text", not text),
        ("text_too_long", len(text) > LIMIT[Kind.LONG]),
        ("reply_too_long", len(said.get("reply", "")) > LIMIT[Kind.LONG]),
        ("name_too_long", len(said.get("person", "")) > LONGEST_NAME),
    ):
        if wrong:
            raise BadRow(reason)


def _moments(said: dict[str, str], profile: Profile, now: datetime) -> tuple[datetime, datetime | None]:
    received = _moment(said["received_at"], profile)
    replied = _moment(said["replied_at"], profile) if said.get("replied_at") else None
    if received > now or (replied and replied > now):
        raise BadRow("time_in_the_future")
    if replied and replied < received:
        raise BadRow("reply_before_message")
    return received, replied


def _moment(text: str, profile: Profile) -> datetime:
    for form in profile.moments:
        try:
            local = datetime.strptime(text, form).replace(tzinfo=LOCAL)
        except ValueError:
            continue
        if local.year < FIRST_YEAR:
            raise BadRow("time_too_early")
        return local.astimezone(UTC)
    raise BadRow("time_unreadable")


def clerk(profile: Profile, unit: str, *, key: str = "import:") -> Actor:
    """Who acts for the file's rows: the import itself, in the posts that the steps ask for."""
    desk = department()
    return Actor(
        f"{key}{profile.name}", "", (
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
        person=message.person,
        desk=department(),
        by=by,
        now=at,
        source=profile.name,
        foreign_number=message.foreign_number,
        then=lambda pen: _known_life(pen, message, profile, unit, by, boss),
    )


def _known_life(pen: Pen, message: Message, profile: Profile, unit: str, by: Actor, boss: Actor) -> None:
    at = message.received_at
    sorted_as = {"klass": message.klass, "category": message.category}
    if (
        message.klass == MatterClass.TIP_OFF
    ):  # its rows aren't there yet, so that nobody else could know who speaks
        title = told_by_nobody(message.title, [message.person], message.text)
        sorted_as |= {"title": title} if title != message.title else {}
    # a category that the file didn't name is nobody's decision: nothing is learnt from it, and the dossier tells the two apart
    sorter = by if message.category_named else clerk(profile, unit, key=UNSORTED)
    pen.write(Verb.TRIAGE, sorted_as, by=sorter, now=at)
    if message.klass == MatterClass.TIP_OFF:
        if (
            message.replied_at is None
        ):  # whom it accuses isn't known: a person names them before it goes anywhere (Art. 30)
            if message.reply:
                pen.write(Verb.NOTE, {"text": message.reply}, by=by, now=at)
            return
        pen.write(Verb.ACCUSE, {"text": ANSWERED_ALREADY}, by=by, now=at)
    pen.write(Verb.FORWARD, {"to": unit}, by=by, now=at)
    if message.replied_at is None:
        if message.reply:
            pen.write(Verb.NOTE, {"text": message.reply}, by=by, now=at)
        return
    at = message.replied_at
    answer = {"outcome": OUTCOME[MatterClass(message.klass)].value, "text": message.reply or NO_WORDS}
    there = as_given(message.foreign_number)
    proof = {"method": "online", "result": "published", "delivered_at": at, "proof": there}
    pen.write(Verb.SIGN, {}, by=by, now=at)
    pen.write(Verb.NOTIFY, {"notice": "online"}, by=by, now=at)
    pen.write(Verb.DRAFT, answer, by=by, now=at)
    pen.write(Verb.APPROVE, {}, by=boss, now=at)
    pen.write(Verb.ISSUE, {}, by=by, now=at)
    pen.write(Verb.DELIVER, proof, by=by, now=at)
    pen.write(Verb.CLOSE, {}, by=by, now=at)
