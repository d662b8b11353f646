"""What a matter's file shows of who speaks: to whoever mustn't know nothing, on paper that is carried along masked.

Not to be known is who asked for it, and who tips off (Art. 30 para. 3): not even masked, and not by the name of a file.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Container
from dataclasses import replace
from pathlib import PurePath

from django.utils.translation import gettext as _

from huiyin.rooms.cases import unnaming
from huiyin.rooms.cases.queries import File
from huiyin.rooms.cases.unnaming import CONTACTS
from huiyin.rooms.county.queries import tree
from huiyin.rules.advising import may_read
from huiyin.rules.hiding import Told
from huiyin.rules.roles import Actor
from huiyin.rules.surround import Recommendation

_Change = Callable[[int, str, str], str]


def without_who(file: File, people: Told, units: Container[str] = ()) -> File:
    """The file with its attachments numbered instead of named, without changed contacts and without anybody's data.

    What people of these ``units`` wrote themselves stays as it is: hiding it would tell which of their words is the name, and
    spoil their letters.
    """
    own = {entry.seq for entry in file.entries if entry.unit and entry.unit in units}
    places = {paper.seq: paper.n for paper in file.state.papers}

    def told(seq: int, name: str, text: str) -> str:
        if name == "file":
            return json.dumps({"name": numbered(places.get(seq, 0), json.loads(text)["name"])})
        if name in CONTACTS:
            return ""
        return text if seq in own else unnaming.unnamed(text, people)

    return _changed(file, told)


def without_advice(file: File, who: Actor) -> File:
    """The file without the words of recommendations that aren't for this person: the accused unit may be reading (Art. 40)."""
    kept = {
        seq
        for one in file.state.recommendations
        if not readable(one, file, who)
        for seq in (one.text_seq, one.answer_seq)
        if seq
    }
    if not kept:
        return file
    return _changed(
        file, lambda seq, _name, text: _("(for its sender and its addressee alone)") if seq in kept else text
    )


def readable(one: Recommendation, file: File, who: Actor) -> bool:
    """Whether a recommendation's words are for this person."""
    sender = next((entry.unit for entry in file.entries if entry.seq == one.text_seq), "")
    return may_read(sender, one.addressee, who, tree())


def masked(file: File, people: Told) -> File:
    """The file with everybody's data masked wherever they stand, also in the names of attachments."""

    def told(_seq: int, name: str, text: str) -> str:
        if name == "file":
            said = json.loads(text)
            return json.dumps({**said, "name": unnaming.masked(said["name"], people)})
        return unnaming.masked(text, people)

    return _changed(file, told)


def _changed(file: File, told: _Change) -> File:
    texts = {at: told(*at, text) if text else text for at, text in file.texts.items()}
    return replace(file, texts=texts)


def numbered(n: int, name: str) -> str:
    """What the n-th attachment is called: its place and its ending."""
    return _("File %(n)s") % {"n": n} + PurePath(name).suffix.lower()
