"""Daily sorting (每日梳理): what came in, one after another, with what the words suggest; one key each.

Each is the act of the matter's own page. Nothing is chosen by itself: a key chooses, and what is urgent is a person's word.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods as only

from huiyin.rooms.accounts.queries import names_of
from huiyin.rooms.cases import withdrawn
from huiyin.rooms.cases.actions import NotDone
from huiyin.rooms.cases.models import Matter
from huiyin.rooms.cases.protecting import ASKED_AT_SORTING, confide
from huiyin.rooms.cases.queries import File, file_of, matter_for
from huiyin.rooms.cases.verbs import VERBS
from huiyin.rooms.cases.working import MOST_COUNTED, Sort, Wanted, count, key_of, rows
from huiyin.rooms.county.queries import law
from huiyin.rooms.dossier.queries import written_there
from huiyin.rules.calendar import local_date
from huiyin.rules.confiding import confidence_words
from huiyin.rules.fields import Refused
from huiyin.rules.lifecycle import barred
from huiyin.rules.roles import Actor
from huiyin.rules.tipping import tip_words
from huiyin.rules.vocabulary import MatterClass, Status, Verb
from huiyin.web.desk import acting, hot_line, menu, same, shots, timeline
from huiyin.web.desk.access import actor, frame, matter_or_404, staff
from huiyin.web.desk.choosing import Scene
from huiyin.web.desk.filtering import key_in, key_text
from huiyin.web.desk.opened import file_for, names_in
from huiyin.web.desk.parts import Names
from huiyin.web.desk.suggesting import Suggested, suggestions
from huiyin.web.desk.work_rows import came, said_title, title_of
from huiyin.web.shared import badges, county, sayings, when
from huiyin.web.shared.fields import FieldView, focused, radios, whole
from huiyin.web.shared.page import kept_by_browser, lang_of, private, render, see
from huiyin.web.shared.words import labels, language

if TYPE_CHECKING:
    from django.http import HttpRequest

    from huiyin.rooms.dossier.models import Entry

PATH = "/desk/triage/"
#: Notes that stand below the text, the last ones.
MOST_SAID = 5
_TO_SORT = Wanted(statuses=frozenset({Status.REGISTERED}))


@only(["GET", "HEAD", "POST"])
@staff
def triage_page(request: HttpRequest) -> HttpResponse:
    """The next one to sort, and its sorting: 303 to the one after it, 422 with what is to be mended, 409 if it was overtaken.

    ``after`` is the place in the queue, ``number`` one certain matter, ``done`` what was sorted just now. Only for who sorts.
    """
    who = actor(request)
    if not menu.sorts_daily(who):
        raise PermissionDenied
    if request.method == "POST":
        return _sort(request)
    number = request.GET.get("number", "")
    if number:
        return _page(request, matter_or_404(request, number))
    found = rows(who, _TO_SORT, sort=Sort.OLD, after=key_in(request.GET.get("after", ""), Sort.OLD), size=1)
    return _page(request, found[0] if found else None)


def _sort(request: HttpRequest) -> HttpResponse:
    who = actor(request)
    matter = matter_or_404(request, request.POST.get("number", ""))
    after = key_text(key_of(matter, Sort.OLD))
    if request.POST.get("skip"):
        return see(f"{PATH}?{urlencode({'after': after})}")
    if request.POST.get("join"):
        return _join(request, matter, after)
    posted = request.POST.copy()
    if posted.get("pick"):  # one of the suggestions, by its button or its key
        posted.setlist("category", posted.getlist("pick")[:1])
    given, errors, _typed = acting.read(Verb.TRIAGE, posted)
    if errors:
        return _page(request, matter, typed=posted, errors=errors, status=422)
    seen = whole(request.POST.get("seen", ""))
    try:
        VERBS[Verb.TRIAGE](matter.number, **given, by=who, now=timezone.now(), seen=seen)
    except NotDone as no:
        sent_twice = no.refused.reason == "stale" and written_there(
            {matter.number: seen + 1}, Verb.TRIAGE, given, by=who.key
        )
        if not sent_twice:
            return _again(request, matter, posted, no.refused)
    return _on(after, matter)


def _on(after: str, matter: Matter) -> HttpResponse:
    return see(f"{PATH}?{urlencode({'after': after, 'done': matter.number})}")


def _again(request: HttpRequest, matter: Matter, posted: QueryDict, no: Refused) -> HttpResponse:
    status = 409 if no.reason == "stale" else 422
    now = matter_or_404(request, matter.number)
    return _page(request, now, typed=posted, errors={"": no}, status=status)


def _join(request: HttpRequest, matter: Matter, after: str) -> HttpResponse:
    """Joined to the matter that it belongs to, by its button or its key; then the next one.

    Ticked that they ask not to be named, it is kept in confidence first, and stays so if it can't be joined.
    """
    posted, who = request.POST.copy(), actor(request)
    posted["other"] = request.POST["join"]
    given, errors, _typed = acting.read(Verb.LINK, posted)
    no = next(iter(errors.values()), None)
    try:
        if no is None:
            seen, now = whole(request.POST.get("seen", "")), timezone.now()
            if request.POST.get("confidential"):
                seen = confide(matter.number, reason=ASKED_AT_SORTING, by=who, now=now, seen=seen).seq
            state = VERBS[Verb.LINK](matter.number, **given, by=who, now=now, seen=seen)
            same.note(Verb.LINK, state, before="", by=who)
    except NotDone as refused:
        no = refused.refused
        if matter_or_404(request, matter.number).linked_to == given["other"]:
            no = None  # sent twice
    return _on(after, matter) if no is None else _again(request, matter, posted, no)


def _page(
    request: HttpRequest,
    matter: Matter | None,
    *,
    typed: QueryDict | None = None,
    errors: dict[str, Refused] | None = None,
    status: int = 200,
) -> HttpResponse:
    who = actor(request)
    left = count(who, _TO_SORT)
    context: dict[str, Any] = {
        "at": "triage",
        "left": f"{MOST_COUNTED}+" if left > MOST_COUNTED else str(left),
        "put_off": 0
        if matter
        else left,  # the end of the queue was reached: what is left was skipped on the way
        "done": _done(request),
        "m": None if matter is None else _shown(request, matter, typed or QueryDict(), errors or {}),
    }
    response = render(request, "desk/triage.html", context, status=status, frame=frame(request))
    return private(response) if status == 200 else kept_by_browser(response)


def _done(request: HttpRequest) -> dict[str, Any] | None:
    """What was sorted or joined just now with the way back to it, and, if it is urgent, to its report to a leader (Art. 25)."""
    number = request.GET.get("done", "")
    matter = matter_for(actor(request), number) if number else None
    if matter is None or matter.status == Status.REGISTERED.value:
        return None
    url = f"/desk/matter/{matter.number}/"
    again = f"{PATH}?{urlencode({'number': matter.number})}" if matter.status == Status.TRIAGED.value else ""
    return {
        "title": title_of(matter), "url": url, "category": county.category_name(matter.category), "again": again,
        "urgent": matter.urgent, "report": f"{url}?do={Verb.REPORT_UP.value}#do", "joined": matter.linked_to,
        "send": _unit_for(actor(request), matter) if again else None,
    }  # fmt: skip


def _unit_for(who: Actor, matter: Matter) -> Suggested | None:
    """The unit that the duty list or the words point to, with the way to the form that sends it there; a person sends it."""
    now, ruling, file = timezone.now(), law(), file_of(matter.number)
    if barred(file.state, Verb.FORWARD, actor=who, now=now, law=ruling) is not None:
        return None
    scene = Scene(file.state, who, now, ruling, Names(), file.texts)
    found = suggestions(scene, file, Verb.FORWARD, QueryDict())
    return next((one for row in found.rows for one in row.rows), None) if found else None


def _shown(
    request: HttpRequest, matter: Matter, typed: QueryDict, errors: dict[str, Refused]
) -> dict[str, Any]:
    who, now, ruling = actor(request), timezone.now(), law()
    file, today = file_for(matter.number, who), local_date(now)
    title = said_title(file.texts.get((1, "title")))
    scene = Scene(file.state, who, now, ruling, Names(), file.texts)
    no = barred(file.state, Verb.TRIAGE, actor=who, now=now, law=ruling)
    found = None if no is not None else suggestions(scene, file, Verb.TRIAGE, QueryDict())
    text = file.texts.get((1, "text")) or ""
    # read twice: a tip-off must not reach whom it accuses (Art. 30)
    whole_text = f"{title}\n{text}"
    tips, asks = tip_words(whole_text), confidence_words(whole_text)
    sorted_before = matter.status == Status.TRIAGED.value
    usual = matter.klass if sorted_before else ""  # a class is what somebody chose, never the usual one
    return {
        "number": matter.number, "seen": file.state.seq, "url": f"/desk/matter/{matter.number}/",
        "title": title, "text": text, "lang": lang_of(text), "came": came(matter, today),
        "clock": badges.nearest(matter, today), "due": badges.until(matter, today),
        "back": badges.withdrawn(withdrawn.of(file.state)),
        "kept": badges.in_confidence() if file.state.confidential else "",
        "promised": file.state.told_in_confidence, "asks": " · ".join(asks), "confide": typed.get("confidential", ""),
        "place": county.place_name(matter.place) if matter.place else "",
        "no": acting.because(no) if no is not None else "",
        **(_refused(file, errors[""], whole(typed.get("seen", "")), who, today) if "" in errors else {}),
        "urgent": found.urgent if found else (), "categories": found.rows[0] if found and found.rows else None,
        "units": found.rows[1] if found and len(found.rows) > 1 else None,
        "hot": hot_line.line(matter.number, who),
        "said": _said(file, today), "tips": " · ".join(tips), "shots": shots.row(shots.of_file(file).values()),
        "fields": _fields(matter, typed, errors, usual),
        "marked": typed.get("urgent", "") if typed else sorted_before and matter.urgent,
        "before": county.category_name(matter.category) if sorted_before else "",
    }  # fmt: skip


def _refused(file: File, no: Refused, seen: int, who: Actor, today: date) -> dict[str, Any]:
    """Why it wasn't sorted; what was done since the page was made: when, what, by whom."""
    new = [entry for entry in file.entries if entry.seq > seen] if no.reason == "stale" else []
    own, names = bool(new) and all(entry.by == who.key for entry in new), names_in(file, who)
    return {
        "refused": _("You acted on this matter meanwhile, in another window") if own else sayings.say(no),
        "meanwhile": [f"{_at(e, today)} · {timeline.headline(e)} · {timeline.who(e, names)}" for e in new],
    }  # fmt: skip


