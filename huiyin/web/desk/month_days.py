"""The days of a calendar of last days and what ends on them, as a month and as a list for a narrow screen. Ready HTML."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from django.utils.safestring import SafeString, mark_safe

from huiyin.web.shared import when


@dataclass(frozen=True, slots=True)
class Ending:
    """What ends on a day: of which matter, which term in words, how near it is; ``unit``: whose, where several are told."""

    day: date
    number: str
    title: str
    lang: str
    word: str
    tone: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Day:
    """One box: how many end, where they stand, those that are named in it."""

    day: date
    count: int
    url: str
    tone: str
    named: Sequence[Ending]
    off: bool
    beside: bool
    today: bool


_BOX = '<td class="{marks}"{now}><span class="hy-small">{day}</span>{count}{named}</td>'
_COUNT = '<a class="hy-clock {tone}" href="{url}" aria-label="{full}: {n}">{n}</a>'
_NAMED = '<li>{clock}<a href="/desk/matter/{number}/" lang="{lang}" title="{title}">{title}</a></li>'
_IN_LIST = (
    '<li><div class="hy-bar"><strong>{on}</strong>{clock}</div>'
    '<a href="/desk/matter/{number}/" lang="{lang}">{title}</a> <span class="hy-small hy-soft">{unit}</span></li>'
)


def weeks(days: Sequence[Day]) -> SafeString:
    """A month's rows, seven days each; all text is escaped here."""
    rows = ("".join(map(_box, days[n : n + 7])) for n in range(0, len(days), 7))
    return mark_safe("".join(f"<tr>{row}</tr>" for row in rows))  # noqa: S308  escaped there


def in_list(endings: Iterable[Ending], today: date) -> SafeString:
    """The same one after another, each with its day."""
    return mark_safe("".join(_in_list(one, today) for one in endings))  # noqa: S308  escaped there


def _box(one: Day) -> str:
    marks = (("off", one.off), ("beside", one.beside), ("now", one.today))
    named = "".join(map(_named, one.named))
    return _BOX.format(
        marks=" ".join(word for word, there in marks if there), now=' aria-current="date"' if one.today else "",
        day=one.day.day, count=_count(one) if one.count else "",
        named=f'<ul class="hy-month-named">{named}</ul>' if named else "",
    )  # fmt: skip


def _count(one: Day) -> str:
    return _COUNT.format(tone=one.tone, url=escape(one.url), full=escape(when.day(one.day)), n=one.count)


def _clock(one: Ending) -> str:
    return f'<span class="hy-clock {one.tone}">{escape(one.word)}</span>' if one.word else ""


def _named(one: Ending) -> str:
    return _NAMED.format(clock=_clock(one), number=escape(one.number), lang=one.lang, title=escape(one.title))


def _in_list(one: Ending, today: date) -> str:
    return _IN_LIST.format(
        on=escape(when.short_day(one.day, today)), clock=_clock(one), number=escape(one.number), lang=one.lang,
        title=escape(one.title), unit=escape(one.unit),
    )  # fmt: skip
