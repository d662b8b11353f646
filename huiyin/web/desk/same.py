"""What may be the same matter (筛重): beside a matter that is sorted, beside the register, and the night's proposals.

Every candidate shows what speaks for it, in both texts. A person decides: joining is the verb of the matter's page.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from huiyin.rooms.cases.finality import Known, people_in
from huiyin.rooms.cases.models import Matter, Petitioner
from huiyin.rooms.cases.pen import NotDone
from huiyin.rooms.cases.queries import matter_for
from huiyin.rooms.cases.titles import untold
from huiyin.rooms.cases.unnaming import SOMEBODY, Reader, known_in
from huiyin.rooms.cases.withdrawn import of_row as taken_back
from huiyin.rooms.dossier.queries import first_words
from huiyin.rooms.insight.deciding import MAY_TAKE_UP, note_linked, note_parted, set_apart, sorts_at
from huiyin.rooms.insight.proposing import PAGE, Key, Proposal, proposals
from huiyin.rooms.insight.same import Asked, Candidate, candidates, together
from huiyin.rooms.insight.wording import Phrase, phrases
from huiyin.rules.calendar import local_date
from huiyin.rules.hiding import Told
from huiyin.rules.roles import Actor, Permission
from huiyin.rules.sameness import LINK, Kind, Likeness
from huiyin.rules.state import MatterState
from huiyin.rules.tokens import composed, fold, spans
from huiyin.rules.vocabulary import Stage, Status, Verb
from huiyin.rules.way import AT_DESK
from huiyin.web.desk import menu
from huiyin.web.desk.access import actor, frame, matter_or_404, staff
from huiyin.web.desk.search_rows import marked
from huiyin.web.desk.work_rows import title_of
from huiyin.web.shared import badges, county, when
from huiyin.web.shared.page import lang_of, private, render, see

if TYPE_CHECKING:
    from django.http import HttpRequest

#: Characters of each text that are shown, and before its first marked passage.
_LONG, _BEFORE = 200, 30
#: So many characters at least, or nothing is looked for yet.
LEAST_TEXT = 12
#: How a title tells that it shows a name masked, as the portal makes it: 王**.
MASKED = "**"
#: Percent from which two texts are called very alike.
VERY_ALIKE = 70
_MOST_TEXT, _MOST_TITLE = 20_000, 200


@dataclass(frozen=True, slots=True)
class Head:
    """A matter in a line or two: which, what about, how far."""

    number: str
    url: str
    title: str
    lang: str
    state: SafeString
    facts: str


@dataclass(frozen=True, slots=True)
class View(Head):
    """One candidate as it is shown; ``link_url`` opens the form of joining with its number, ``apart_url`` says they differ.

    ``no_link``: why it can't be joined, where there is no ``link_url``.
    """

    likeness: str
    reasons: tuple[str, ...]
    theirs: SafeString
    mine: SafeString
    link_url: str
    no_link: str
    apart_url: str


def url_of(state: MatterState, possible: frozenset[Verb]) -> str:
    """Where a matter's candidates are, for whoever may join it now; empty elsewhere."""
    fits = state.status in AT_DESK and state.stage is Stage.FIRST and Verb.LINK in possible
    return f"/desk/matter/{state.number}/same/" if fits else ""


@require_safe
@staff
def panel_page(request: HttpRequest, number: str) -> HttpResponse:
    """A matter's candidates: as a part of its page where htmx asks, else as a page of their own."""
    matter, who = matter_or_404(request, number), actor(request)
    if not who.may(Permission.TRIAGE):
        raise PermissionDenied
    reader = Reader.of(who, [matter])
    words = first_words([matter.number]).get(matter.number, ("", ""))
    title, text = (reader.read(matter.number, one) for one in words)
    people: Sequence[Petitioner] = () if reader.kept else people_in(matter.number)
    asked = Asked(title, text, matter.number, matter.place, people)
    likely = candidates(asked, by=who) if matter.stage == Stage.FIRST else []  # a review is joined to nothing
    decides = sorts_at(who, matter.desk_id)
    hidden = _hidden([matter, *(one.matter for one in likely)]) if likely else {}
    found = [
        view(one, text or title, hidden, here=matter if decides else None, place=matter.place)
        for one in likely
    ]
    back = "triage" if request.GET.get("back") == "triage" else "matter"
    return _answer(
        request, {"same": found, "may_decide": decides, "number": matter.number, "back": back, "title": title}
    )


