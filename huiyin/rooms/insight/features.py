"""What a text is to the learner: runs of characters and words, of the whole text, and once more of its title or beginning.

Characters serve Chinese and Korean alike; for what is named in Korean the Chinese words are added, as most examples are
Chinese. Only the matter's words are looked at, never who speaks.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
import warnings
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from huiyin.rules.bilingual import chinese_for

#: Characters of a text that are looked at; what a matter is about is said by then.
LOOKED_AT = 3_000
#: Where no title is given, so many characters of the text stand for it.
LEAD = 40
#: The longest run of characters that is one feature.
LONGEST = 3
#: The views with their weights; a feature's first sign says which it belongs to. Capitals are those of the title.
VIEWS: Mapping[str, float] = {"c": 1.0, "w": 1.0, "C": 0.8, "W": 0.8}
_FIGURES = re.compile(r"\d+")
_SPACE = re.compile(r"\s+")
_LEXICON = Path(__file__).parent / "lexicon.toml"


@dataclass(frozen=True, slots=True)
class Text:
    """One matter's words. ``title`` may be empty; ``body`` may begin with it."""

    title: str
    body: str


def cleaned(text: str) -> str:
    """The text in one form: full-width and half-width alike, small letters, no spaces, every number a 0."""
    short = unicodedata.normalize("NFKC", text[: 2 * LOOKED_AT]).casefold()
    return _FIGURES.sub("0", _SPACE.sub("", short))[:LOOKED_AT]


def counted(text: Text) -> Counter[str]:
    """How often each feature is in the text; empty for an empty one."""
    return read(text)[0]


def read(text: Text) -> tuple[Counter[str], list[str]]:
    """How often each feature is in the text, and the words of the whole in their order."""
    title, whole = _both(text)
    lead = title or whole[:LEAD]
    words = list(parted(whole))
    found = Counter[str]()
    for runs, sign, part, mine in (("c", "w", whole, words), ("C", "W", lead, parted(lead))):
        found.update(_runs(runs, part))
        found.update(sign + word for word in mine)
    return found, words


def whole_of(text: Text) -> str:
    """Title and body in one form; a title that the body begins with is there once."""
    return _both(text)[1]


def said_in_korean(text: str) -> str:
    """The Chinese words for the things that a text names in Korean; empty for a Chinese one."""
    return "".join(chinese_for(text[: 2 * LOOKED_AT]))


def _both(text: Text) -> tuple[str, str]:
    """The title, and the whole."""
    title, body = cleaned(text.title), cleaned(text.body)
    whole = body if body.startswith(title) else title + body
    return title + said_in_korean(text.title), whole + said_in_korean(f"{text.title} {text.body}")


def _runs(view: str, text: str) -> Iterator[str]:
    for size in range(1, LONGEST + 1):
        for start in range(len(text) - size + 1):
            yield view + text[start : start + size]


def parted(text: str) -> Iterator[str]:
    """The words of a text that hold a letter or a figure."""
    return (word for word in _parter().cut(text) if word[0].isalnum())


def whole_words(text: str) -> Iterator[str]:
    """The text cut into words of the dictionary and signs, whole; what isn't in there stays in single signs, not guessed."""
    words: Iterator[str] = _parter().cut(text, HMM=False)
    return words


def readable(feature: str) -> str:
    """The characters of a feature if people can read something in them: two or more letters; else empty."""
    run = feature[1:]
    return run if len(run) > 1 and run.isalpha() else ""


@cache
def _parter() -> Any:
    """The parter with the words of the field. Its own cache lies in our home: not where anybody could put another one."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it was written for older Pythons
        import jieba

    jieba.setLogLevel("ERROR")
    folder = settings.HUIYIN_HOME / "models"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    parter = jieba.Tokenizer()
    parter.tmp_dir = str(folder)
    parter.initialize()
    # Its guess of how frequent a word is depends on those added before: always one order.
    for word in sorted(lexicon()):
        parter.add_word(word)
    return parter


@cache
def lexicon() -> frozenset[str]:
    """The words of the field."""
    groups = tomllib.loads(_LEXICON.read_text("utf-8"))["groups"].values()
    return frozenset(word.casefold() for words in groups for word in words.split())
