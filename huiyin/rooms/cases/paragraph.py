"""A period in one sentence, as the department has told it since its first report: what came, and what was settled."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from huiyin.rules.vocabulary import Channel


class Line(Protocol):
    """One channel's numbers, whoever counted them."""

    @property
    def pieces(self) -> int:
        """Petitions."""

    @property
    def batches(self) -> int:
        """Visits."""

    @property
    def persons(self) -> int:
        """People in them."""

    @property
    def done(self) -> int:
        """Petitions whose matter has ended."""


_CLAUSES = {
    Channel.VISIT: gettext_lazy("visits received: %(batches)s, by %(persons)s people, %(done)s settled"),
    Channel.LETTER: gettext_lazy("letters: %(pieces)s, %(done)s settled"),
    Channel.MAILBOX: gettext_lazy("letters to the magistrate's mailbox: %(pieces)s, %(done)s settled"),
    Channel.CALL: gettext_lazy("calls to the magistrate's line: %(pieces)s, %(done)s settled"),
    Channel.PREFECTURE: gettext_lazy("passed on from the prefecture: %(pieces)s"),
    Channel.PROVINCE: gettext_lazy("passed on from the province: %(pieces)s"),
}


#: How one number of the sentence is written: whose, which, how many.
Number = Callable[[Channel, str, int], str]


def _plain(_channel: Channel, _name: str, n: int) -> str:
    return str(n)


def paragraph(lines: Mapping[Channel, Line], number: Number = _plain) -> str:
    """The sentence in the reader's language; channels without anything aren't named. Never empty.

    ``number`` writes its numbers; where that makes HTML of it, the words around are our own and hold no mark.
    """
    told = [
        _clause(channel, lines[channel], number)
        for channel in _CLAUSES
        if channel in lines and lines[channel].pieces
    ]
    if not told:
        return _("Nothing came in.")
    sentence = pgettext("between clauses", "; ").join(told) + pgettext("end of a sentence", ".")
    return sentence[0].upper() + sentence[1:]


def _clause(channel: Channel, line: Line, number: Number) -> str:
    return str(_CLAUSES[channel]) % {
        name: number(channel, name, getattr(line, name)) for name in ("pieces", "batches", "persons", "done")
    }
