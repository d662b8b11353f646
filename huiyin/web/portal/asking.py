"""Asking for a review, and rating: what a petitioner does about the answer, with number and query code.

Whoever looked the matter up within the half hour isn't asked for them again; whoever took longer to write finds both fields on
the same page, and nothing that was written is lost.
"""

from __future__ import annotations

import json
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods as only

from huiyin.rooms.cases.actions import NotDone
from huiyin.rooms.cases.following import rate as write_rating
from huiyin.rooms.cases.models import Petition
from huiyin.rooms.cases.queries import File, followed
from huiyin.rooms.cases.reviewing import ask_review
from huiyin.rooms.cases.theirs import their_file, theirs
from huiyin.rules.duties import Rated, Score
from huiyin.rules.roles import PETITIONER
from huiyin.rules.vocabulary import Verb
from huiyin.web.portal import after, holding, own, switching
from huiyin.web.portal.forms import MOST_TEXT, FollowForm, follow_fields
from huiyin.web.portal.receipts import to_receipt
from huiyin.web.portal.remembering import (
    FOLLOW_COOKIE,
    FOLLOW_FOR,
    SAID_COOKIE,
    SAID_FOR,
    remember,
    remembered,
)
from huiyin.web.shared import sayings
from huiyin.web.shared.errors import OPEN_TOO_LONG
from huiyin.web.shared.fields import FieldView, Pair, focused, printable, radios, whole
from huiyin.web.shared.forms import OneOf, Text, problems, view
from huiyin.web.shared.once import known_token, token_for
from huiyin.web.shared.page import kept_by_browser, private, render, see
from huiyin.web.shared.views import keep_choices
from huiyin.web.shared.words import labels, language, word

if TYPE_CHECKING:
    from django.http import HttpRequest

MOST_WORDS = 2_000
Whose = tuple[Petition, File]


class ReviewForm(forms.Form):
    """Why the answer isn't accepted."""

    text = Text(most=MOST_TEXT)


