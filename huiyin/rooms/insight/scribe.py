"""Words by a machine of the county's own: a summary, a draft, a translation. Off by default; never stored as they come.

What leaves the process holds nobody's data: what the register knows, and whatever looks like such, is changed for signs, and
changed back in the answer here. Were something of the register's still in the text, nothing would be sent. What was told in
confidence or is kept from somebody, tip-offs, and what nobody has sorted yet are never given to it (Art. 30). Each use leaves a
trace without words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.conf import settings

from huiyin.rooms.cases.publishing import people_in, recognised_by
from huiyin.rooms.cases.queries import File
from huiyin.rooms.cases.unnaming import known_of
from huiyin.rooms.dossier.queries import texts_named
from huiyin.rooms.insight.gateway import Unanswered, gateway
from huiyin.rooms.insight.models import ScribeUse, UseState, Work
from huiyin.rules.fields import MACHINE
from huiyin.rules.hiding import Told, hide
from huiyin.rules.roles import Actor
from huiyin.rules.state import MatterState
from huiyin.rules.tokens import letters
from huiyin.rules.vocabulary import MatterClass, Verb

#: Characters of a matter's words that are sent, and petitions of which.
SENT, MOST_PETITIONS = 8_000, 5


@dataclass(frozen=True, slots=True)
class Made:
    """What the machine made, with the people's data back in it. ``lang``: of the words."""

    work: Work
    text: str
    lang: str


_ORDERS = {
    Work.SUMMARY: (
        "你是县信访部门的文字助手。请用中文把下面的信访事项概括成不超过两百字：谁的什么诉求、何时何地、经过、已做的工作。"
        "只写文中有的内容，不下结论，不评价信访人。"
    ),
    Work.DRAFT: (
        "你是县信访部门的文字助手。请根据下面的信访事项和工作记录，用中文起草一份答复的草稿，依次写：反映的问题、查明的情况、处理意见、"
        "依据、救济途径。文中没有的事实、日期、法律依据一律写成“【待补充】”，不得编造。语言平实，逐项回应诉求。"
    ),
    Work.TRANSLATION: "你是县信访部门的文字助手。请把下面的文字准确译成{language}，不增不减，不加说明。",
}
_SIGNS = "文中〔N1〕〔T2〕〔A3〕这样的记号代表人名、号码、地址，请原样保留，不要改动、翻译或猜测。"
_LANGUAGES = {"ko": "中国延边地区规范的朝鲜文", "zh-hans": "简体中文"}


def is_on() -> bool:
    """Whether the administrator has named a machine."""
    return bool(settings.HUIYIN_SCRIBE_URL)


def may_be_given(state: MatterState) -> bool:
    """Whether the matter's words may be given to it at all. Art. 30."""
    guarded = state.confidential or bool(state.bars) or state.accused_known
    return not guarded and state.klass not in (None, MatterClass.TIP_OFF)


def made(file: File, work: Work, *, language: str, by: Actor, now: datetime) -> Made:
    """Have the machine work on the matter's words; ask before whether the person may handle it. Raises Unanswered.

    ``language``: zh-hans or ko, of a translation. The trace is written before anything leaves; then it tells how it ended.
    """
    if not is_on() or not may_be_given(file.state):
        raise Unanswered("off")
    use = ScribeUse.objects.create(
        matter_id=file.state.number, work=work.value, state=UseState.ASKED.value, by=by.key, at=now
    )
    try:
        text = _asked(file, work, language)
    except Unanswered:
        ScribeUse.objects.filter(pk=use.pk).update(state=UseState.FAILED.value)
        raise
    ScribeUse.objects.filter(pk=use.pk).update(state=UseState.ANSWERED.value, mark=_mark(text))
    return Made(work, f"{MACHINE}\n{text}", language if work is Work.TRANSLATION else "zh-hans")


def uses(number: str) -> list[ScribeUse]:
    """The latest uses for a matter, the last first."""
    return list(ScribeUse.objects.filter(matter=number).order_by("-id")[:10])


def untouched(number: str, text: str) -> bool:
    """Whether these are the machine's words and nobody has changed a letter; one query, none where it is off."""
    if not is_on() or not text:
        return False
    return ScribeUse.objects.filter(matter=number, mark=_mark(text.replace(MACHINE, ""))).exists()


def _mark(text: str) -> bytes:
    return sha256(letters(text).encode()).digest()


def _asked(file: File, work: Work, language: str) -> str:
    people = known_of(people_in(file.state.number), places=True)
    hidden = hide(_words(file, work)[:SENT], people)
    if _tells(hidden.text, people):
        raise Unanswered("not_hidden")
    order = _ORDERS[work].format(language=_LANGUAGES[language]) + _SIGNS
    return hidden.back(gateway().ask(order, hidden.text))


def _words(file: File, work: Work) -> str:
    """What was brought; for a draft and a summary also what the offices wrote down of their work."""
    said = [file.texts.get((1, "title")) or "", *_petitions(file)]
    if work is not Work.TRANSLATION:
        notes = (file.texts.get((entry.seq, "text")) for entry in file.entries if entry.verb == Verb.NOTE)
        said += [f"工作记录：{note}" for note in notes if note]
    return "\n\n".join(part for part in said if part)


def _petitions(file: File) -> Iterator[str]:
    numbers = [petition.number for petition in file.petitions[:MOST_PETITIONS]]
    joined = [number for number in numbers if number != file.state.number]
    others = texts_named(joined, 1, "text")
    for number in numbers:
        yield (others.get(number) or "") if number in others else file.texts.get((1, "text")) or ""


def _tells(text: str, people: Told) -> bool:
    """Whether something that the register knows still stands in it, however it is written (traditional, torn apart)."""
    said = letters(text)
    known = (*people.names, *people.numbers, *people.addresses, *people.emails)
    return any(part in said for one in known for part in recognised_by(one))
