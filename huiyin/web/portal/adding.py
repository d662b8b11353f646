"""Adding to one's matter, asking back, taking it back: with number and query code, like all that follows an answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import TYPE_CHECKING

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods as only

from huiyin.rooms.cases.actions import NotDone, note
from huiyin.rooms.cases.asked_back import ask_back
from huiyin.rooms.cases.following import withdraw
from huiyin.rooms.cases.models import Petition
from huiyin.rooms.cases.papers import attach_once, none_beyond
from huiyin.rooms.cases.queries import File
from huiyin.rooms.cases.theirs import their_file
from huiyin.rooms.county.queries import terms
from huiyin.rooms.dossier.models import Entry
from huiyin.rules.clocks import Unit
from huiyin.rules.fields import Refused
from huiyin.rules.roles import PETITIONER
from huiyin.rules.vocabulary import OPEN, Status, Verb
from huiyin.web.portal import holding, switching
from huiyin.web.portal.anew import if_taken_back
from huiyin.web.portal.asking import Whose, back, page, proven, remembered_here
from huiyin.web.portal.forms import MOST_FILES, MOST_TEXT, files_field
from huiyin.web.portal.way import brought_by
from huiyin.web.shared import sayings
from huiyin.web.shared.errors import OPEN_TOO_LONG
from huiyin.web.shared.explain import count_of
from huiyin.web.shared.fields import FieldView
from huiyin.web.shared.forms import Text, view
from huiyin.web.shared.uploads import refusals, upload_of
from huiyin.web.shared.views import keep_choices

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile
    from django.http import HttpRequest, HttpResponse

#: So many times in 24 hours; whoever has more to say can bring a paper, or call.
MOST_A_DAY = 10
#: What so many additions carry, also where the same words are sent once more with other papers.
MOST_PAPERS_A_DAY = MOST_A_DAY * MOST_FILES
#: Once the answer is out, a matter isn't taken back any more.
_TAKEN_BACK_IN = OPEN - {Status.ISSUED, Status.DELIVERED}


class AddForm(forms.Form):
    """What is added."""

    text = Text(most=MOST_TEXT)


class AskForm(AddForm):
    """What is added or asked; ``asks``: it is a question that wants an answer."""

    asks = forms.BooleanField(required=False)


@only(["GET", "HEAD", "POST"])
def add_page(request: HttpRequest) -> HttpResponse:
    """Add words and papers, or ask back: they stand in the dossier before whoever deals with it. 303 back to the matter."""
    asks = "asks" in request.POST
    return words_and_papers(
        request, _add_page, _ask if asks else _add, said="asked" if asks else "added", form=AskForm
    )


def unproven_words(
    draw: Callable[..., HttpResponse], form: type[AddForm] = AddForm
) -> Callable[[HttpRequest], HttpResponse]:
    """The page of such a form as it was filled in, where the proof of origin is missing or old: 403, nothing was taken."""

    def page_again(request: HttpRequest) -> HttpResponse:
        filled = switching.unchecked(form(request.POST))
        return draw(request, remembered_here(request), filled, refused=_(OPEN_TOO_LONG), status=403)

    return page_again


def words_and_papers(
    request: HttpRequest,
    draw: Callable[..., HttpResponse],
    take: Callable[[Whose, str, list[UploadedFile]], int | None],
    *,
    said: str,
    form: type[AddForm] = AddForm,
) -> HttpResponse:
    """A form of words and papers: ``draw`` shows it; what was sent is handed to ``take``, then 303 back to the matter.

    ``said`` is what the matter's page then tells. 422 with the form as it was where something is wrong, the room refuses, or
    ``take`` finds nothing to take it for any more; else it tells how many of the papers were there already.
    """
    who, wrong = proven(request)
    if request.method != "POST":
        return draw(request, who, switching.refilled(form, holding.held(request)))
    filled, files = form(request.POST), request.FILES.getlist("files")
    if switching.wanted(request):
        return keep_choices(request, holding.hold(request) or draw(request, who, switching.unchecked(filled)))
    refused = refusals(files, most=MOST_FILES) if files else ""
    if who is None or not filled.is_valid() or refused:
        return draw(request, who, filled, refused=wrong, files=refused, status=422)
    petition, _file = who
    try:
        had = take(who, filled.cleaned_data["text"], files)
        if had is None:
            return draw(request, who, filled, status=422)
    except NotDone as no:
        who, why = (petition, their_file(petition)), sayings.say(no.refused)
        of_files = no.refused.field in ("file", "files")
        return draw(request, who, filled, status=422, **{"files" if of_files else "refused": why})
    return back(request, petition.number, f"{said}:{had}" if had else said)


def _add(who: Whose, text: str, files: list[UploadedFile]) -> int:
    petition, _file = who
    papers_fit(petition, files)

    def said(file: File) -> bool:
        """Whether it stands there already; refuses beyond the day's bound, of the file as it is at each attempt."""
        last = _said_last(petition, file, text)
        since = timezone.now() - timedelta(days=1)
        if not last and sum(one.at > since for one in _added(petition, file)) >= MOST_A_DAY:
            raise NotDone(Refused("added_enough", field="text", params={"most": MOST_A_DAY}))
        return last

    _once(who, said, lambda seen: note(
        petition.matter_id, text=text, petition=petition.number, by=PETITIONER, now=timezone.now(), seen=seen
    ))  # fmt: skip
    return attach_all(petition, files)


