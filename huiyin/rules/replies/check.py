"""The check of one answer: everything that the rules find, the law's parts first. A list to read beside the form."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

from huiyin.rules.doors import plain as plain_figures
from huiyin.rules.guards import GAP
from huiyin.rules.replies import others, parts, plain, requests
from huiyin.rules.replies.core import LEFT_OUT
from huiyin.rules.replies.emptiness import judged
from huiyin.rules.replies.finding import Finding, Kind
from huiyin.rules.replies.others import Own
from huiyin.rules.replies.parts import Case

#: Rules that went out of force and what stands in their place. Checked on 2026-11-26.
REPLACED: Mapping[str, str] = {"信访条例": "《信访工作条例》"}
#: An answer that nobody can read through is looked at to here.
LOOKED_AT = 20_000
_LAW = re.compile(r"《([^《》\n]{2,60})》")
#: The Regulation's articles (2022): there is none behind the last one.
REGULATION, LAST_ARTICLE = "信访工作条例", 50
_ARTICLE = re.compile(
    r"《" + REGULATION + r"》(?:[（(][^（）()\n]{0,20}[）)])?第([〇零一二三四五六七八九十百\d]{1,6})条"
)
#: What a case that was quoted leaves: masks of names and numbers, the mark of what was left out.
_LEFTOVER = re.compile(
    rf"(?:[\u4e00-\u9fff\uac00-\ud7a3]|\b[A-Za-z])[*＊]+(?![*＊])|[*＊]{{3,}}|[×✕]{{2,}}|[xX]{{3,}}|{re.escape(LEFT_OUT)}"
)
_CITED = re.compile(r"〔((?:政策|问答)\d{1,9})〕")


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer and what it is held against. ``petitions``: number and text of each; ``stale``: citations out of force."""

    text: str
    case: Case = field(default_factory=Case)
    petitions: tuple[tuple[str, str], ...] = ()
    own: Own = field(default_factory=Own)
    stale: Collection[str] = ()


def check(answer: Answer) -> tuple[Finding, ...]:
    """All findings in the order of ``Kind``; of one kind as they stand. A blank text is one finding: it is empty."""
    text = answer.text[:LOOKED_AT]
    if not text.strip():
        return (Finding(Kind.EMPTY),)
    order = list(Kind)
    return tuple(sorted(_all(text, answer), key=lambda one: (order.index(one.kind), one.source, one.start)))


def _all(text: str, answer: Answer) -> Iterator[Finding]:
    verdict = judged(text)
    if verdict.empty:
        last = max((one.end for one in verdict.formulas), default=0)
        first = min((one.start for one in verdict.formulas), default=0)
        yield Finding(Kind.EMPTY, first, last, tuple(one.text for one in verdict.formulas))
    yield from (Finding(Kind.GAP, one.start(), one.end()) for one in GAP.finditer(text))
    yield from (
        Finding(Kind.LEFTOVER, one.start(), one.end())
        for one in islice(_LEFTOVER.finditer(text), others.MOST)
    )
    yield from parts.missing(text, answer.case)
    yield from parts.no_term(text, answer.case)
    yield from parts.no_commitment(text, answer.case)
    for number, petition in answer.petitions:
        yield from requests.unanswered(petition, text, number=number)
        yield from requests.other_language(petition, text, number=number)
    yield from cited_stale(text, answer.stale)
    for one in _ARTICLE.finditer(text):
        if not 1 <= _number(one[1]) <= LAST_ARTICLE:
            yield Finding(Kind.NO_SUCH_ARTICLE, one.start(), one.end(), (str(LAST_ARTICLE),))
    yield from others.foreign(text, answer.own)
    yield from plain.hints(text)


def citations(text: str) -> frozenset[str]:
    """What the text refers to: names of rules in 《》 and references to the county's own knowledge."""
    return frozenset(_LAW.findall(text)) | frozenset(_CITED.findall(text))


def _number(written: str) -> int:
    """An article's number in figures or Chinese; 0 for what is no number."""
    figures = plain_figures(written)
    return int(figures) if figures.isdecimal() else 0


def cited_stale(text: str, stale: Collection[str]) -> Iterator[Finding]:
    """Citations of what is out of force, each once; with what replaced it where that is known."""
    seen: set[str] = set()
    for found in (*_LAW.finditer(text), *_CITED.finditer(text)):
        name = found[1]
        if name not in seen and (name in REPLACED or name in stale):
            seen.add(name)
            yield Finding(
                Kind.STALE,
                found.start(),
                found.end(),
                (found[0], *((REPLACED[name],) if name in REPLACED else ())),
            )
