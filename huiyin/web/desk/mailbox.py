"""The mailbox's desk (县长信箱): messages with words and files, what waits to be sorted, whom one asked, what to publish."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_safe

from huiyin.rooms.cases import mailbox, withdrawn
from huiyin.rooms.cases.mailbox import Message
from huiyin.rooms.cases.models import Matter
from huiyin.rooms.cases.unnaming import Reader
from huiyin.rooms.cases.working import MOST_COUNTED, Sort, Wanted, count, key_of, rows
from huiyin.rules.calendar import local_date
from huiyin.rules.roles import Actor, Permission
from huiyin.rules.vocabulary import Channel, Status, Verb
from huiyin.web.desk import menu, shots
from huiyin.web.desk.access import actor, frame, staff
from huiyin.web.desk.confidence import numbered
from huiyin.web.desk.filtering import key_in, key_text
from huiyin.web.desk.pages import size
from huiyin.web.desk.work_rows import title_of
from huiyin.web.shared import badges, county, when
from huiyin.web.shared.chips import chip_row
from huiyin.web.shared.page import lang_of, private, render

if TYPE_CHECKING:
    from django.http import HttpRequest

PATH = "/desk/mailbox/"
#: Characters of a message that are shown before it is opened.
FIRST = 160
_IN = frozenset({Channel.MAILBOX})
_SHOWN: dict[str, Wanted] = {
    "sort": Wanted(channels=_IN, statuses=frozenset({Status.REGISTERED})),
    "back": Wanted(channels=_IN, told=True),
    "asked": Wanted(channels=_IN, asked=True),
    "open": Wanted(channels=_IN),
}
PUBLISH = "publish"


@require_safe
@staff
def mailbox_page(request: HttpRequest) -> HttpResponse:
    """``?show=``: to sort (first), answered by the sender, waiting for the sender, all open, or answered and not yet public."""
    who, now = actor(request), timezone.now()
    if not menu.works(who):
        raise PermissionDenied
    may_publish = who.may(Permission.DISPATCH) and menu.sees_county(who)
    show = request.GET.get("show", "sort")
    if show == PUBLISH and may_publish:
        found, more = _publishable(request, who)
    else:
        show = show if show in _SHOWN else "sort"
        found, more = _open(request, who, show)
    beside, reader = mailbox.messages(row.number for row in found), Reader.of(who, found)
    back = withdrawn.among(found)
    context = {
        "chips": _chips(who, show, may_publish=may_publish),
        "rows": [
            {
                **_row(row, beside[row.number], reader, local_date(now), show),
                "back": badges.withdrawn(back.get(row.number)),
            }
            for row in found
        ],
        "pager": {
            "first": f"{PATH}?{urlencode({'show': show})}" if request.GET.get("after") else "",
            "next": f"{PATH}?{urlencode({'show': show, 'after': more})}" if more else "",
        },
        "empty_heading": _("Nothing here"), "empty_text": _EMPTY[show](),
    }  # fmt: skip
    return private(render(request, "desk/mailbox.html", context, frame=frame(request)))


_EMPTY: dict[str, Any] = {
    "sort": lambda: _("No message waits to be sorted."), "back": lambda: _("No sender has answered anew."),
    "asked": lambda: _("No sender owes an answer."), "open": lambda: _("No message is open."),
    PUBLISH: lambda: _("No answer waits to be published."),
}  # fmt: skip


def _open(request: HttpRequest, who: Actor, show: str) -> tuple[list[Matter], str]:
    after = key_in(request.GET.get("after", ""), Sort.OLD)
    found = rows(who, _SHOWN[show], sort=Sort.OLD, after=after, size=mailbox.PAGE)
    shown = found[: mailbox.PAGE]
    return shown, key_text(key_of(shown[-1], Sort.OLD)) if len(found) > mailbox.PAGE else ""


def _publishable(request: HttpRequest, who: Actor) -> tuple[list[Matter], str]:
    after = key_in(request.GET.get("after", ""), Sort.OLD)
    found = mailbox.publishable(who, after=after)
    shown = found[: mailbox.PAGE]
    last = shown[-1] if len(found) > mailbox.PAGE else None
    return shown, key_text((last.closed_at, last.number)) if last is not None else ""


def _chips(who: Actor, show: str, *, may_publish: bool) -> Any:
    words = {
        "sort": pgettext("mailbox", "To sort"), "back": pgettext("mailbox", "Sender has answered"),
        "asked": pgettext("mailbox", "Sender was asked"), "open": pgettext("mailbox", "All open"),
    }  # fmt: skip
    listed = [
        {
            "word": _counted(words[one], count(who, _SHOWN[one])),
            "url": f"{PATH}?show={one}",
            "on": one == show,
        }
        for one in _SHOWN
    ]
    if may_publish:
        listed.append(
            {
                "word": pgettext("mailbox", "To publish"),
                "url": f"{PATH}?show={PUBLISH}",
                "on": show == PUBLISH,
            }
        )
    return chip_row(listed)


def _counted(word: str, n: int) -> str:
    return f"{word} · {MOST_COUNTED}+" if n > MOST_COUNTED else f"{word} · {n}"


def _row(row: Matter, said: Message, reader: Reader, today: date, show: str) -> dict[str, Any]:
    url = f"/desk/matter/{row.number}/"
    whole = reader.read(row.number, said.text or "")
    text = _("(erased as the law provides)") if said.text is None else " ".join(whole.split())
    files = _files(row, said, reader)
    return {
        "url": url, "number": row.number, "title": title_of(row), "lang": lang_of(text),
        "text": text[:FIRST] + ("…" if len(text) > FIRST else ""), "whole": whole if len(text) > FIRST else "",
        "clock": badges.nearest(row, today), "due": badges.until(row, today),
        "state": badges.state(Status(row.status)), "urgent": badges.urgent() if row.urgent else "",
        "facts": " · ".join(part for part in (
            when.short_day(local_date(row.received_at), today),
            county.place_name(row.place) if row.place else "", county.category_name(row.category) if row.category else "",
        ) if part),
        "files": files, "shots": _shots(row, said, files),
        "question": _question(said, today), "acts": _acts(row, reader.who, url, show),
    }  # fmt: skip


def _files(row: Matter, said: Message, reader: Reader) -> list[dict[str, str]]:
    """Links to the files, streamed and always saved; numbered and not named where who speaks is kept in confidence."""
    kept = row.number in reader.kept
    return [
        {
            "url": f"/desk/matter/{row.number}/file/{one.seq}/", "size": size(one.bytes),
            "name": numbered(place, one.name) if kept else one.name or _("File"),
        }
        for place, one in enumerate(said.files, 1)
    ]  # fmt: skip


def _shots(row: Matter, said: Message, files: list[dict[str, str]]) -> SafeString | str:
    """The pictures among the files, small; called as the files are."""
    pairs = zip(said.files, files, strict=True)
    return shots.row(
        shots.shot(row.number, one.seq, one.preview, file["name"], when.moment(one.at))
        for one, file in pairs
        if one.preview
    )


def _question(said: Message, today: date) -> str:
    """How the last question to the sender stands."""
    asked = said.question
    if asked is None:
        return ""
    if asked.answered_at is None:
        left = (asked.due_on - today).days
        if left < 0:
            return ngettext("no answer, %(n)s day over", "no answer, %(n)s days over", -left) % {"n": -left}
        return _("sender was asked, until %(day)s") % {"day": when.short_day(asked.due_on, today)}
    day = {"day": when.short_day(local_date(asked.answered_at), today)}
    return (
        _("sender answered on %(day)s, new") % day
        if asked.seen_at is None
        else _("sender answered on %(day)s") % day
    )


def _acts(row: Matter, who: Actor, url: str, show: str) -> list[dict[str, str]]:
    """The next steps of this desk; each page says itself if it isn't possible."""
    if show == PUBLISH:
        return [{"word": _("Publish the answer"), "url": f"{url}publish/"}]
    made = []
    if row.status == Status.REGISTERED.value and menu.sorts_daily(who):
        made.append({"word": pgettext("verb", "Sort"), "url": f"/desk/triage/?number={row.number}"})
    if row.status not in (Status.ISSUED.value, Status.DELIVERED.value):
        made.append({"word": _("Ask the sender"), "url": f"{url}?do={Verb.ASK_SENDER.value}#do"})
    return made
