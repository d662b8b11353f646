"""The desk's menu: for each person the places that their posts open, and nothing else. The lists take their words from here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huiyin.rules.roles import Actor, Permission, Post, Role
from huiyin.web.shared.words import language

if TYPE_CHECKING:
    from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class Place:
    """One place: the name of its address, its word, its icon, who may go there; ``also``: addresses that belong to it."""

    name: str
    word: Callable[[], str]
    icon: str
    may: Callable[[Actor], bool]
    also: tuple[str, ...] = ()


def works(who: Actor) -> bool:
    """Whether the person sees any matters at all."""
    return who.may(Permission.SEE_UNIT) or who.may(Permission.SEE_COUNTY)


def sees_county(who: Actor) -> bool:
    """Whether the person sees the whole county's matters."""
    return who.may(Permission.SEE_COUNTY)


def registers(who: Actor) -> bool:
    """Whether the person takes petitions in."""
    return who.may(Permission.REGISTER)


def sorts(who: Actor) -> bool:
    """Whether the person sorts petitions."""
    return who.may(Permission.TRIAGE)


def sorts_daily(who: Actor) -> bool:
    """Whether sorting is the person's daily work; a leader sorts only where the department itself is accused."""
    return any(post.role is not Role.LEADER for post in who.posts_with(Permission.TRIAGE))


def reads_the_day(who: Actor) -> bool:
    """Whether the day's sheet is for the person: whoever sorts, and whoever sees the county."""
    return sorts_daily(who) or sees_county(who)


def leads(who: Actor) -> bool:
    """Whether the person holds a leader's post."""
    return who.may(Permission.OWN)


def supervises(who: Actor) -> bool:
    """Whether pressing units is the person's daily work; a leader presses by writing."""
    return any(post.role is Role.SUPERVISOR for post in who.posts_with(Permission.SUPERVISE))


def passes_on(who: Actor) -> bool:
    """Whether what other organs passed on is the person's business: whoever registers or sends it out."""
    return who.may(Permission.REGISTER) or who.may(Permission.DISPATCH)


def sees_figures(who: Actor) -> bool:
    """Whether figures are any of the person's business: the county's, or those of their own units."""
    return who.may(Permission.FIGURES) or works(who)


def counts_county(who: Actor) -> bool:
    """Whether the person's figures are the county's: what ``cases.seeing.petitions_for`` says."""
    return sees_county(who) or (who.may(Permission.FIGURES) and not who.may(Permission.SEE_UNIT))


def sees_duty(who: Actor) -> bool:
    """Whether the duty rota is any of the person's business at the desk: to plan it, to receive, to look over the county."""
    return who.may(Permission.ROTA) or who.may(Permission.RECEIVE) or sees_county(who)


def administers(who: Actor) -> bool:
    """Whether the person looks after the county's own tables."""
    return who.may(Permission.ADMINISTER)


def sees_parts(who: Actor) -> bool:
    """Whether the page of components is shown: to developers and administrators."""
    return bool(settings.DEBUG) or who.may(Permission.ADMINISTER)


def _anybody(who: Actor) -> bool:
    return True