class RateForm(forms.Form):
    """Three steps and words for each object that isn't rated yet; nothing is chosen beforehand, and each may be left open."""

    def __init__(self, data: Any = None, *, left: tuple[Rated, ...]) -> None:
        super().__init__(data)
        self.left = left
        for rated in left:
            self.fields[rated.value] = OneOf(lambda: {score.value for score in Score}, required=False)
            self.fields[f"{rated.value}_words"] = Text(most=MOST_WORDS, required=False)

    def clean(self) -> dict[str, Any]:
        """At least one step; words alone say nothing that counts."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        for rated in self.left:
            if said.get(f"{rated.value}_words") and not said.get(rated.value):
                self.add_error(
                    rated.value, ValidationError(_("Choose a step, too: words alone don't count."))
                )
        if self.left and not self.errors and not any(said.get(rated.value) for rated in self.left):
            say = _("Choose a step for at least one of them.") if len(self.left) > 1 else _("Choose a step.")
            self.add_error(self.left[0].value, ValidationError(say))
        return said


@only(["GET", "HEAD", "POST"])
def review_page(request: HttpRequest) -> HttpResponse:
    """Ask for a review or recheck: 303 to the new receipt, shown like the first one. Sent twice it is one."""
    whose, wrong = proven(request)
    if request.method != "POST":
        kept = holding.held(request)
        token = known_token(kept.get("token", ""))
        return _review_page(request, whose, switching.refilled(ReviewForm, kept), token)
    token, form = known_token(request.POST.get("token", "")), ReviewForm(request.POST)
    if switching.wanted(request):
        back_here = holding.hold(request)
        return keep_choices(
            request, back_here or _review_page(request, whose, switching.unchecked(form), token)
        )
    wrong = wrong or _of_earlier(request, whose)
    if whose is None or not form.is_valid() or wrong:
        return _review_page(request, whose, form, token, refused=wrong, status=422)
    petition, _file = whose
    text = form.cleaned_data["text"]
    try:
        receipt = ask_review(
            petition.matter_id, petition=petition.number, text=text, by=PETITIONER, now=timezone.now(),
            token=token_for(token, petition.number, text),
        )  # fmt: skip
    except NotDone as no:
        whose = petition, their_file(petition)
        return _review_page(request, whose, form, token, refused=sayings.say(no.refused), status=422)
    holding.let_go(request, petition.number)
    return to_receipt(request, receipt)


def _unproven_review(request: HttpRequest) -> HttpResponse:
    token, form = known_token(request.POST.get("token", "")), switching.unchecked(ReviewForm(request.POST))
    return _review_page(request, remembered_here(request), form, token, refused=_(OPEN_TOO_LONG), status=403)


review_page.unproven = _unproven_review  # type: ignore[attr-defined]


@only(["GET", "HEAD", "POST"])
def rate_page(request: HttpRequest) -> HttpResponse:
    """Rate department and unit, each once: 303 back to the matter. Sent twice it counts once."""
    whose, wrong = proven(request)
    left = _left(*whose) if whose is not None else tuple(Rated)
    if request.method != "POST":
        return _rate_page(
            request, whose, switching.refilled(partial(RateForm, left=left), holding.held(request))
        )
    sent = tuple(rated for rated in Rated if request.POST.get(rated.value))
    form = RateForm(request.POST, left=tuple(rated for rated in Rated if rated in {*left, *sent}))
    if switching.wanted(request):
        back_here = holding.hold(request)
        return keep_choices(request, back_here or _rate_page(request, whose, switching.unchecked(form)))
    wrong = wrong or _of_earlier(request, whose)
    if whose is None or not form.is_valid() or wrong:
        return _rate_page(request, whose, form, refused=wrong, status=422)
    try:
        _rate(*whose, form.cleaned_data)
    except NotDone as no:
        whose = whose[0], their_file(whose[0])
        left = _left(*whose)
        typed = any(
            request.POST.get(name) for rated in left for name in (rated.value, f"{rated.value}_words")
        )
        form = RateForm(request.POST if typed else None, left=left)
        return _rate_page(request, whose, form, refused=sayings.say(no.refused), status=422)
    return back(request, whose[0].number, "rated")


def _unproven_rate(request: HttpRequest) -> HttpResponse:
    whose = remembered_here(request)
    left = _left(*whose) if whose is not None else tuple(Rated)
    form = switching.unchecked(RateForm(request.POST, left=left))
    return _rate_page(request, whose, form, refused=_(OPEN_TOO_LONG), status=403)


rate_page.unproven = _unproven_rate  # type: ignore[attr-defined]


def back(request: HttpRequest, number: str, said: str) -> HttpResponse:
    """303 to the matter, which this browser may look at for half an hour; ``said``: what has arrived, told there once."""
    holding.let_go(request, number)
    response = see("/follow/")
    remember(request, response, SAID_COOKIE, said, "/follow/", SAID_FOR)
    remember(request, response, FOLLOW_COOKIE, number, "/follow/", FOLLOW_FOR)
    return response


def looked_up(request: HttpRequest) -> Whose | None:
    """The petition that was looked up in this browser within the half hour, with its matter's file; None if none was."""
    number = remembered(request, FOLLOW_COOKIE, FOLLOW_FOR)
    petition = Petition.objects.filter(number=number).first() if number else None
    return (petition, their_file(petition)) if petition is not None else None


def remembered_here(request: HttpRequest) -> Whose | None:
    """The petition of a form that came without proof of origin: what it says of number and code isn't tried."""
    known = looked_up(request)
    return known if known is not None and meant(request, known[0].number) else None


def meant(request: HttpRequest, number: str) -> bool:
    """Whether the form or the link that led here is ``of`` this petition, or says nothing of it."""
    return request.POST.get("of", request.GET.get("of", number)) == number


