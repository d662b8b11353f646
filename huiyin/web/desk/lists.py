"""The lists of the desk: what is due, pressed, owned, handed back, promised, stuck. One page for all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_safe

from huiyin.rooms.cases import backlogs, listing, lists, withdrawn
from huiyin.rooms.cases.queries import PAGE
from huiyin.rooms.county.queries import terms
from huiyin.rooms.duty.queries import promised
from huiyin.rules.backlog import Backlog
from huiyin.rules.roles import Actor
from huiyin.web.desk import list_rows, menu, stuck, under_review
from huiyin.web.desk.access import actor, frame, staff
from huiyin.web.desk.list_keys import key_in, plain
from huiyin.web.desk.list_rows import Line, Today
from huiyin.web.desk.telling import done_line
from huiyin.web.shared import county, when
from huiyin.web.shared.chips import chip_row
from huiyin.web.shared.page import private, render

if TYPE_CHECKING:
    from django.http import HttpRequest

#: How far ahead the list of duties looks unless told otherwise, in days.
_AHEAD = 7
_AHEADS = (0, 3, 7, 30)


# -- a page made of parts -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Part:
    """One ordered part of a list: its rows behind a key, what they are ordered by, and how they are told."""

    rows: Callable[..., list[Any]]
    columns: tuple[str, ...]
    lines: Callable[[Sequence[Any], Today], list[Line]]
    given: tuple[Any, ...] = ()
    named: Mapping[str, Any] = field(default_factory=dict)


def _filled(parts: Sequence[Part], who: Actor, after: str, today: Today) -> tuple[list[Line], str]:
    """A page of lines from one part after the other, and where the next page begins (empty: nowhere)."""
    at, _gap, rest = after.partition("_")
    place = int(at) if at in {str(n) for n in range(len(parts))} else 0
    key = key_in(rest.split("_"), parts[place].columns) if rest else None
    found: list[Line] = []
    for n in range(place, len(parts)):
        part, room = parts[n], PAGE - len(found)
        rows = part.rows(who, *part.given, **part.named, after=key, size=room)
        found += part.lines(rows[:room], today)
        if len(rows) > room:
            if not room:
                return found, str(n)
            end = listing.key_of(rows[room - 1], part.columns)
            return found, "_".join((str(n), *map(plain, end)))
        key = None
    return found, ""


def _chips(slug: str, choices: Iterable[tuple[str, str, bool]]) -> SafeString:
    """Choices of a list as chips: word, query, whether it is the present one."""
    return chip_row({"word": word, "url": f"/desk/{slug}/?{query}", "on": on} for word, query, on in choices)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for, by whom, when."""

    who: Actor
    given: Mapping[str, str]
    today: Today

    def chosen(self, name: str, known: Sequence[str]) -> str:
        """The choice under a name; the first known one where the address makes no sense."""
        wanted = self.given.get(name, "")
        return wanted if wanted in known else known[0]


#: Promises at receptions are counted so far.
MOST_LISTED = 99


@dataclass(frozen=True, slots=True)
class Made:
    """What a list shows: its parts, the choices above it, a line of explanation, what is said when it is empty."""

    parts: tuple[Part, ...]
    empty: str
    about: str = ""
    chips: tuple[tuple[str, str, bool], ...] = ()  # word, query, chosen
    kept: str = ""  # the query of this choice
    units: tuple[tuple[str, str, bool], ...] = ()  # the same, to narrow the list to one unit
    beside: tuple[str, str] = ("", "")  # what else there is of the kind, and its address


@dataclass(frozen=True, slots=True)
class ListPage:
    """One list: its word, its heading of the first column, who may see it, what it shows."""

    word: Callable[[], str]
    may: Callable[[Actor], bool]
    make: Callable[[Asked], Made]


# -- the lists ------------------------------------------------------------------------------------------------------


def _due(asked: Asked) -> Made:
    today = asked.today.day
    ends = [today - timedelta(days=1), *(today + timedelta(days=n) for n in _AHEADS)]
    words = [_("Late"), _("Late or due today")]
    words += [ngettext("Due within %(n)s day", "Due within %(n)s days", n) % {"n": n} for n in _AHEADS[1:]]
    try:
        on = date.fromisoformat(asked.given.get("on", ""))
    except ValueError:
        on = today + timedelta(days=_AHEAD)
    if asked.given.get("again"):
        again = Part(lists.to_take_up, lists.DUE, under_review.to_take_up)
        return Made(
            (again,),
            _("Nothing waits to be taken up again."),
            _(
                "A review has revoked the answer, or a look into a low rating found it wrong: to be taken up again by this day."
            ),
            kept="again=1",
        )
    chips = tuple((word, f"on={end}", end == on) for word, end in zip(words, ends, strict=True))
    about = _("Every duty that runs, by its last day; several may run over one matter.")
    parties = lists.due_parties(asked.who, on)
    given = asked.given.get("unit", "")
    unit = given if given in parties else ""
    if asked.given.get("only"):
        return _due_on(on, unit)
    part = Part(lists.due, lists.DUE, list_rows.due, (on,), {"unit": unit or None})
    units = (
        (_("All units"), f"on={on}", not unit),
        *((county.holder_name(one), f"on={on}&unit={one}", one == unit) for one in parties),
    )
    kept = f"on={on}&unit={unit}" if unit else f"on={on}"
    return Made((part,), _("No duty is due by then."), about, chips, kept, units if len(parties) > 1 else ())


