"""The form of one act as it is handed to the page: what is asked, what is to be mended, which letters it can begin with."""

from __future__ import annotations

from dataclasses import dataclass

from huiyin.rules.vocabulary import Verb
from huiyin.web.shared.fields import FieldView


@dataclass(frozen=True, slots=True)
class Beginning:
    """A letter that the form can begin with; a link that opens the form with it."""

    word: str
    url: str
    on: bool


@dataclass(frozen=True, slots=True)
class FormView:
    """The form of one act. ``seen`` is the dossier's length that the person has before their eyes."""

    verb: Verb
    word: str
    url: str
    seen: int
    article: str
    fields: list[FieldView]
    problems: list[FieldView]
    files: bool
    sure: str
    refused: str = ""
    beginnings: tuple[Beginning, ...] = ()
    care: str = ""  # what is to be known before it is sent
    notes: tuple[str, ...] = ()  # what is to be known before it is done
    settled: tuple[tuple[str, str], ...] = ()  # answers that stand in it unseen
