"""What a petition says itself, for whoever holds its number and query code; and whether anything can be sent to them."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.translation import gettext as _

from huiyin.rooms.cases.models import Petition
from huiyin.rooms.cases.queries import File
from huiyin.rooms.dossier.queries import texts_named
from huiyin.web.portal.forms import title_of
from huiyin.web.shared.page import lang_of

#: Characters in which a title is looked for: a page for each look isn't kept waiting by a text without a full stop.
_HEAD = 500


class Own(NamedTuple):
    """The text and its language. ``title``: a few words of it, that tell it from others of theirs; may be empty."""

    text: str
    lang: str
    title: str


def words(petition: Petition, file: File) -> Own:
    """The text as it was brought: of one that was joined, what it said itself, never another's. A query for such a one."""
    if petition.number == file.state.number:
        said = file.texts.get((1, "text"))
    else:
        said = texts_named([petition.number], 1, "text").get(petition.number)
    text = said or _("(erased as the law provides)")
    return Own(text, lang_of(text), title_of(said[:_HEAD]) if said else "")


def in_reach(petition: Petition, file: File) -> bool:
    """Whether the petitioner left any way to be reached by: somebody without one reads all of it here alone."""
    person = next((one.petitioner for one in file.petitions if one.number == petition.number), None)
    return person is not None and any((person.address, person.phone, person.email))
