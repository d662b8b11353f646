"""The pieces that a letter is put together from; each language fills them in (``letters_zh``, ``letters_ko``).

Places in braces: ``number``, ``received``, ``title``, ``law``, ``organ``, ``why``, ``way``, ``head``, ``opinion``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from huiyin.rules.vocabulary import Outcome, Route, Stage

#: What is to be filled in by hand.
GAP = "＿＿＿＿＿＿"


@dataclass(frozen=True, slots=True)
class Tongue:
    """All pieces in one language. ``routes``: for each why it isn't handled here, and which way is open."""

    code: str
    hello: str
    hello_tip_off: str
    request: str
    facts: str
    heads: Mapping[Stage, str]
    opinion: str
    basis: str
    opinions: Mapping[Outcome, str]
    suggestion: str
    thanks: str
    confidence: str
    review: str
    recheck: str
    final: str
    organ_above: str
    government: str
    declined: str
    first_step: str
    routes: Mapping[Route, tuple[str, str]]
    extension: str
