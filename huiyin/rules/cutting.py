"""The beginning of a text, never with half a number at its end: half a telephone is neither known nor hidden as one."""

from __future__ import annotations

import re

from huiyin.rules.identifiers import BETWEEN, IN_WORDS

#: Figures in whatever groups people write them.
_FIGURES = re.compile(rf"[+(（]?\d(?:{BETWEEN}[)）]?\d)*")


def beginning(text: str, most: int) -> str:
    """At most so many characters of the text; where it would end within a number, it ends before that."""
    if len(text) <= most:
        return text
    for run in _FIGURES.finditer(text.translate(IN_WORDS)):
        if run.start() < most < run.end():
            return text[: run.start()].rstrip() or text[:most]
    return text[:most]
