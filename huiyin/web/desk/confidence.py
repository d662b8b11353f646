"""What a matter's file shows to whoever mustn't know who speaks: asked for in confidence, or a tip-off. Art. 30 para. 3.

Not even masked, and not by the name of a file that somebody sent in.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import PurePath

from django.utils.translation import gettext as _

from huiyin.rooms.cases.contacts import CONTACTS
from huiyin.rooms.cases.queries import File


def without_who(file: File) -> File:
    """The file with its attachments numbered instead of named, and without contacts that were changed."""
    places = {paper.seq: paper.n for paper in file.state.papers}
    texts = {(seq, name): _told(name, text, places.get(seq, 0)) for (seq, name), text in file.texts.items()}
    return replace(file, texts=texts)


def _told(name: str, text: str | None, n: int) -> str | None:
    if name == "file" and text:
        return json.dumps({"name": numbered(n, json.loads(text)["name"])})
    return "" if name in CONTACTS and text else text


def numbered(n: int, name: str) -> str:
    """What the n-th attachment is called: its place and its ending."""
    return _("File %(n)s") % {"n": n} + PurePath(name).suffix.lower()
