"""The clerk's side of the second screen: pair a device with a code, put the record on it, see what the visitor said."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods as only
from django.views.decorators.http import require_POST

from huiyin.rooms.intake import counter
from huiyin.rules.roles import Permission
from huiyin.web.desk.access import actor, frame, staff
from huiyin.web.shared import when
from huiyin.web.shared.fields import printable
from huiyin.web.shared.page import private, render, see

if TYPE_CHECKING:
    from django.http import HttpRequest

#: What stands on the screen, and how many characters of it at most.
FIELDS = {
    "name": 60, "id_number": 40, "phone": 40, "address": 200, "persons": 9, "title": 200, "text": 20_000, "spoken": 8,
}  # fmt: skip


def record_of(said: Mapping[str, Any]) -> dict[str, str]:
    """What of a register form the visitor is asked to confirm, just as it stands in the form."""
    return {
        name: printable(str(said.get(name, "")))[:most].replace("\r\n", "\n").strip()
        for name, most in FIELDS.items()
    }


def _clerk(request: HttpRequest) -> Any:
    if not actor(request).may(Permission.REGISTER):
        raise PermissionDenied
    return request.user


@only(["GET", "HEAD", "POST"])
@staff
def connect_page(request: HttpRequest) -> HttpResponse:
    """Whether a screen is paired; ``step``: a new code (shown once), blank, or part from it. Only for who registers."""
    user, now, code = _clerk(request), timezone.now(), ""
    step = request.POST.get("step", "")
    if step == "code":
        code = counter.new_code(user, now=now)
    elif step == "blank":
        counter.blank(user)
        return see(request.path)
    elif step == "part":
        counter.unpair(user)
        return see(request.path)
    context = {
        "standing": counter.standing(user, now=now),
        "code": f"{code[:3]} {code[3:]}" if code else "",
        "minutes": int(counter.CODE_FOR.total_seconds() // 60),
        "where": request.build_absolute_uri("/desk/counter/"),
    }
    return private(render(request, "desk/counter_desk.html", context, frame=frame(request)))


@require_POST
@staff
def show(request: HttpRequest) -> HttpResponse:
    """Put what stands in the register form on the screen. The answer is the line that tells how it stands."""
    user, now = _clerk(request), timezone.now()
    record = record_of(request.POST)
    if not record["text"]:
        return _state(request, counter.standing(user, now=now), said=_("First write down what was said."))
    counter.show(user, record, now=now)
    return _state(request, counter.standing(user, now=now))


@require_POST
@staff
def state_part(request: HttpRequest) -> HttpResponse:
    """The line beside the button: shown, right, something is wrong, or that the form was written on since."""
    user, now = _clerk(request), timezone.now()
    standing = counter.standing(user, now=now)
    other = standing.showing and standing.words != record_of(request.POST)
    return _state(
        request, standing, said=_("You have changed something since. Show it again.") if other else ""
    )


def _state(request: HttpRequest, standing: counter.Standing, *, said: str = "") -> HttpResponse:
    at = f"{when.local(standing.said_at):%H:%M}" if standing.said_at else ""
    words = {
        "right": _("The visitor read it and says it is right (%(time)s).") % {"time": at},
        "wrong": _("The visitor says that something is wrong. Mend it, then show it again."),
        "": _("It is on the screen; the visitor is reading.")
        if standing.paired
        else _(
            "It is on this computer's second screen if the page is open there. No other device is connected."
        ),
    }
    context = {
        "line": said or (words[standing.said] if standing.showing else _("Nothing is on the screen.")),
        "tone": "care" if said or standing.said == "wrong" else "good" if standing.said else "",
        "waits": standing.showing and not standing.said and not said,
        "showing": standing.showing,
        "paired": standing.paired,
    }
    return private(render(request, "desk/parts/counter_state.html", context))
