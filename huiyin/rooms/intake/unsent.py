"""What a citizen is writing and hasn't sent yet: kept between the steps of the form, sealed, for three days.

The browser holds a random key, we only its hash; the words are sealed like all personal data. It is no petition yet: it isn't
counted, searched or shown to anybody. Once sent nothing of it stays here.

Each part of it (a page of the form) bears the mark of the page that wrote it last. A page that was opened before another one
wrote writes over nothing: its words are laid aside, and the citizen chooses.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Any

from django.db import DatabaseError, IntegrityError, models, transaction

from huiyin.rooms.vault.codes import new_form_token
from huiyin.rooms.vault.fields import EncryptedTextField

KEPT_FOR = timedelta(days=3)
KEY_LENGTH = 32  # characters of the browser's key
MARKS, ASIDE, TYPED = "marks", "aside", "typed"
Body = dict[str, Any]
MOST_TRIES = 20
#: Kept along and not said by anybody: the form's token, which letter it is (of two tabs), who wrote each part, what lies aside,
#: and when what each page said was typed.
_OURS = frozenset({"token", "letter", MARKS, ASIDE, TYPED})
MOST_ASIDE = 9  # windows whose words lie aside, for each part


class Kept(StrEnum):
    """What became of a part that was to be kept."""

    KEPT = "kept"
    ANOTHER = "another"  # another letter is under way in this browser; nothing was written
    THROWN = "thrown"  # the letter was thrown away in another window; nothing was written
    STALE = "stale"  # it was changed after this page had been opened; what this page says lies aside


@dataclass(frozen=True, slots=True)
class Sheet:
    """The page of a form that something comes from: which letter it belongs to, its own name, and whose words it showed.

    ``weighed`` are the words laid aside that it showed beside its own: whoever sends it has decided about them. ``typed``: when
    (the browser's clock, ms; 0 without script), by ``itself``: sent by a page that went out of sight, and perhaps late.
    ``carried``: pages before this one in the same window, whose words up to then stand in it (it was loaded anew).
    """

    letter: str = ""
    tab: str = ""
    seen: str = ""
    weighed: tuple[str, ...] = ()
    typed: int = 0
    itself: bool = False
    carried: tuple[tuple[str, int], ...] = ()


class Unsent(models.Model):
    """One citizen's words under way; ``mark`` is the hash (hex) of the browser's key, ``body`` JSON of fields and values."""

    mark = models.CharField(max_length=64, primary_key=True)
    body = EncryptedTextField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["at"], name="unsent_by_age")]

    def __str__(self) -> str:
        return f"unsent {self.mark[:6]}"


def new_key() -> str:
    """A key for a browser: 192 random bits."""
    return secrets.token_urlsafe(24)


def _mark(key: str) -> str:
    return sha256(key.encode(errors="surrogatepass")).hexdigest()


def under_way(key: str, *, now: datetime) -> dict[str, Any]:
    """What this browser has under way; empty if nothing, or too old."""
    found = Unsent.objects.filter(mark=_mark(key), at__gte=now - KEPT_FOR).first() if key else None
    return dict(json.loads(found.body)) if found is not None else {}


def keep(key: str, said: Mapping[str, Any], *, now: datetime) -> None:
    """Keep what has been said so far in place of what was kept before."""
    body = json.dumps(dict(said), ensure_ascii=False)
    row = Unsent(mark=_mark(key), body=body, at=now)
    Unsent.objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["mark"], update_fields=["body", "at"]
    )  # one statement, whoever else is at it


def same(one: object, other: object) -> bool:
    """Whether two values say the same; browsers send line ends in two ways."""
    left, right = (str(value).replace("\r\n", "\n").strip() for value in (one, other))
    return left == right


def another(kept: Mapping[str, Any], letter: str) -> bool:
    """Whether another letter than this one is under way."""
    here, there = letter, kept.get("letter", "")
    return bool(here and there and kept.get("text")) and here != there


def keep_part(
    key: str, part: str, said: Mapping[str, str], *, sheet: Sheet, instead: bool = False, now: datetime
) -> Kept:
    """Keep what one page says; ``instead`` of all that was kept before, if the citizen wants it so.

    Where the part was changed by another page since this one was opened, nothing is written over: the words lie aside. What a
    page sent by itself and arrives after what was typed later in its window is in that already: it is kept.
    """
    become = Kept.KEPT

    def written(found: Body) -> Body | None:
        nonlocal become
        kept = {} if instead else found
        if another(kept, sheet.letter):
            become = Kept.ANOTHER
            return None
        marks, aside, typed = (kept.get(name, {}) for name in (MARKS, ASIDE, TYPED))
        stamps = typed.get(part, {})
        become = Kept.KEPT
        if sheet.itself and sheet.typed and sheet.typed <= stamps.get(sheet.tab, 0):
            return None
        own = {sheet.tab, *(tab for tab, at in sheet.carried if stamps.get(tab, 0) <= at)}
        stands, changed = marks.get(part, ""), any(not same(kept.get(n, ""), v) for n, v in said.items())
        begun = {"token": new_form_token(), "letter": sheet.letter} | kept
        if sheet.typed:
            begun[TYPED] = typed | {part: _last({**stamps, **dict(sheet.carried), sheet.tab: sheet.typed})}
        if changed and stands and sheet.tab and stands not in {sheet.seen, *own}:
            become = Kept.STALE
            lying = {tab: one for tab, one in aside.get(part, {}).items() if tab not in own}
            return begun | {ASIDE: aside | {part: _last({**lying, sheet.tab: dict(said)})}}
        left = {tab: one for tab, one in aside.get(part, {}).items() if tab not in {*sheet.weighed, *own}}
        return (
            begun
            | dict(said)
            | {MARKS: marks | {part: sheet.tab or stands}, ASIDE: _without(aside, part, left)}
        )

    _change(key, written, now=now)
    return become


def lay_aside(key: str, parts: Mapping[str, Mapping[str, str]], *, tab: str, now: datetime) -> None:
    """Words of a page that isn't to be sent as it is, laid beside what is kept, for the citizen to choose."""

    def beside(kept: Body) -> Body:
        aside = kept.get(ASIDE, {})
        added = {part: _last({**aside.get(part, {}), tab: dict(said)}) for part, said in parts.items()}
        return kept | {ASIDE: aside | added}

    _change(key, beside, now=now)


def leave_out(key: str, part: str, tabs: Iterable[str], *, now: datetime) -> None:
    """The citizen doesn't want these words that lay aside, or they were sent: what is kept stays as it is."""
    gone = set(tabs)

    def without(kept: Body) -> Body | None:
        lying = kept.get(ASIDE, {}).get(part, {})
        if not gone & set(lying):
            return None
        left = {tab: one for tab, one in lying.items() if tab not in gone}
        return kept | {ASIDE: _without(kept[ASIDE], part, left)}

    _change(key, without, now=now)


def _change(key: str, change: Callable[[Body], Body | None], *, now: datetime) -> None:
    """Write what ``change`` makes of what is kept (None: nothing), anew if somebody else wrote in between: no write is lost.

    The moment of the last write tells whether it is still the one that was read; it grows with each.
    """
    for _ in range(MOST_TRIES):
        row = Unsent.objects.filter(mark=_mark(key)).first()
        fresh = row is not None and row.at >= now - KEPT_FOR
        made = change(dict(json.loads(row.body)) if row is not None and fresh else {})
        if made is None:
            return
        body = json.dumps(made, ensure_ascii=False)
        if row is None:
            try:
                with transaction.atomic():
                    Unsent.objects.create(mark=_mark(key), body=body, at=now)
                return
            except IntegrityError:
                continue
        at = max(now, row.at + timedelta(microseconds=1))
        if Unsent.objects.filter(mark=row.mark, at=row.at).update(body=body, at=at):
            return
    raise DatabaseError("what is under way changes faster than it can be read")


def _last(lying: dict[str, Any]) -> dict[str, Any]:
    return dict(list(lying.items())[-MOST_ASIDE:])


def _without(aside: dict[str, Any], part: str, left: dict[str, Any]) -> dict[str, Any]:
    others = {name: one for name, one in aside.items() if name != part}
    return others | ({part: left} if left else {})


def was_sent(key: str, said: Mapping[str, str], *, now: datetime) -> None:
    """These words are a petition now: nothing of them stays here. Other words under the same key were begun in another tab."""
    kept = under_way(key, now=now)
    if kept and all(same(said.get(name, ""), value) for name, value in kept.items() if name not in _OURS):
        throw_away(key)


def throw_away(key: str) -> None:
    """The citizen doesn't want it any more, or is done."""
    if key:
        Unsent.objects.filter(mark=_mark(key)).delete()


def forget_old(*, now: datetime) -> int:
    """Delete what is older than three days; how many."""
    return Unsent.objects.filter(at__lt=now - KEPT_FOR).delete()[0]
