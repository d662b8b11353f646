"""What somebody types to find a matter, as words; and whether texts answer it, which every index must agree with.

Words stand between blanks and must all be there, in one of the matter's texts or another; "words in quotes" stand together;
-word keeps away whatever says it. Signs between words part them as blanks do, where nothing is found as it stands. A quote
that holds nothing, or that a word begins or ends with and that has no other end, says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from huiyin.rules.tokens import fold

#: Characters of a query that are looked at, and words; the rest is left out.
LONGEST = 200
MOST_WORDS = 12
LEAST = 2  # characters of at least one word
_DASHES = "-－−"
_OPEN, _SHUT = '"“”„＂「『', '"“”‟＂」』'
# a quote is one only where it embraces a whole word or more; elsewhere it is a sign like any other
_EMPTY = re.compile(rf"^(?:[{_OPEN}][{_SHUT}])+|(?:[{_OPEN}][{_SHUT}])+$")
_WORD = re.compile(rf"([{_DASHES}]?)(?:[{_OPEN}]([^{_SHUT}]+)[{_SHUT}](?!\S)|(\S+))")
#: What a phrase in quotes is, and what people put between words instead of blanks.
_PARTS = re.compile(
    rf"(?<!\S)[{_DASHES}]?[{_OPEN}][^{_SHUT}]+[{_SHUT}](?!\S)"
    r"|(?P<sign>[、，,；;。？?！!：:/／|·…《》〈〉（）()【】\[\]'‘’]+"
    rf"|(?<!\S)[{_DASHES}—–]+(?=\s|$)|(?<=[^\W\d])[{_DASHES}—–]+(?=[^\W\d]))"
)


@dataclass(frozen=True, slots=True)
class Query:
    """Folded words that must be there, and those that must not."""

    wanted: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Nothing is looked for; leaving out alone finds nothing."""
        return not self.wanted

    @property
    def is_short(self) -> bool:
        """Only single characters: half of all matters hold each."""
        return bool(self.wanted) and all(len(word) < LEAST for word in self.wanted)


def parse(typed: str) -> Query:
    """The words of what was typed, the longest first, each once; a dash that nothing follows is a word itself."""
    wanted: dict[str, None] = {}
    unwanted: dict[str, None] = {}
    for found in _WORD.finditer(typed[:LONGEST]):
        dash, quoted, bare = found.groups()
        word = fold(quoted if quoted is not None else _without_strays(bare))
        if word.strip():
            (unwanted if dash else wanted)[word] = None
    listed = sorted(wanted, key=len, reverse=True)[:MOST_WORDS]
    return Query(tuple(listed), tuple(unwanted)[:MOST_WORDS])


def _without_strays(bare: str) -> str:
    """A word without the empty and the unclosed quotes at its ends; those inside it are signs like any other."""
    word = _EMPTY.sub("", bare)
    if not any(sign in _SHUT for sign in word[1:]):
        word = word.lstrip(_OPEN)
    if not any(sign in _OPEN for sign in word[:-1]):
        word = word.rstrip(_SHUT)
    return word


def parted(typed: str) -> str:
    """What was typed with blanks for the signs between words, but not in quotes: for where it isn't found as it stands."""
    return _PARTS.sub(lambda found: " " if found["sign"] else found[0], typed)


def answers(query: Query, folded: Iterable[str]) -> bool:
    """Whether a matter with these folded texts answers: each word in one of them or another, none of the unwanted anywhere."""
    texts = list(folded)
    if query.is_empty:
        return False
    return all(any(word in text for text in texts) for word in query.wanted) and not any(
        word in text for word in query.unwanted for text in texts
    )