def _at(entry: Entry, today: date) -> str:
    return f"{when.short_day(local_date(entry.at), today)} {when.local(entry.at):%H:%M}"


def _said(file: File, today: date) -> list[dict[str, str]]:
    """What was noted where it was taken in, as what the petitioner said it belongs to: by whom and when, the last ones."""
    noted = [e for e in file.entries if e.verb == Verb.NOTE.value and file.texts.get((e.seq, "text"))][
        -MOST_SAID:
    ]
    people = names_of({entry.by for entry in noted}) if noted else {}
    return [
        {
            "text": text, "lang": lang_of(text), "by": people.get(entry.by, ""),
            "at": _at(entry, today),
        }
        for entry in noted if (text := file.texts[(entry.seq, "text")] or "")
    ]  # fmt: skip


def _fields(matter: Matter, typed: QueryDict, errors: dict[str, Refused], usual: str) -> list[FieldView]:
    """Class, category and place; ``usual``: the class that it was sorted as before."""
    classes = [(klass.value, text) for klass, text in labels(MatterClass, language()).items()]
    klass = typed.get("klass", usual)
    category, place = typed.get("category", matter.category), typed.get("place", matter.place)
    said = {name: sayings.say(no) for name, no in errors.items() if name}
    shown = [
        FieldView(
            "klass", sayings.label("klass", Verb.TRIAGE), kind="radio", options=radios("klass", classes, klass),
            error=said.get("klass", ""),
        ),
        FieldView(
            "category", sayings.label("category", Verb.TRIAGE), kind="select", value=category,
            options=county.category_options(category, empty=_("Choose")), error=said.get("category", ""),
        ),
        FieldView(
            "place", sayings.label("place", Verb.TRIAGE), kind="select", value=place, required=False,
            options=county.place_options(place, empty=_("Leave open")), error=said.get("place", ""),
        ),
    ]  # fmt: skip
    return focused(shown)