def _due_on(on: date, unit: str) -> Made:
    """All that ends on one very day: duties, then commitments; what a day of the calendar opens."""
    duties = Part(lists.due, lists.DUE, list_rows.due, (on,), {"unit": unit or None, "only": True})
    promised = Part(
        lists.commitments, lists.COMMITMENTS, list_rows.commitments, named={"on": on, "unit": unit or None}
    )
    about = _("Every term and commitment that ends on %(day)s.") % {"day": when.day(on)}
    kept = f"on={on}&only=1" + (f"&unit={unit}" if unit else "")
    return Made((duties, promised), _("Nothing ends on this day."), about, kept=kept)


def _supervised(asked: Asked) -> Made:
    part = Part(lists.supervised, lists.SUPERVISED, list_rows.supervised)
    about = _("Numbered notices that haven't been lifted, the oldest first.")
    return Made((part,), _("No notice stands."), about)


def _instructions(asked: Asked) -> Made:
    part = Part(lists.instructions, lists.INSTRUCTIONS, list_rows.instructions)
    about = _("What leaders wrote on a matter, until its unit answers in writing; the oldest first.")
    return Made((part,), _("No instruction waits for an answer."), about)


def _questions(asked: Asked) -> Made:
    part = Part(lists.questions, lists.QUESTIONS, list_rows.questions)
    about = _("What petitioners ask about their matter, until the unit answers them; the oldest first.")
    return Made((part,), _("No question waits for an answer."), about)


def _extensions(asked: Asked) -> Made:
    part = Part(lists.extensions, lists.EXTENSIONS, list_rows.extensions)
    about = _(
        "Officers ask their head for more than the sixty days; the oldest first. The head extends the term, or says why not; "
        "until then whoever asked can take the question back."
    )
    return Made((part,), _("Nobody asks for more days."), about)


def _recommendations(asked: Asked) -> Made:
    part = Part(lists.recommendations, lists.SUPERVISED, list_rows.recommendations)
    about = _("The addressee answers in writing whether it adopts them.")
    return Made((part,), _("No recommendation waits for an answer."), about)


def _owned(asked: Asked) -> Made:
    mine = lists.own_posts(asked.who)
    whose = asked.chosen("whose", ("mine", "all") if mine else ("all",))
    named = {"leaders": mine} if whose == "mine" else {}
    part = Part(lists.owned, lists.OWNED, list_rows.owned, named=named)
    chips = (
        (pgettext("owned matters", "Mine"), "whose=mine", whose == "mine"),
        (pgettext("owned matters", "All leaders"), "whose=all", whose == "all"),
    )
    about = _("Whoever holds the post now answers for what it took on before.")
    return Made(
        (part,), _("No leader answers for a matter here."), about, chips if mine else (), f"whose={whose}"
    )


def _returned(asked: Asked) -> Made:
    part = Part(backlogs.returned, backlogs.RETURNED, list_rows.returned)
    about = _("Open matters that units have handed back, those passed to and fro most often first.")
    return Made((part,), _("Nothing was handed back."), about)


def _co_handled(asked: Asked) -> Made:
    part = Part(lists.co_handled, lists.CO_HANDLED, list_rows.co_handled)
    about = _("What units were asked to contribute to a matter that another one leads.")
    return Made((part,), _("No unit is asked to contribute."), about)


def _looks(asked: Asked) -> Made:
    part = Part(lists.looks, lists.LOOKS, list_rows.looks)
    about = _(
        "Whoever is dissatisfied is looked after: was it answered rightly, or is it to be handled again?"
    )
    return Made((part,), _("No low rating waits."), about)


def _commitments(asked: Asked) -> Made:
    which = asked.chosen("which", ("all", "late", "done"))
    choices = {"all": _("All"), "late": _("Late"), "done": _("Carried out")}
    chips = tuple((text, f"which={one}", which == one) for one, text in choices.items())
    if which == "done":
        kept = Part(lists.carried_out, lists.CARRIED_OUT, list_rows.carried_out)
        about = _("What was promised and carried out, the latest first, each with what shows it.")
        return Made((kept,), _("Nothing promised was carried out yet."), about, chips, "which=done")
    before = asked.today.day if which == "late" else None
    parties, unit = lists.committed(asked.who, before), asked.given.get("unit", "")
    unit = unit if unit in parties else ""
    part = Part(
        lists.commitments,
        lists.COMMITMENTS,
        list_rows.commitments,
        named={"before": before, "unit": unit or None},
    )
    units = _unit_chips(parties, unit, f"which={which}")
    about = _(
        "What was promised and is neither carried out nor waived; it stays here after the matter is closed."
    )
    chosen = f"which={which}&unit={unit}" if unit else f"which={which}"
    return Made((part,), _("Nothing promised is open."), about, chips, chosen, units, _at_receptions(asked))