@require_POST
@staff
def register_part(request: HttpRequest) -> HttpResponse:
    """Candidates for what is being typed into the register; sent as a form, so that no word of it stands in an address."""
    who = actor(request)
    if not who.may(Permission.REGISTER):
        raise PermissionDenied
    given = request.POST
    title, text = given.get("title", "")[:_MOST_TITLE], given.get("text", "")[:_MOST_TEXT]
    person = Petitioner(
        name=given.get("name", "")[:60], id_number=given.get("id_number", "")[:40], phone=given.get("phone", "")[:40]
    )  # fmt: skip
    found = []
    if len(title) + len(text) >= LEAST_TEXT:
        people = [person] if str(person.id_number) or str(person.phone) else []
        found = candidates(Asked(title, text, place=given.get("place", ""), people=people), by=who)
    hidden = _hidden(one.matter for one in found)
    shown = [view(one, text or title, hidden, place=given.get("place", "")) for one in found]
    return _answer(
        request,
        {"same": shown, "may_decide": False, "number": "", "back": "", "title": title, "beside": True},
    )


def _answer(request: HttpRequest, context: dict[str, object]) -> HttpResponse:
    if request.headers.get("HX-Request"):
        within = {"inside": context["back"] == "matter", "sorting": context["back"] == "triage"}
        return private(render(request, "desk/parts/same.html", context | within, frame=frame(request)))
    title = str(context["title"]) or _("May be the same matter")
    alone = {**context, "title": title, "lang": lang_of(title), "at": "lists"}
    return private(render(request, "desk/same_matter.html", alone, frame=frame(request)))


def view(
    one: Candidate, mine: str, hidden: Mapping[str, Told], *, here: Matter | None = None, place: str = ""
) -> View:
    """One candidate with the passages marked in both texts. ``place``: where it is about, while there is no matter yet.

    ``hidden``: of the matters whose titles hide somebody, whom.
    """
    matter, place = one.matter, here.place if here else place
    near = county.place_name(matter.place) if together(place, matter.place) else ""
    shared = phrases(one.likeness.passages, f"{one.title}\n{one.text}", mine)
    return View(
        *_told(matter),
        _likeness(one.likeness),
        _reasons(_openly(shared, hidden, matter, here), one.known, near),
        _marked(one.text or one.title, shared),
        _marked(mine, shared),
        _join_url(here, matter) if here else "",
        _why_not(here, matter) if here else "",
        f"/desk/matter/{here.number}/same/{matter.number}/apart/" if here else "",
    )


def _hidden(matters: Iterable[Matter]) -> Mapping[str, Told]:
    """Who is hidden by the titles of these matters, by number, for a whole page at once. No query where none hides anybody."""
    titles = {one.pk: one.title.text or "" for one in matters}
    return known_in(
        [pk for pk, title in titles.items() if SOMEBODY in title or MASKED in title], confided=True
    )


def _openly(
    shared: Sequence[Phrase], hidden: Mapping[str, Told], *matters: Matter | None
) -> Sequence[Phrase]:
    """Those that name nobody whom the title of one of these hides."""
    people = [hidden[one.pk] for one in matters if one is not None and one.pk in hidden]
    return [one for one in shared if all(untold(one.words, known) == one.words for known in people)]


def _told(matter: Matter) -> tuple[str, str, str, str, SafeString, str]:
    """What ``Head`` holds."""
    title = matter.title.text or _("(erased as the law provides)")
    state = SafeString(f"{badges.state(Status(matter.status))} {badges.withdrawn(taken_back(matter))}")
    return matter.number, f"/desk/matter/{matter.number}/", title, lang_of(title), state, _facts(matter)


