"""A letter to the petitioner as a paper: the words that the office sent, under its title, with who answers for it and the day.

Chinese, and Korean beside it where a petitioner writes Korean, as the letters themselves (``shared/letters.py``). The words are
those of the dossier, with what the law asks for where they lack it (``lawful.py``); of several petitioners each has a copy that
is addressed to them (``addressing.py``).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import override

from huiyin.rooms.cases.models import Petition
from huiyin.rooms.cases.queries import File
from huiyin.rooms.cases.theirs import brought_to, is_alone
from huiyin.rooms.county.queries import desk_of
from huiyin.rooms.county.renames import unit_at
from huiyin.rooms.dossier.models import Entry
from huiyin.rules.calendar import local_date
from huiyin.rules.clocks import Clock
from huiyin.rules.replies.requests import is_korean
from huiyin.rules.state import MatterState, Opinion
from huiyin.rules.vocabulary import MatterClass, NoticeMethod, Route, Stage, Verb
from huiyin.web.shared import letters as letters_of
from huiyin.web.shared import letters_ko, letters_zh, organs, when
from huiyin.web.shared.letters_parts import Kind, Tongue
from huiyin.web.shared.papers import lawful
from huiyin.web.shared.papers.addressing import Addressed, copy_for, greeted_for
from huiyin.web.shared.papers.parts import Paper, Part, Words
from huiyin.web.shared.revoking import handled_anew
from huiyin.web.shared.words import language

_ZH, _KO = letters_zh.TONGUE, letters_ko.TONGUE
_STAGES = {Stage.REVIEW: Kind.REVIEW, Stage.RECHECK: Kind.RECHECK}
#: What stands above a greeting is no longer than this: a title, a place still to be filled in.
_TITLE = 20
#: What says that it is handled, and which petition came to the matter when.
_TOLD = frozenset({Verb.ACCEPT, Verb.NOTIFY, Verb.JOIN})
#: By which a petition comes to a matter or leaves it.
_MOVES = frozenset({Verb.JOIN, Verb.PART})
#: What pages in English call the letters; the papers themselves speak Chinese and Korean.
_ENGLISH = {
    Kind.ACCEPTED: "Notice of acceptance", Kind.OPINION: "Opinion on the petition", Kind.REVIEW: "Opinion of the review",
    Kind.RECHECK: "Opinion of the recheck", Kind.SUGGESTION: "Answer to the suggestion", Kind.TIP_OFF: "Answer to the tip-off",
    Kind.DECLINED: "Notice of non-acceptance", Kind.WITHDRAWN: "Confirmation of the withdrawal",
    Kind.EXTENDED: "Notice of extension",
}  # fmt: skip
_CLASSES = {MatterClass.SUGGESTION: Kind.SUGGESTION, MatterClass.TIP_OFF: Kind.TIP_OFF}


@dataclass(frozen=True, slots=True)
class Late:
    """A petition that came to the matter when its letter was out: when it was brought, and when it was joined."""

    received_at: datetime
    joined_at: datetime


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter of a matter: the entry with which it went out, what it is, since when, whose, its words."""

    seq: int
    kind: Kind
    at: datetime
    unit: str
    text_seq: int
    text: str
    late: Late | None = None

    def title(self, language: str) -> str:
        """What stands at its head; Korean for Korean readers, Chinese for everybody else."""
        return (_KO if language.startswith("ko") else _ZH).titles[self.kind]

    def name(self, language: str) -> str:
        """What a page in this language calls it."""
        return _ENGLISH[self.kind] if language.startswith("en") else self.title(language)

    @property
    def note(self) -> str:
        """That it is older than the reader's own petition, or than its joining, in the page's language; empty where it isn't.

        The words stay as they were issued, so the copy says beside them why it can't speak of what came later.
        """
        if self.late is None:
            return ""
        moments = {"issued": self.at, "came": self.late.received_at, "joined": self.late.joined_at}
        days = {name: when.day(local_date(at)) for name, at in moments.items()}
        if self.late.received_at > self.at:
            said = _(
                "The matter was answered on %(issued)s, before your petition came in on %(came)s; yours was joined to it on "
                "%(joined)s."
            )
        else:
            said = _(
                "The matter was answered on %(issued)s; your petition was joined to it only after that, on %(joined)s."
            )
        return said % days