def _at_receptions(asked: Asked) -> tuple[str, str]:
    """What leaders promised at receptions stands with these: how many, how many of them late, and where."""
    if not menu.sees_duty(asked.who):
        return "", ""
    n, late = promised(asked.today.day, most=MOST_LISTED)
    if not n:
        return "", ""
    shown = [f"{MOST_LISTED}+" if many > MOST_LISTED else str(many) for many in (n, late)]
    told = _("Promised by leaders at receptions and still open: %(n)s, of these past their day: %(late)s")
    return told % {"n": shown[0], "late": shown[1]}, "/desk/duty/receptions/"


def _unit_chips(parties: Sequence[str], unit: str, kept: str) -> tuple[tuple[str, str, bool], ...]:
    """All units and each of them, for a list that can be narrowed to one; nothing where there is but one."""
    if len(parties) < 2:
        return ()
    every = (_("All units"), kept, not unit)
    return (every, *((county.holder_name(one), f"{kept}&unit={one}", one == unit) for one in parties))


def _backlog(asked: Asked) -> Made:
    kind = Backlog(asked.chosen("kind", [kind.value for kind in Backlog]))
    day, own = asked.today.day, terms()
    parties, unit = backlogs.stuck_with(asked.who, kind, day), asked.given.get("unit", "")
    unit = unit if unit in parties else ""
    named = {"unit": unit or None}
    parts = {
        Backlog.DRAWER: (Part(backlogs.drawer, backlogs.DRAWER, list_rows.drawer, (day,), named),),
        Backlog.TAIL: (
            Part(backlogs.tail_promised, backlogs.TAIL_PROMISED, list_rows.overdue, (day,), named),
            Part(backlogs.tail_again, backlogs.TAIL_AGAIN, list_rows.again, named=named),
        ),
        Backlog.BONE: (
            Part(backlogs.bone_old, backlogs.BONE_OLD, list_rows.bone, (day,), named),
            Part(backlogs.bone_moved, backlogs.BONE_MOVED, list_rows.bone, (day,), named),
        ),
    }
    about = {
        Backlog.DRAWER: ngettext(
            "Open, and nothing from the owner for %(n)s working day.",
            "Open, and nothing from the owner for %(n)s working days.",
            own.silent_working_days,
        )
        % {"n": own.silent_working_days},
        Backlog.TAIL: _("Closed with a commitment open past its day, or closed before and open again."),
        Backlog.BONE: _(
            "Open for more than %(days)s days, sent to units %(rounds)s times or more, or to %(units)s units or more."
        )
        % {"days": own.old_days, "rounds": own.many_rounds, "units": own.many_units},
    }
    chips = tuple((stuck.kind_word(one), f"kind={one.value}", one is kind) for one in Backlog)
    kept = f"kind={kind.value}"
    units = _unit_chips(parties, unit, kept)
    kept += f"&unit={unit}" if unit else ""
    return Made(parts[kind], _("No matter is stuck like this."), about[kind], chips, kept, units)


_MAKERS: Mapping[str, Callable[[Asked], Made]] = {
    "due": _due, "supervised": _supervised, "owned": _owned, "returned": _returned, "commitments": _commitments,
    "backlog": _backlog, "recommendations": _recommendations, "cohandled": _co_handled, "looks": _looks,
    "instructions": _instructions, "extensions": _extensions, "questions": _questions,
}  # fmt: skip
PAGES: Mapping[str, ListPage] = {
    slug: ListPage(place.word, place.may, _MAKERS[slug]) for slug, place in menu.LISTS.items()
}


@require_safe
@staff
def list_page(request: HttpRequest, slug: str) -> HttpResponse:
    """One of the lists, fifty rows a page. An address that makes no sense shows the plain list."""
    who, page = actor(request), PAGES[slug]
    if not page.may(who):
        raise PermissionDenied
    today, after = Today(timezone.now(), who), request.GET.get("after", "")
    made = page.make(Asked(who, request.GET, today))
    lines, more = _filled(made.parts, who, after, today)
    here = f"/desk/{slug}/" + (f"?{made.kept}" if made.kept else "")
    joint = "&" if made.kept else "?"
    context = {
        "at": "lists",
        "heading": page.word(),
        "done": done_line(request.GET.get("done", "")),
        "about": made.about,
        "beside": made.beside,
        "chips": _chips(slug, made.chips),
        "units": _chips(slug, made.units),
        "rows": list_rows.html(lines, withdrawn.among(line.matter for line in lines)),
        "empty_heading": _("Nothing here"),
        "empty_text": made.empty,
        "pager": {
            "first": here if after else "",
            "next": f"{here}{joint}{urlencode({'after': more})}" if more else "",
        },
    }
    return private(render(request, "desk/list.html", context, frame=frame(request)))