def _ask(who: Whose, text: str, files: list[UploadedFile]) -> int:
    """The question, once; a question that is refused leaves none of its papers behind."""
    petition, _file = who
    papers_fit(petition, files)
    _once(who, lambda file: _waits(petition, file, text), lambda seen: ask_back(
        petition.matter_id, text=text, petition=petition.number, by=PETITIONER, now=timezone.now(), seen=seen
    ))  # fmt: skip
    return attach_all(petition, files)


def papers_fit(petition: Petition, files: Iterable[UploadedFile]) -> None:
    """Refuse (NotDone) papers beyond the day's bound before the words that they come with are taken."""
    none_beyond(
        petition.matter_id, uploads=[upload_of(one) for one in files], petition=petition.number, most=MOST_PAPERS_A_DAY,
        now=timezone.now(),
    )  # fmt: skip


def _once(who: Whose, said: Callable[[File], bool], write: Callable[[int], object]) -> None:
    """Write what isn't said yet: a double click says it once, also where both come in at one moment."""
    petition, file = who
    while not said(file):
        try:
            write(file.state.seq)
        except NotDone as no:
            here = Petition.objects.values_list("matter_id", flat=True).get(pk=petition.pk)
            if no.refused.reason != "stale" and here == petition.matter_id:
                raise
            petition.matter_id = here  # it was joined to another matter meanwhile, or parted
            file = their_file(petition)  # somebody wrote meanwhile, perhaps they themselves
        else:
            return


def _waits(petition: Petition, file: File, text: str) -> bool:
    """Whether this petitioner's question of just these words waits for its answer."""
    waiting = [one for one in file.state.open_asked_back if one.petition == petition.number]
    return any(file.texts.get((one.text_seq, "text")) == text for one in waiting)


def attach_all(petition: Petition, files: Iterable[UploadedFile]) -> int:
    """Each of the petitioner's papers, once; how many of them they had brought before.

    What somebody else brought isn't told: whoever guesses a file mustn't learn that it is there.
    """
    held = [
        attach_once(
            petition.matter_id, upload=upload_of(one), petition=petition.number, by=PETITIONER, now=timezone.now(),
            most=MOST_PAPERS_A_DAY,
        )
        for one in files
    ]  # fmt: skip
    if not any(held):
        return 0
    file = their_file(petition)
    own = {entry.seq for entry in file.entries if brought_by(entry, petition, file)}
    return sum(seq in own for seq in held)


def _added(petition: Petition, file: File) -> list[Entry]:
    """What this petitioner has added in words."""
    return [one for one in file.entries if one.verb == Verb.NOTE and brought_by(one, petition, file)]