def letters(file: File) -> tuple[Letter, ...]:
    """The letters that went out, the oldest first; none whose words were erased by law.

    An answer counts once it is issued: a draft is no letter.
    """
    return tuple(
        letter for entry in file.entries if (letter := _letter(entry, file)) is not None and letter.text
    )


def answer(file: File, petition: Petition | None = None) -> Letter | None:
    """The answer that holds: issued and not withdrawn; None if there is none, or its words were erased.

    ``petition``: as it goes to whoever brought this one.
    """
    opinion = file.state.opinion
    if opinion is None or opinion.issued_at is None:
        return None
    found = next((one for one in letters(file) if one.text_seq == opinion.text_seq), None)
    return copy(found, petition, file) if found and petition else found


def copy(letter: Letter, petition: Petition, file: File) -> Letter:
    """The letter for whoever brought this petition of the matter, the others' data left out of ``file``; theirs alone if one.

    A query more for a petition that didn't begin the matter.
    """
    if letter.kind is Kind.ACCEPTED:
        told = next(entry for entry in file.entries if entry.seq == letter.seq)
        return replace(letter, text=_accepted(told, file, Addressed.of(petition, file)))
    if is_alone(petition, file):
        # what law and house put at its head names nobody: by name it is addressed here, whichever letter it is
        return replace(letter, text=greeted_for(Addressed.of(petition, file), letter.text))
    late = _late(petition, file, letter) if letter.kind is not Kind.EXTENDED else None
    return replace(letter, text=copy_for(Addressed.of(petition, file), letter.text, file), late=late)


def addressed(letter: Letter, file: File) -> Letter | None:
    """The letter with its only petitioner at its head, by name where they may be named; None where others are or were in it."""
    only = file.petitions[0]
    if brought_to(file) != {only.number}:
        return None
    return replace(letter, text=greeted_for(Addressed.of(only, file), letter.text))


def is_for(petition: Petition, letter: Letter, file: File) -> bool:
    """Whether the letter went to them, too: a notice of acceptance doesn't to whoever was joined after it. Art. 23."""
    return letter.kind is not Kind.ACCEPTED or _late(petition, file, letter) is None


def _late(petition: Petition, file: File, letter: Letter) -> Late | None:
    """Whether the petition was in the matter only after the letter had gone out."""
    here = petition.number == file.state.number
    for entry in file.entries:
        if entry.verb in _MOVES and json.loads(entry.data)["petition"]["number"] == petition.number:
            here = entry.verb == Verb.JOIN
            if here and entry.seq > letter.seq:
                return Late(petition.received_at, entry.at)
        if here and entry.seq == letter.seq:
            return None
    return None


def acceptance(file: File, petition: Petition) -> Letter | None:
    """The last notice that it is handled, for whoever brought this petition: to them by name, in confidence by none.

    With its own title and day; None where nobody was told of it, or only before this petition came to the matter. Art. 23.
    """
    told = None
    for entry in file.entries:
        data = json.loads(entry.data) if entry.verb in _TOLD else {}
        if entry.verb in (Verb.ACCEPT, Verb.NOTIFY) and data["notice"] != NoticeMethod.NOT_OWED:
            told = entry
        elif entry.verb == Verb.JOIN and data["petition"]["number"] == petition.number:
            told = None
    if told is None:
        return None
    text = _accepted(told, file, Addressed.of(petition, file))
    return Letter(told.seq, Kind.ACCEPTED, told.at, told.unit, 0, text)


def paper(letter: Letter, file: File, *, number: str = "", void: Callable[[], str] | None = None) -> Paper:
    """The letter set for printing, for whom it is addressed to. ``number``: of one petition, else the matter's.

    ``void``: what stands at the head of a letter that holds no more, in the language that is spoken then (``papers/void.py``).
    """
    tongues, worded = _tongues(file, letter), letters_of.worded()
    korean = in_korean(file, number) or lawful.script(letter.text) == "ko"
    code = "ko" if korean else "zh-hans"
    parts: list[Part] = [
        *_marked(void, tongues),
        *_beside(letter, tongues),
        *body(letter, file),
        Words(""),
        *(
            Words(letters_of.own(tongue, worded).printed, small=True, lang=tongue.code[:2])
            for tongue in tongues
        ),
    ]
    number = number or file.state.number
    beside = [f"{_ZH.number} {number}"]
    if len(tongues) > 1:
        beside.insert(0, _KO.titles[letter.kind])
    return Paper(_ZH.titles[letter.kind], parts, code, " · ".join(beside), foot=number, large=True)


