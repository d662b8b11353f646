"""The county's own words for a letter or the portal, and giving them back to the house's."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huiyin.rooms.county.actions import NotDone, insist, note_change, tell_everybody
from huiyin.rooms.county.models import Wording
from huiyin.rules.fields import Refused
from huiyin.rules.roles import Actor
from huiyin.rules.wordings import unworded


def set_wording(piece: str, language: str, text: str, *, by: Actor, now: datetime) -> Wording:
    """Word a piece in one language. Refuses what the rules refuse: a missing place, words that the law asks for."""
    insist(by)
    text = text.replace("\r\n", "\n").strip()
    no = unworded(piece, language, text)
    if no is not None:
        raise NotDone(no)
    with transaction.atomic():
        before = Wording.objects.filter(piece=piece, language=language).values_list("text", flat=True).first()
        row, _ = Wording.objects.update_or_create(piece=piece, language=language, defaults={"text": text})
        if before != text:
            told = {"language": language, "from": before or "", "to": text}
            note_change("word", f"wording:{piece}", told, by=by, now=now)
            tell_everybody()
    return row


def drop_wording(piece: str, language: str, *, by: Actor, now: datetime) -> None:
    """The house's words stand again. Refuses where the county has none."""
    insist(by)
    with transaction.atomic():
        row = Wording.objects.filter(piece=piece, language=language).first()
        if row is None:
            raise NotDone(Refused("not_found"))
        text = row.text
        row.delete()
        note_change("unword", f"wording:{piece}", {"language": language, "from": text}, by=by, now=now)
        tell_everybody()