def _join_url(joins: Matter, other: Matter) -> str:
    """Where the one is joined to the other; empty where it isn't."""
    return "" if _why_not(joins, other) else f"/desk/matter/{joins.number}/?do={Verb.LINK}&of={other.number}"


def _why_not(joins: Matter, other: Matter) -> str:
    """Why the one isn't joined to the other: it is a review, past the desk, or the other one is over."""
    if joins.stage != Stage.FIRST:
        return _("A review isn't joined to another matter.")
    if joins.status not in AT_DESK:
        return _("Already sent on: only what still lies at the desk is joined.")
    return "" if other.status in MAY_TAKE_UP else _("That one is over: nothing is joined to it any more.")


def _facts(matter: Matter) -> str:
    place = county.place_name(matter.place) if matter.place else ""
    owner = county.holder_name(matter.owner_id) if matter.owner_id else ""
    day = when.day(local_date(matter.received_at))
    return " · ".join(part for part in (day, place, owner) if part)


def _likeness(found: Likeness) -> str:
    if found.score < 0.005:  # it is here for who speaks, not for the words
        return ""
    percent = round(100 * found.words)
    if found.apart:
        return _("%(words)s, but of different places") % {
            "words": _("The same words") if found.copy else _step(percent)
        }
    return _("The same words") if found.copy else how_alike(percent)


def how_alike(percent: int) -> str:
    """A likeness in words first: from ``LINK`` on it is proposed by itself, below that it is a hint at most."""
    return _("%(step)s · words %(percent)s%% alike") % {"step": _step(percent), "percent": percent}


def _step(percent: int) -> str:
    steps = ((VERY_ALIKE, _("Very alike")), (100 * LINK, _("Alike")), (0, _("A little alike")))
    return next(word for least, word in steps if percent >= least)


def _reasons(shared: Sequence[Phrase], known: Known | None, near: str) -> tuple[str, ...]:
    """What speaks for it, in words: persons, place, what it is about. ``near``: the place that both are noted at."""
    said = {
        Known.ID_NUMBER: _("the same ID number"),
        Known.ACCOUNT: _("the same account elsewhere"),
        Known.NAME_AND_PHONE: _("the same name and phone"),
        Known.PHONE: _("the same phone, another name"),
    }
    reasons = [said[known]] if known is not None else []
    places = [one.words for one in shared if one.kind is Kind.PLACE and one.weight >= 3][:2]
    things = [one.words for one in shared if one.kind is Kind.THING][:5]
    if near:
        reasons.append(_("Both are noted at %(place)s") % {"place": near})
    elif places:
        reasons.append(_("Place: %(words)s") % {"words": " · ".join(places)})
    if things:
        reasons.append(_("In both texts: %(words)s") % {"words": " · ".join(things)})
    return tuple(reasons)


def _marked(text: str, shared: Sequence[Phrase]) -> SafeString:
    """The piece of the text around its first shared phrase, with all that are shared marked."""
    plain = composed(text)
    hits = spans(plain, [fold(one.words) for one in shared])
    start = max(0, hits[0][0] - _BEFORE) if hits else 0
    end = min(len(plain), start + _LONG)
    piece = ("…" if start else "") + marked(plain, hits, start, end) + ("…" if end < len(plain) else "")
    return mark_safe(piece)  # noqa: S308  ``marked`` escapes


@require_POST
@staff
def apart(request: HttpRequest, number: str, other: str) -> HttpResponse:
    """A person says that these are different matters; back to where they came from.

    Where somebody joined them meanwhile it leads to the matter's page, which says so and can undo it.
    """
    matter, there = matter_or_404(request, number), matter_or_404(request, other)
    try:
        set_apart(matter.number, there.number, by=actor(request), now=timezone.now())
    except NotDone as no:
        if no.refused.reason == "not_in_this_state":
            return see(f"/desk/matter/{matter.number}/")
        raise (PermissionDenied if no.refused.reason == "not_allowed" else Http404) from no
    back = {
        "list": _list_url(request.POST.get("after", "")),
        "triage": f"/desk/triage/?number={matter.number}",
    }
    return see(back.get(request.POST.get("back", ""), f"/desk/matter/{matter.number}/"))