def _marked(void: Callable[[], str] | None, tongues: tuple[Tongue, ...]) -> Iterator[Words]:
    """The mark in the letter's languages; before them in the page's own, if its reader has another one."""
    if void is None:
        return
    if language() not in {tongue.code for tongue in tongues}:
        yield Words(void(), flush=True, lang=language()[:2], mark=True)
    for tongue in tongues:
        with override(tongue.code):
            yield Words(void(), flush=True, lang=tongue.code[:2], mark=True)
    yield Words("")


def _beside(letter: Letter, tongues: tuple[Tongue, ...]) -> Iterator[Words]:
    """What is said beside the words of a copy, in the letter's languages."""
    if letter.late is None:
        return
    for tongue in tongues:
        with override(tongue.code):
            yield Words(letter.note, flush=True, lang=tongue.code[:2])
    yield Words("")


def body(letter: Letter, file: File) -> Iterator[Words]:
    """The letter as it went out: its words, then who signs and the day, in its languages."""
    yield from _body(letter.text)
    yield Words("")
    signing = signs(letter, file)
    for tongue in _tongues(file, letter):
        for line in (signing[tongue.code], _day(letter.at, tongue)):
            if line:
                yield Words(line, right=True, lang=tongue.code[:2])


def _tongues(file: File, letter: Letter | None = None) -> tuple[Tongue, ...]:
    """Chinese, and Korean beside it where a petitioner writes Korean, or the letter does: its reader may have parted since."""
    in_letter = letter is not None and any("가" <= sign <= "힣" for sign in letter.text)
    return (_ZH, _KO) if in_letter or in_korean(file) else (_ZH,)


def in_korean(file: File, number: str = "") -> bool:
    """Whether it is written in Korean, too, as a petitioner is or has written.

    Told in confidence, by the words alone, which whoever writes the letter has read: what the register knows of the language
    would tell who speaks (Art. 30). ``number``: for whoever brought this petition, if it is one of the matter's.
    """
    if file.state.confidential:
        return is_korean(file.texts.get((1, "text")) or "")
    return _writes_korean(file, number)


def _writes_korean(file: File, number: str) -> bool:
    own = [petition for petition in file.petitions if petition.number == number] or file.petitions
    return any(petition.petitioner.language.startswith("ko") for petition in own)


def _body(text: str) -> Iterator[Words]:
    """The words line by line, each in its own script; before the first sentence of each language somebody is addressed."""
    lang, begun = "", False
    for line, code in lawful.lines_by_language(text):
        own, bare = code[:2] if code[:2] in ("zh", "ko") else lang, line.strip()
        begun = begun and own == lang
        greets = not begun and lawful.addresses(bare)
        title = len(bare) < _TITLE and not bare.endswith(lawful.ENDS)
        begun, lang = begun or not (greets or title), own
        yield Words(line, flush=greets, lang=own, heads=lawful.heads(bare))


def signs(letter: Letter, file: File) -> Mapping[str, str]:
    """Who signs it, in each language, as it was called then: the unit, of a review or recheck the organ that decides it.

    What else is written about the request is the writing unit's own (Art. 35, 36). A work group is no organ: its house signs.
    """
    if letter.kind in _STAGES.values():
        return organs.decided(file, letter.at)
    unit = unit_at(desk_of(letter.unit), letter.at) if letter.unit else None
    return {tongue.code: letters_of.full_name(unit, tongue) if unit else "" for tongue in (_ZH, _KO)}


def signed(letter: Letter, file: File) -> str:
    """The same as a page in its own language calls it, beside the letter."""
    if letter.kind in _STAGES.values():
        return organs.decides(file)
    unit = unit_at(desk_of(letter.unit), letter.at) if letter.unit else None
    return letters_of.name_in(unit, language()) if unit else ""


def _day(at: date, tongue: Tongue) -> str:
    with override(tongue.code):
        return when.day(local_date(at) if isinstance(at, datetime) else at)