def _said_last(petition: Petition, file: File, text: str) -> bool:
    """Whether this petitioner's last words were just these."""
    theirs = _added(petition, file)
    return bool(theirs) and file.texts.get((theirs[-1].seq, "text")) == text


def _add_page(
    request: HttpRequest,
    who: Whose | None,
    form: AddForm,
    *,
    refused: str = "",
    files: str = "",
    status: int = 200,
) -> HttpResponse:
    text = view(
        form, "text", _("What do you want to add or ask?"), kind="long", rows=8,
        help=_("Something new, something forgotten, a question. Whoever deals with your matter reads it."),
    )  # fmt: skip
    days = count_of(terms().question_working_days, Unit.WORKING_DAYS)
    asks = view(
        form, "asks", _("This is a question: I want an answer to it"), kind="check",
        help=_("You get one within %(days)s, also before the written answer to your matter.") % {"days": days},
    )  # fmt: skip
    fields: list[FieldView] = [text, asks, files_field(files)]
    context = {
        "at": "follow",
        "number": who[0].number if who is not None else "",
        "files_lost": bool(request.FILES),
    }
    return page(request, "portal/add.html", context, who, fields, refused, status)


@only(["GET", "HEAD", "POST"])
def withdraw_page(request: HttpRequest) -> HttpResponse:
    """Take one's petition back, with why: 303 back to the matter. Sent twice it is one."""
    who, wrong = proven(request)
    if request.method != "POST":
        return _withdraw_page(request, who, switching.refilled(AddForm, holding.held(request)))
    form = AddForm(request.POST)
    if switching.wanted(request):
        back_here = holding.hold(request)
        return keep_choices(request, back_here or _withdraw_page(request, who, switching.unchecked(form)))
    if who is None or not form.is_valid():
        return _withdraw_page(request, who, form, refused=wrong, status=422)
    petition = who[0]
    text = form.cleaned_data["text"]
    try:
        _once(who, lambda file: _took_back(petition, file, text), lambda seen: withdraw(
            petition.matter_id, petition=petition.number, text=text, by=PETITIONER, now=timezone.now(), seen=seen
        ))  # fmt: skip
    except NotDone as no:
        who = petition, their_file(petition)
        return _withdraw_page(request, who, form, refused=sayings.say(no.refused), status=422)
    return back(request, petition.number, "withdrawn")


def _took_back(petition: Petition, file: File, text: str) -> bool:
    """Whether it was taken back with just these words; who writes others is told that it was, and has them before them."""
    said = [one for one in file.entries if one.verb == Verb.WITHDRAW and brought_by(one, petition, file)]
    taken = petition.number in file.state.withdrawn
    return taken and bool(said) and file.texts.get((said[-1].seq, "text")) == text


def may_withdraw(who: Whose) -> bool:
    """Whether the matter can be taken back now by this petitioner."""
    petition, file = who
    return file.state.status in _TAKEN_BACK_IN and petition.number not in file.state.withdrawn


def _withdraw_page(
    request: HttpRequest, who: Whose | None, form: AddForm, *, refused: str = "", status: int = 200
) -> HttpResponse:
    text = view(
        form, "text", _("Why do you take it back?"), kind="long", rows=4, help=_("A few words are enough.")
    )
    may = who is None or may_withdraw(who)
    context = {
        "at": "follow",
        "number": who[0].number if who is not None else "",
        "may": may,
        "taken_back": who is not None and who[0].number in who[1].state.withdrawn,
        "leaves": if_taken_back(*who, now=timezone.now()) if who is not None and may else "",
        "typed": [("", text.value)] if text.value and not may else [],
    }
    return page(request, "portal/withdraw.html", context, who, [text], refused, status)


add_page.unproven = unproven_words(_add_page, AskForm)  # type: ignore[attr-defined]
withdraw_page.unproven = unproven_words(_withdraw_page)  # type: ignore[attr-defined]