def proven(request: HttpRequest) -> tuple[Whose | None, str]:
    """The petition that was proven to be this person's: by the code just sent, else by what this browser remembers.

    A page or link says which petition it is ``of``: where another was looked up meanwhile (another tab), that one isn't meant.
    """
    number, code = request.POST.get("number", ""), request.POST.get("code", "")
    if number or code:
        found = followed(number, code)
        if found is None:
            return None, _(
                "Number and query code don't go together. Please compare both with your receipt, sign by sign."
            )
        return (found[0], theirs(*found)), ""
    known = looked_up(request)
    if known is not None and not meant(request, known[0].number):
        return None, _(
            "Another matter was opened in this browser meanwhile. Please give the query code of this one once more. "
            "What you wrote is still there."
        )
    if known is not None:
        return known, ""
    return None, _("Please give number and query code once more. What you wrote is still there.")


def _answer(request: HttpRequest, whose: Whose | None) -> str:
    """Which answer the form speaks of: the one that stands; the one that it was opened for where that isn't asked yet."""
    if whose is None:
        return str(whole(request.POST.get("answer", "")) or "")
    opinion = whose[1].state.opinion
    return str(opinion.n) if opinion is not None else ""


def _of_earlier(request: HttpRequest, whose: Whose | None) -> str:
    """What is said where the answer that the form was opened for isn't the one that is there now; empty where it is."""
    opinion, meant_ = (
        whose[1].state.opinion if whose is not None else None,
        whole(request.POST.get("answer", "")),
    )
    if not meant_ or opinion is None or opinion.issued_at is None or opinion.n == meant_:
        return ""
    return _(
        "There is a new answer since you opened this page. Please read it first. What you wrote is still here."
    )


def _left(petition: Petition, file: File) -> tuple[Rated, ...]:
    done = {r.rated for r in after.present(petition, file.state)}
    return tuple(rated for rated in Rated if rated not in done)


def _rate(petition: Petition, file: File, said: dict[str, Any]) -> None:
    """Write what was said; the same once more (a double click, the back button) changes nothing, other words are refused."""
    for rated in Rated:
        score, words = said.get(rated.value), said.get(f"{rated.value}_words", "")
        if not score or _stands(petition, file, rated, score, words):
            continue
        try:
            write_rating(
                petition.matter_id, petition=petition.number, rated=rated.value, score=score, by=PETITIONER,
                now=timezone.now(), remark=words,
            )  # fmt: skip
        except NotDone:
            if not _stands(petition, their_file(petition), rated, score, words):
                raise  # else the other click was quicker


def _stands(petition: Petition, file: File, rated: Rated, score: str, words: str) -> bool:
    """Whether just this is what they said of the present answer; without words it is where the step is."""
    there = any(r.rated is rated and r.score.value == score for r in after.present(petition, file.state))
    return there and (not words or words == _words_of(petition, file, rated))


def _words_of(petition: Petition, file: File, rated: Rated) -> str | None:
    """The words beside the last step that they gave this object."""
    for entry in reversed(file.entries):
        data = json.loads(entry.data) if entry.verb == Verb.RATE else {}
        if (data.get("petition"), data.get("rated")) == (petition.number, rated.value):
            return file.texts.get((entry.seq, "remark"))
    return None


def _review_page(
    request: HttpRequest, whose: Whose | None, form: ReviewForm, token: str, *, refused: str = "", status: int = 200
) -> HttpResponse:  # fmt: skip
    way = after.review(*whose, now=timezone.now()) if whose is not None else None
    text = view(
        form, "text", _("Why don't you agree with the answer?"), kind="long", rows=10,
        help=_(
            "What is wrong or missing in it, and what you wish for instead. "
            "What was left out when it was looked into helps most."
        ),
    )  # fmt: skip
    may = whose is None or (way is not None and bool(way.button))
    context = {
        "at": "follow",
        "number": whose[0].number if whose is not None else "",
        "way": way,
        "may": may,
        "token": token,
        "answer": _answer(request, None if status == 403 else whose),
        "typed": [("", text.value)] if text.value and not may else [],
    }
    if not may and status != 200 and way is not None:  # the one sentence that says why, with its day
        refused = way.sentence
    return page(request, "portal/ask_review.html", context, whose, [text], refused, status)


