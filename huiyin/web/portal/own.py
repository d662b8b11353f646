"""What a petition says itself, for whoever holds its number and query code; and whether anything can be sent to them."""

from __future__ import annotations

from django.utils.translation import gettext as _

from huiyin.rooms.cases.models import Petition
from huiyin.rooms.cases.queries import File
from huiyin.rooms.dossier.queries import texts_named
from huiyin.web.shared.page import lang_of


def words(petition: Petition, file: File) -> tuple[str, str]:
    """The text as it was brought, and its language: of one that was joined, what it said itself, never another's."""
    if petition.number == file.state.number:
        text = file.texts.get((1, "text"))
    else:
        text = texts_named([petition.number], 1, "text").get(petition.number)
    text = text or _("(erased as the law provides)")
    return text, lang_of(text)


def in_reach(petition: Petition, file: File) -> bool:
    """Whether the petitioner left any way to be reached by: somebody without one reads all of it here alone."""
    person = next((one.petitioner for one in file.petitions if one.number == petition.number), None)
    return person is not None and any((person.address, person.phone, person.email))
