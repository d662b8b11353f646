"""What a paper consists of: plain values, whoever prints it. All words are ready in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; ``level`` 1 to 3."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Words:
    """One paragraph; line breaks within stay. ``small``: a remark such as method and cut-off.

    ``flush``: without indent, as the line that greets somebody; ``right``: at the right edge, as who signs and the day.
    ``lang``: ``zh`` or ``ko`` where it isn't the paper's; ``heads``: it doesn't stand alone at a page's foot.
    ``mark``: in a frame, as what nobody may overlook.
    """

    text: str
    small: bool = False
    flush: bool = False
    right: bool = False
    lang: str = ""
    heads: bool = False
    mark: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """Pairs of word and value, one under the other."""

    pairs: Sequence[tuple[str, str]]

    @property
    def short(self) -> bool:
        """Whether they are so few and short that no page should end among them."""
        return len(self.pairs) <= 12 and all(len(word) + len(value) <= 60 for word, value in self.pairs)


@dataclass(frozen=True, slots=True)
class Table:
    """A table; ``numbers`` are the columns set flush right, ``widths`` shares of the page's width (all alike if empty)."""

    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    numbers: frozenset[int] = frozenset()
    widths: Sequence[float] = ()
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """An SVG drawing with its caption; ``told`` says in words what it shows, ``width`` is its share of the page's."""

    svg: str
    caption: str
    told: str
    width: float = 1.0


@dataclass(frozen=True, slots=True)
class Contents:
    """Where what stands: the paper's headings of the first two levels under a word, with their pages where there are pages."""

    text: str


Part = Heading | Words | Facts | Table | Picture | Contents


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole paper. ``lang`` is ``zh-hans``, ``ko`` or ``en``; ``foot`` stands on every page beside the page's number.

    ``large``: prose in larger type, for letters to people.
    """

    title: str
    parts: Sequence[Part]
    lang: str
    sub: str = ""
    foot: str = ""
    landscape: bool = False
    large: bool = False
