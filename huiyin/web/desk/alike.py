"""How the like was solved: the county's own matters first, then cases of others, then what the department knows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiyin.rooms.county.queries import law
from huiyin.rooms.insight import knowledge, precedents
from huiyin.rooms.insight.precedents import Solved
from huiyin.rules.calendar import local_date
from huiyin.rules.duties import Score
from huiyin.rules.lifecycle import barred
from huiyin.rules.vocabulary import Verb
from huiyin.web.desk.access import actor, frame, matter_or_404, staff
from huiyin.web.desk.opened import file_for
from huiyin.web.shared import when
from huiyin.web.shared.page import lang_of, private, render
from huiyin.web.shared.words import word

if TYPE_CHECKING:
    from django.http import HttpRequest


@require_safe
@staff
def alike_page(request: HttpRequest, number: str) -> HttpResponse:
    """The most alike solved matters, with what solved them; each can be quoted in a draft by whoever may draft now."""
    matter, who, now = matter_or_404(request, number), actor(request), timezone.now()
    file = file_for(matter.number, who)
    title, text = (file.texts.get((1, name)) or "" for name in ("title", "text"))
    drafts = barred(file.state, Verb.DRAFT, actor=who, now=now, law=law()) is None
    url = f"/desk/matter/{matter.number}/"
    base = f"{url}?do=draft&quote=" if drafts else ""
    today = local_date(now)
    known = knowledge.about(precedents.telling(title, text), on=today) if knowledge.may_read(who) else []
    context = {
        "number": matter.number,
        "url": url,
        "title": title,
        "lang": lang_of(title),
        "own": [_row(one, base) for one in precedents.own(who, title, text, but=matter.number)],
        "others": [_row(one, base) for one in precedents.imported(title, text)],
        "known": [_known(row, base) for row in known],
    }
    return private(render(request, "desk/alike.html", context, frame=frame(request)))


def _row(one: Solved, base: str) -> dict[str, Any]:
    solved = _("solved on %(day)s") % {"day": when.day(one.solved_on)} if one.solved_on else ""
    facts = (one.number, one.place, word(one.outcome) if one.outcome else "", solved)
    key = f"own-{one.number}" if one.number else f"case-{one.pk}"
    return {
        "title": one.title,
        "lang": lang_of(one.title),
        "url": f"/desk/matter/{one.number}/" if one.number else "",
        "facts": " · ".join(fact for fact in facts if fact),
        "solution": one.solution,
        "solution_lang": lang_of(one.solution),
        "because": " · ".join(one.because),
        "done": one.done,
        "rated": _rated(one),
        "quote": base + key if base else "",
    }


def _rated(one: Solved) -> str:
    """What petitioners said of it; who hasn't said anything isn't counted."""
    if one.ratings:
        said = (f"{word(Score(score))} {n}" for score, n in one.ratings.items())
        return _("Rated by petitioners: %(said)s") % {"said": _("; ").join(said)}
    return _("Rating: %(said)s") % {"said": one.rating} if one.rating else ""


def _known(row: knowledge.Knowledge, base: str) -> dict[str, Any]:
    until = _("in force until %(day)s") % {"day": when.day(row.valid_until)} if row.valid_until else ""
    return {
        "title": row.title,
        "facts": " · ".join(fact for fact in (row.reference, row.source, until) if fact),
        "text": row.text[:400] + ("…" if len(row.text) > 400 else ""),
        "lang": lang_of(row.text),
        "url": f"/desk/knowledge/{row.pk}/",
        "quote": f"{base}known-{row.pk}" if base else "",
    }
