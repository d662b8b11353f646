"""Why a matter is a drawer, tail or bone case, as sentences; the rules find it (``rules.backlog``), the words stand here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from huiyin.rules.backlog import Backlog, Finding, Why
from huiyin.web.shared import when

Params = Mapping[str, Any]


def kind_word(kind: Backlog) -> str:
    """What a kind is called."""
    return {
        Backlog.DRAWER: pgettext("backlog", "Drawer case"),
        Backlog.TAIL: pgettext("backlog", "Tail case"),
        Backlog.BONE: pgettext("backlog", "Bone case"),
    }[kind]


def told(findings: Iterable[Finding], today: date) -> str:
    """All the reasons in one line."""
    return " · ".join(_SAY[finding.why](finding.params, today) for finding in findings)


def _silent(p: Params, today: date) -> str:
    days = ngettext("%(n)s working day", "%(n)s working days", p["days"]) % {"n": p["days"]}
    return _("Nothing from the owner since %(day)s: %(days)s") % {"day": when.day(p["since"]), "days": days}


def _promise_overdue(p: Params, today: date) -> str:
    return _("Closed, but a commitment is open: due %(day)s, %(late)s") % {
        "day": when.day(p["due"]),
        "late": when.distance(p["due"], today),
    }


def _again(p: Params, today: date) -> str:
    return ngettext(
        "Closed before and taken up again, %(n)s time",
        "Closed before and taken up again, %(n)s times",
        p["times"],
    ) % {"n": p["times"]}


def _old(p: Params, today: date) -> str:
    days = ngettext("%(n)s day", "%(n)s days", p["days"]) % {"n": p["days"]}
    return _("Open since %(day)s: %(days)s") % {"day": when.day(p["since"]), "days": days}


def rounds(n: int) -> str:
    """How often it was sent to a unit."""
    return ngettext("Sent to a unit %(n)s time", "Sent to a unit %(n)s times", n) % {"n": n}


def units(n: int) -> str:
    """How many units have had it."""
    return ngettext("%(n)s unit has had it", "%(n)s units have had it", n) % {"n": n}


_SAY: Mapping[Why, Callable[[Params, date], str]] = {
    Why.SILENT: _silent,
    Why.PROMISE_OVERDUE: _promise_overdue,
    Why.TAKEN_UP_AGAIN: _again,
    Why.OLD: _old,
    Why.MANY_ROUNDS: lambda p, today: rounds(p["rounds"]),
    Why.MANY_UNITS: lambda p, today: units(p["units"]),
}