def _rate_page(
    request: HttpRequest, whose: Whose | None, form: RateForm, *, refused: str = "", status: int = 200
) -> HttpResponse:
    rates = after.rates(whose[0], whose[1].state, now=timezone.now()) if whose is not None else None
    steps = [(score.value, text) for score, text in labels(Score, language()).items()]
    fields: list[FieldView] = []
    note = _("(one of the two is enough)") if len(form.left) > 1 else pgettext("field", "(needed)")
    for rated in form.left:
        name = rated.value
        label = after.called(rated, whose[1].state) if whose is not None else word(rated)
        fields += [
            view(
                form,
                name,
                label,
                kind="radio",
                required=False,
                note=note,
                listed=partial(_steps, name, steps),
            ),
            view(form, f"{name}_words", _("In your own words"), kind="long", rows=3),
        ]
    may = whose is None or (rates is not None and rates.open)
    context = {
        "at": "follow",
        "number": whose[0].number if whose is not None else "",
        "rates": rates,
        "answer": _answer(request, None if status == 403 else whose),
        "may": may,
        "typed": _typed(request, form.left if may else (), whose),
    }
    if not may and status != 200 and rates is not None:  # the one sentence that says why, with its day
        refused = rates.sentence or refused
    return page(request, "portal/rate.html", context, whose, fields, refused, status)


def _typed(request: HttpRequest, left: tuple[Rated, ...], whose: Whose | None) -> list[Pair]:
    """What was sent and not taken of objects that no field stands for any more, to be read and copied."""
    steps = {score.value: text for score, text in labels(Score, language()).items()}
    sent: list[Pair] = []
    for rated in (one for one in Rated if one not in left):
        score = request.POST.get(rated.value, "")
        words = printable(request.POST.get(f"{rated.value}_words", "")[:MOST_WORDS]).strip()
        if whose is not None and _stands(*whose, rated, score, words):
            continue
        label, step = (
            after.called(rated, whose[1].state) if whose is not None else word(rated),
            steps.get(score, ""),
        )
        if step or words:
            both = _("%(score)s. %(become)s") % {"score": step, "become": words}
            sent.append((label, both if step and words else step or words))
    return sent


def _steps(name: str, steps: list[Pair], chosen: str) -> SafeString:
    return radios(name, steps, chosen, required=False)


def page(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    whose: Whose | None,
    fields: list[FieldView],
    refused: str,
    status: int,
) -> HttpResponse:
    """The page with its fields; with number and query code before them where nobody is known yet."""
    late = status == 403
    every = focused([*([] if whose is not None else _who_fields(request, tried=not late)), *fields])
    if whose is None and refused and not late and not any(field.focus for field in every):
        every[0] = replace(every[0], focus=True)
    context |= {
        "own": own.words(*whose) if whose is not None else None,
        "fields": every,
        "refused": refused,
        "late": late,
        "sends": True,
        "problems": problems(every),
        "switch_form": switching.FORM if every and context.get("may", True) else "",
    }
    response = render(request, template, context, status=status)
    return kept_by_browser(response) if whose is None or status != 200 else private(response)


def _who_fields(request: HttpRequest, *, tried: bool) -> list[FieldView]:
    """Number and query code to be given once more; the number that the page was about stands there already."""
    given = request.POST if request.method == "POST" else holding.held(request)
    of = printable(request.POST.get("of", request.GET.get("of", "")))
    asked_for = FollowForm(given if given.get("number") or given.get("code") else None)
    number, code = follow_fields(
        asked_for if request.method == "POST" and tried else switching.unchecked(asked_for)
    )
    return [number if given.get("number") else replace(number, value=of), code]