def _letter(entry: Entry, file: File) -> Letter | None:
    verb, state = Verb(entry.verb), file.state
    if verb in (Verb.ISSUE, Verb.DECLINE):
        opinion = _opinion_of(entry, state)
        if opinion is None:
            return None
        kind = _kind(opinion, state)
        typed = file.texts.get((opinion.text_seq, "text")) or ""
        text = _answered(typed, opinion, entry, file) if typed else ""
        return Letter(entry.seq, kind, entry.at, entry.unit, opinion.text_seq, text)
    if verb is Verb.EXTEND:
        reason = file.texts.get((entry.seq, "reason")) or ""
        text = lawful.extended(reason, _more(entry, file), _tongues(file)) if reason else ""
        return Letter(entry.seq, Kind.EXTENDED, entry.at, entry.unit, entry.seq, text)
    if verb in (Verb.ACCEPT, Verb.NOTIFY):
        return Letter(entry.seq, Kind.ACCEPTED, entry.at, entry.unit, 0, _accepted(entry, file))
    return None


def _answered(typed: str, opinion: Opinion, entry: Entry, file: File) -> str:
    """The answer with what its words lack: the languages are those of the petitioners and of the words themselves."""
    stage = file.state.stage
    tongues = (_ZH, _KO) if in_korean(file) or any("가" <= sign <= "힣" for sign in typed) else (_ZH,)
    anew = stage is Stage.RECHECK and handled_anew(file.state, entry.at)
    return lawful.answered(
        typed, opinion, stage, tongues, organs.next_above(file, entry.unit, entry.at), anew=anew
    )


def _more(entry: Entry, file: File) -> lawful.More:
    """What the extension is of, from its entry and the sixty days that it ended. Art. 34."""
    data, state = json.loads(entry.data), file.state
    new = date.fromisoformat(data["clocks"]["start"][0]["due"])
    run = next((one for one in state.clocks if one.code is Clock.T6 and one.stopped_at == entry.at), None)
    more = int(data["days"])
    old = run.due_on if run else new - timedelta(days=more)
    return lawful.More(
        state.number, file.texts.get((1, "title")) or "", days(local_date(state.received_at)), more, days(old), days(new)
    )  # fmt: skip


def days(at: date) -> dict[str, str]:
    """A day, or a moment's, as it is written in each language of a letter."""
    return {tongue.code: _day(at, tongue) for tongue in (_ZH, _KO)}


def _opinion_of(entry: Entry, state: MatterState) -> Opinion | None:
    """The answer that went out with this entry."""
    return next((one for one in state.opinions if one.issued_at == entry.at), None)


def _kind(opinion: Opinion, state: MatterState) -> Kind:
    if opinion.route is not None:
        return Kind.WITHDRAWN if opinion.route is Route.WITHDRAWN else Kind.DECLINED
    if state.stage in _STAGES:
        return _STAGES[state.stage]
    return _CLASSES.get(state.klass, Kind.OPINION) if state.klass else Kind.OPINION


def _korean_then(entry: Entry, file: File) -> bool:
    """Whether somebody who writes Korean was in the matter then and has parted since; no query where nobody has."""
    gone = [
        json.loads(one.data)["petition"]["number"]
        for one in file.entries
        if one.verb == Verb.PART and one.seq > entry.seq
    ]
    if not gone or file.state.confidential:
        return False
    return Petition.objects.filter(number__in=gone, petitioner__language__startswith="ko").exists()


def _accepted(entry: Entry, file: File, to: Addressed | None = None) -> str:
    """The notice of acceptance: put together from the dossier, since nobody writes one by hand. Art. 23, 34.

    The county's own words are those of the day on which it went out: they stand in its entry. ``to``: one petitioner's own.
    """
    own = to.petition if to else None
    title = to.title if to else file.texts.get((1, "title")) or ""
    number, came = (own.number, own.received_at) if own else (file.state.number, file.state.received_at)
    runs = [run for run in file.state.clocks if run.code is Clock.T6 and run.started_at <= entry.at]
    until = runs[-1].due_on if runs else None
    then = json.loads(entry.data).get("worded", {})
    said = []
    korean = in_korean(file, number if own else "") or (own is None and _korean_then(entry, file))
    for tongue in (_ZH, _KO) if korean else (_ZH,):
        words = {(key, tongue.code): text for key, text in then.get(tongue.code, {}).items()}
        with override(tongue.code):
            received, last = when.day(local_date(came)), when.day(until) if until else ""
        text = letters_of.acceptance(
            letters_of.own(tongue, words), received=received, title=title, number=number, until=last
        )
        said.append(to.greeted(text, tongue) if to else text)
    return "\n\n".join(said)
