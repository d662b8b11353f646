"""What came in by the mailbox (县长信箱), with what its desk needs beside each: words, files, the question that was asked.

Which matters and how many is the work list's business (``working``); here is what stands in their rows, and what could be
published of the answered ones.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef

from huiyin.rooms.cases.around import Bar, Question
from huiyin.rooms.cases.models import Matter, Paper
from huiyin.rooms.cases.seeing import visible_to
from huiyin.rooms.cases.shown import Publication, overturned
from huiyin.rooms.dossier.models import SealedText
from huiyin.rooms.pictures.keeping import previews_of
from huiyin.rules.roles import Actor
from huiyin.rules.vocabulary import Channel, MatterClass, Outcome, Stage, Status

PAGE = 20
#: Files of one message that are listed; the matter's page has all.
MOST_FILES = 10
_NO_ANSWER = (Outcome.DECLINED.value, Outcome.WITHDRAWN.value, "")


@dataclass(frozen=True, slots=True)
class Attached:
    """One file: the entry that keeps it, its name, its bytes, when it came; of a picture its large preview's size."""

    seq: int
    name: str
    bytes: int
    at: datetime
    preview: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Message:
    """What stands beside one matter: words, files, its last question."""

    text: str | None
    files: tuple[Attached, ...]
    question: Question | None


def messages(numbers: Iterable[str]) -> dict[str, Message]:
    """For each of these matters; five statements however many. Whoever asks has made sure that the person may see them."""
    wanted = list(numbers)
    texts = dict(
        SealedText.objects.filter(number__in=wanted, seq=1, name="text").values_list("number", "text")
    )
    names = {
        (number, seq): json.loads(text)["name"]
        for number, seq, text in SealedText.objects.filter(number__in=wanted, name="file").values_list(
            "number", "seq", "text"
        )
        if text
    }
    files, previews = dict[str, list[Attached]](), previews_of(wanted)
    for paper in Paper.objects.filter(matter__in=wanted).order_by("n"):
        held, place = files.setdefault(paper.matter_id, []), (paper.matter_id, paper.seq)
        if len(held) < MOST_FILES:
            name = names.get(place, "")
            shown = previews.get(place) if name else None
            held.append(Attached(paper.seq, name, paper.size, paper.at, shown))
    questions = {row.matter_id: row for row in Question.objects.filter(matter__in=wanted).order_by("n")}
    return {
        number: Message(texts.get(number), tuple(files.get(number, ())), questions.get(number))
        for number in wanted
    }


def publishable(actor: Actor, *, after: tuple[datetime, str] | None = None) -> list[Matter]:
    """Answered messages whose answer others could learn from and that isn't public: the last closed first, up to ``PAGE`` + 1.

    As the verb's guard says: nothing kept from somebody, told in confidence, reporting somebody, led elsewhere or overturned.
    """
    public = Publication.objects.filter(matter=OuterRef("pk"), retracted_at__isnull=True)
    rows = (
        visible_to(actor)
        .filter(
            channel=Channel.MAILBOX.value,
            status=Status.CLOSED.value,
            stage=Stage.FIRST.value,
            confidential=False,
        )
        .exclude(klass__in=(MatterClass.TIP_OFF.value, ""))
        .exclude(outcome__in=_NO_ANSWER)
        .filter(~Exists(public), ~Exists(Bar.objects.filter(matter=OuterRef("pk"))), ~overturned("pk"))
        .select_related("title")
        .order_by("-closed_at", "-number")
    )
    if after is not None:
        rows = rows.filter(closed_at__lte=after[0]).exclude(closed_at=after[0], number__gte=after[1])
    return list(rows[: PAGE + 1])