_DAY = (
    Place("leader", lambda: _("Leader's page"), "user-check", leads, ("decide", "decided")),
    Place("my_day", lambda: _("My day"), "home", _anybody),
    Place("work_list", lambda: _("Work list"), "list-check", works, ("batch_assign", "view_save")),
    Place("deadlines", lambda: _("Calendar of last days"), "calendar", works),
    Place("board", lambda: _("Units at a glance"), "building", sees_county),
    Place("supervision", lambda: _("Supervision board"), "gavel", supervises, ("press_many",)),
    Place("triage", lambda: _("Daily sorting"), "category", sorts_daily),
    Place("day_sheet", lambda: _("Sheet of the day"), "report-analytics", reads_the_day),
    Place("register", lambda: pgettext("verb", "Register"), "writing", registers, ("registered",)),
    Place(
        "transfers",
        lambda: _("Transfers"),
        "mail-forward",
        passes_on,
        ("transfer_report", "transfer_batches", "transfer_batch"),
    ),
    Place("mailbox", lambda: _("Mailbox"), "mail", works),
    Place(
        "calls",
        lambda: _("Hotline"),
        "phone",
        registers,
        ("call_backs", "call_back", "call_back_new", "call_figures"),
    ),
)
#: The lists by their slug, in the order of the menu.
LISTS: dict[str, Place] = {
    "due": Place("list_due", lambda: pgettext("list", "Due"), "calendar-due", works),
    "supervised": Place("list_supervised", lambda: pgettext("list", "Supervised"), "speakerphone", works),
    "instructions": Place(
        "list_instructions", lambda: pgettext("list", "Leaders' instructions"), "writing", works
    ),
    "questions": Place(
        "list_questions", lambda: pgettext("list", "Petitioners' questions"), "messages", works
    ),
    "extensions": Place(
        "list_extensions", lambda: pgettext("list", "Extensions asked for"), "clock-exclamation", works
    ),
    "owned": Place("list_owned", lambda: pgettext("list", "Owned by leaders"), "user-check", sees_county),
    "returned": Place("list_returned", lambda: pgettext("list", "Handed back"), "arrow-back-up", works),
    "commitments": Place("list_commitments", lambda: pgettext("list", "Commitments"), "checklist", works),
    "backlog": Place("list_backlog", lambda: pgettext("list", "Stuck"), "clock-pause", works),
    "recommendations": Place(
        "list_recommendations", lambda: pgettext("list", "Recommendations"), "report-analytics", works
    ),
    "cohandled": Place("list_cohandled", lambda: pgettext("list", "Co-handled"), "users", works),
    "looks": Place("list_looks", lambda: pgettext("list", "Low ratings"), "heart-handshake", sees_county),
}
_UNDERSTANDING = (
    Place("desk_figures", lambda: _("Figures"), "chart-bar", sees_figures, ("figures_rows",)),
    Place("monthly", lambda: _("Monthly report"), "report-analytics", counts_county),
    Place("voices", lambda: _("What people say"), "message", counts_county),
    Place(
        "hot",
        lambda: _("Hot matters"),
        "users-group",
        sees_county,
        ("hot_sheet", "hot_group", "hot_plan", "hot_result"),
    ),
    Place("same", lambda: _("Proposed as the same"), "route", sorts_daily, ("matter_same",)),
)
_DUTY = (
    Place(
        "duty_rota", lambda: _("Duty rota"), "calendar-event", sees_duty,
        ("duty_plan", "duty_weeks", "duty_substitute", "duty_cancel", "duty_month", "duty_swap", "duty_sheet"),
    ),
    Place("receptions", lambda: _("Receptions"), "messages", sees_duty, ("reception_new",)),
)  # fmt: skip
_HOUSE = (
    Place(
        "knowledge", lambda: _("Knowledge"), "file-certificate", works, ("knowledge_new", "knowledge_entry")
    ),
    Place("undelivered", lambda: _("Messages that failed"), "mail-forward", works),
    Place("yearly", lambda: _("Yearly duties"), "calendar-event", sees_county, ("yearly_done",)),
    Place("styleguide", lambda: _("Components"), "category", sees_parts),
)

_ADMIN = (
    Place("admin_home", lambda: _("Administration"), "settings", administers),
    Place("admin_people", lambda: _("People and posts"), "users", administers,
          ("admin_person", "admin_person_new", "admin_leave")),
    Place("admin_units", lambda: _("Units"), "sitemap", administers, ("admin_unit", "admin_unit_new")),
    Place("admin_settings", lambda: _("Terms and settings"), "clock", administers, ("admin_setting",)),
    Place("admin_categories", lambda: _("Categories"), "tag", administers, ("admin_edition",)),
    Place("admin_charges", lambda: _("Duty list"), "clipboard-list", administers),
    Place("admin_calendar", lambda: _("Working days"), "calendar", administers),
    Place("admin_map", lambda: pgettext("administration", "Map"), "map-pin", administers),
    Place("admin_texts", lambda: _("Letters and texts"), "file-text", administers, ("admin_text",)),
    Place("admin_tables", lambda: _("Import and export"), "upload", administers),
    Place("admin_trail", lambda: _("Trail of changes"), "history", administers, ("admin_signins",)),
)  # fmt: skip


def menu(request: HttpRequest, who: Actor) -> SafeString:
    """The groups of places for this person, the one where they are marked, as ready HTML. No query."""
    at = (request.resolver_match.url_name or "") if request.resolver_match else ""
    return _drawn(who.posts, at, language(), settings.DEBUG)


@lru_cache(maxsize=1024)
def _drawn(posts: tuple[Post, ...], at: str, _lang: str, _debug: bool) -> SafeString:
    """It stands on every page and hangs on nothing but these."""
    who, icons = Actor("", "", posts), static("vendor/icons.svg")
    groups = (
        ("", _DAY),
        (_("Lists"), tuple(LISTS.values())),
        (_("Understanding"), _UNDERSTANDING),
        (_("Reception by leaders"), _DUTY),
        (_("House"), _HOUSE),
        (_("Administration"), _ADMIN),
    )
    made = []
    for n, (word, places) in enumerate(groups):
        items = "".join(_item(place, at, icons) for place in places if place.may(who))
        if items and word:
            made.append(
                f'<p class="hy-side-word" id="menu-{n}">{escape(word)}</p><ul aria-labelledby="menu-{n}">{items}</ul>'
            )
        elif items:
            made.append(f"<ul>{items}</ul>")
    return mark_safe("\n".join(made))  # noqa: S308  our own words, escaped


def _item(place: Place, at: str, icons: str) -> str:
    on = ' aria-current="page"' if at in (place.name, *place.also) else ""
    icon = f'<svg class="icon" aria-hidden="true"><use href="{icons}#{place.icon}"/></svg>'
    return f'<li><a href="{reverse(place.name)}"{on}>{icon}{escape(place.word())}</a></li>'
