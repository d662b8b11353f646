"""How it works, what one's rights are, and how we are reached: what the law has published for everybody (Art. 18)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiyin.rooms.county.queries import rota_terms, upper_organs, wording
from huiyin.web.shared import sayings
from huiyin.web.shared.county import organ_name
from huiyin.web.shared.office import office
from huiyin.web.shared.page import render
from huiyin.web.shared.rota import usual_hours, usual_place
from huiyin.web.shared.words import language

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@dataclass(frozen=True, slots=True)
class Said:
    """One thing to know: what, more of it, and the articles that say so."""

    what: str
    more: str
    articles: str


def _said(what: str, more: str, *articles: str) -> Said:
    first, *others = (sayings.article(one) for one in articles)
    part = "、" if language().startswith("zh") else ", "
    return Said(
        what, more, part.join([first, *(one.split("》")[-1].split(", ")[-1].strip() for one in others)])
    )


@require_safe
def how(request: HttpRequest) -> HttpResponse:
    """From speaking up to the answer in five steps, one's rights, what is asked of everybody; no query."""
    context = {"at": "how", "steps": _steps(), "rights": _rights(), "duties": _duties()}
    context["own"] = wording("portal_how", language())
    return render(request, "portal/how.html", context)


def _steps() -> list[Said]:
    return [
        _said(
            _("You speak up"),
            _("Here, by letter, by phone or in person. What you say by word of mouth is written down as you say it."),
            "17", "19",
        ),
        _said(
            _("It goes to the office that can solve it"),
            _("Within 15 days it is registered and passed on, and you are told who deals with it and how it goes on."),
            "22", "23",
        ),
        _said(
            _("The office looks into it"),
            _("It hears you, looks at the place and the papers, and may bring both sides to one table."),
            "31", "33",
        ),
        _said(
            _("You get a written answer"),
            _(
                "Within 60 days of being taken up. A hard case may take up to 30 days more; then you are told why. The answer "
                "says what was found, what is decided and by which law."
            ),
            "32", "34",
        ),
        _said(
            _("You don't agree? It is looked at again"),
            _(
                "You have 30 days to ask the organ above for a review, which takes at most 30 days; and then once more for a "
                "recheck. This page shows you the last day."
            ),
            "35", "36",
        ),
    ]  # fmt: skip


def _rights() -> list[Said]:
    return [
        _said(
            _("Nobody may get back at you"), _("Revenge on somebody who spoke up is punished."), "18", "46"
        ),
        _said(
            _("Who is reported doesn't learn of it"),
            _("What you report of a person or an office is never shown or passed on to them."),
            "30",
        ),
        _said(
            _("No judge in their own cause"), _("Whoever has a stake in your matter must not handle it."), "28"
        ),
        _said(
            _("You may ask and you may judge"),
            _("You can see at any time how it stands, and say how it was done. Silence never counts as satisfied."),
            "21",
        ),
        _said(
            _("Leaders hear you in person"),
            _("The county's leaders read letters and receive visitors on days that are made known before."),
            "18",
        ),
        _said(
            _("The way is shown to you"),
            _("What belongs before a court or to arbitration isn't turned away: a letter names the lawful way."),
            "31",
        ),
    ]  # fmt: skip


def _duties() -> list[Said]:
    return [
        _said(_("Tell what is true"), _("As you know it. What you are not sure of, say so."), "19"),
        _said(_("Come with at most five"), _("Many with the same matter choose up to five who speak for all."), "20"),
        _said(
            _("One way at a time"),
            _("While an office deals with it, the organ above doesn't take up the same matter a second time."),
            "19",
        ),
        _said(
            _("Keep the peace"),
            _("Blocking offices or roads, threats and violence are forbidden; they help nobody's matter."),
            "26",
        ),
    ]  # fmt: skip


@require_safe
def contact(request: HttpRequest) -> HttpResponse:
    """The department's address, telephone and hours as the county has set them, and who decides above it; one query."""
    terms, (upper, _top), unit = rota_terms(), upper_organs(), office()
    context = {
        "at": "contact",
        "name": unit.name,
        "address": unit.address,
        "phone": unit.phone,
        "place": usual_place(terms),
        "hours": usual_hours(terms),
        "upper": organ_name(upper),
        "own": wording("portal_contact", language()),
    }
    return render(request, "portal/contact.html", context)
