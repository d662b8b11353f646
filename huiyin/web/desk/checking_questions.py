"""What a petitioner is asked, or answered to a question of their own: whoever writes Korean reads it in both languages.

The language is told by the words as the reader may see them; by what the register holds only to whoever may know who speaks.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from huiyin.rooms.cases.queries import File
from huiyin.rooms.insight import replies
from huiyin.rules.replies.finding import Finding, Kind
from huiyin.rules.replies.requests import has_korean, is_korean
from huiyin.rules.state import MatterState
from huiyin.rules.vocabulary import Verb

#: The forms whose words a petitioner reads at once: nobody approves them.
QUESTIONS = frozenset({Verb.ASK_SENDER, Verb.ANSWER_QUESTION})
#: What is looked for in such words; the parts of an answer aren't.
_FITTING = frozenset({
    Kind.GAP, Kind.LEFTOVER, Kind.STALE, Kind.NO_SUCH_ARTICLE, Kind.ID_NUMBER, Kind.PHONE, Kind.NAME, Kind.ADDRESS,
    Kind.LONG_SENTENCE, Kind.OFFICIALESE,
})  # fmt: skip


def reads_korean(file: File, verb: Verb, given: Mapping[str, str], *, kept: bool) -> bool:
    """Whether somebody whom these words go to writes Korean. ``given``: what the form names already, if anything."""
    about = _about(file.state, verb, given)
    told = [words for number, words in replies.petitions_told(file, kept=kept) if number in about]
    if verb is Verb.ANSWER_QUESTION:
        own = [one for one in file.state.open_asked_back if one.petition in about]
        told += [file.texts.get((one.text_seq, "text")) or "" for one in own]
    if any(map(is_korean, told)):
        return True
    people = () if kept else file.petitions
    return any(one.number in about and one.petitioner.language.startswith("ko") for one in people)


def found(
    file: File, verb: Verb, given: Mapping[str, str], text: str, *, on: date, kept: bool
) -> list[Finding]:
    """What the check finds in these words."""
    other = not has_korean(text) and reads_korean(file, verb, given, kept=kept)
    rest = replies.found(file, text, None, on=on, kept=kept)
    return [
        *([Finding(Kind.OTHER_LANGUAGE)] if other else ()),
        *(one for one in rest if one.kind in _FITTING),
    ]


def _about(state: MatterState, verb: Verb, given: Mapping[str, str]) -> frozenset[str]:
    """The petitions that it can go to: the one that is named, else all."""
    if verb is Verb.ANSWER_QUESTION:
        waiting = {str(one.n): one.petition for one in state.open_asked_back}
        named = waiting.get(given.get("item", ""))
        return frozenset({named} if named else waiting.values())
    every = frozenset(one.number for one in state.petitions)
    return every & {given.get("petition", "")} or every