def _list_url(after: str, done: str = "") -> str:
    """The list where one came from: from the same place on, with what was joined there just now."""
    asked = {"after": after if _key(after) else "", "done": done}
    query = urlencode({name: value for name, value in asked.items() if value})
    return f"/desk/same/?{query}" if query else "/desk/same/"


def settled(request: HttpRequest, verb: Verb) -> tuple[tuple[str, str], ...]:
    """What the form of joining carries along unseen, where one came to it from the list."""
    given = request.POST if request.method == "POST" else request.GET
    if verb is not Verb.LINK or given.get("back") != "list":
        return ()
    return (("back", "list"), ("after", given.get("after", "")[:30]))


def back_to(request: HttpRequest, verb: Verb, number: str) -> str:
    """Where the list goes on after this joining; empty for who didn't come from there."""
    return _list_url(request.POST.get("after", ""), number) if settled(request, verb) else ""


def note(verb: Verb, state: object, *, before: str, by: Actor) -> None:
    """What a person did with a matter, as a label where it tells whether two are the same: joined, or parted again."""
    if not isinstance(state, MatterState):
        return
    if verb is Verb.LINK:
        note_linked(state.number, state.linked_to, by=by, now=timezone.now())
    elif verb is Verb.UNLINK and before:
        note_parted(state.number, before, by=by, now=timezone.now())


@require_safe
@staff
def list_page(request: HttpRequest) -> HttpResponse:
    """What the night's pass took for the same, the likest first, ten a page; only where both may be seen."""
    who = actor(request)
    if not menu.sorts_daily(who):
        raise PermissionDenied
    place = request.GET.get("after", "")
    after = _key(place)
    rows = proposals(who, after=after)
    if not rows and after:  # the last ones of the list were just decided
        place, after, rows = "", None, proposals(who)
    shown, more = rows[:PAGE], len(rows) > PAGE
    hidden = _hidden(side.matter for row in shown for side in (row.older, row.newer))
    context = {
        "at": "lists",
        "rows": [_proposal(row, hidden, place if after else "") for row in shown],
        "after": place if after else "",
        "done": _done(who, request.GET.get("done", "")),
        "pager": {
            "first": "/desk/same/" if after else "",
            "next": f"/desk/same/?after={shown[-1].percent}_{shown[-1].key}" if more else "",
        },
        "empty_heading": _("Nothing here"),
        "empty_text": _("No matters are proposed as the same."),
    }
    return private(render(request, "desk/same.html", context, frame=frame(request)))


def _done(who: Actor, number: str) -> dict[str, str] | None:
    """What was joined just now: its title and its page."""
    row = matter_for(who, number) if number else None
    if row is None or row.status != Status.LINKED:
        return None
    return {"title": title_of(row), "url": f"/desk/matter/{row.number}/"}


def _proposal(row: Proposal, hidden: Mapping[str, Told], after: str) -> tuple[View, Head]:
    """The older matter as the candidate of the newer one, and the newer one's head.

    Where only the older one is still at the desk it is the one that can be joined. ``after``: where the list's page begins.
    """
    newer, older = row.newer, row.older
    one = Candidate(older.matter, older.matter.number, older.title, older.text, row.likeness, None)
    shown = view(one, newer.text, hidden, here=newer.matter)
    link = shown.link_url or _join_url(older.matter, newer.matter)
    link = f"{link}&{urlencode({'back': 'list', 'after': after})}" if link else ""
    return replace(shown, link_url=link, no_link="" if link else shown.no_link), Head(*_told(newer.matter))


def _key(text: str) -> Key | None:
    percent, _gap, row = text.partition("_")
    fits = percent.isascii() and percent.isdecimal() and row.isascii() and row.isdecimal() and len(text) < 30
    return Key(int(percent), int(row)) if fits else None
