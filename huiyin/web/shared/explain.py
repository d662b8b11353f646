"""How a last day was reached, in sentences; the rules give the steps (``rules.clocks.explain``), the words stand here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, cast

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from huiyin.rules.clocks import Clock, Step, StepCode, Unit
from huiyin.rules.yearly import Yearly, YearlyStep, YearlyStepCode
from huiyin.web.shared import when
from huiyin.web.shared.sayings import article

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Params = Mapping[str, Any]

#: Names of days as the calendar's package has them; the county's own names are shown as they are.
_DAY_NAMES: Mapping[str, _StrPromise] = {
    "New Year's Day": gettext_lazy("New Year's Day"),
    "Spring Festival": gettext_lazy("Spring Festival"),
    "Tomb-sweeping Day": gettext_lazy("Tomb-sweeping Day"),
    "Labour Day": gettext_lazy("Labour Day"),
    "Dragon Boat Festival": gettext_lazy("Dragon Boat Festival"),
    "National Day": gettext_lazy("National Day"),
    "Mid-autumn Festival": gettext_lazy("Mid-autumn Festival"),
}


def sentences(steps: tuple[Step, ...]) -> list[str]:
    """One sentence for each step worth telling, in the page's language."""
    said = (_SAY[step.code](step.params) for step in steps)
    return [sentence for sentence in said if sentence]


def count_of(length: int, unit: str) -> str:
    """A length of time: 15 days, 5 working days."""
    if unit == Unit.WORKING_DAYS:
        return ngettext("%(n)s working day", "%(n)s working days", length) % {"n": length}
    return ngettext("%(n)s day", "%(n)s days", length) % {"n": length}


def _rule(p: Params) -> str:
    length, cited = count_of(p["length"], p["unit"]), article(p["article"]) if p["article"] else ""
    if p["source"] == "setting":
        if cited:
            return _("%(article)s names no length; the county's own term: %(length)s.") % {
                "article": cited,
                "length": length,
            }
        return _("The county's own term: %(length)s.") % {"length": length}
    if p["source"] == "given":
        return _given(p["clock"], cited, length)
    if p["clock"] == Clock.T7:
        return _("%(article)s: %(length)s with the extension.") % {"article": cited, "length": length}
    return _("%(article)s: %(length)s.") % {"article": cited, "length": length}


def _given(clock: str, cited: str, length: str) -> str:
    """Who named the length: the sender of an assigned matter, a supervision notice, or another line's own rule."""
    if clock == Clock.L15:
        return _("Term set by the leader: %(length)s.") % {"length": length}
    if not cited:
        return _("The other line's own term: %(length)s.") % {"length": length}
    if clock == Clock.T5:
        return _("Term set by the sender: %(length)s (%(article)s).") % {"length": length, "article": cited}
    if not cited:
        return _("Term set by the leader: %(length)s.") % {"length": length}
    return _("Term set by the notice: %(length)s (%(article)s).") % {"length": length, "article": cited}


def _start(p: Params) -> str:
    return _("It began on %(moment)s; that day isn't counted.") % {
        "moment": when.moment(cast(datetime, p["at"]))
    }


def _extended(p: Params) -> str:
    return _(
        "%(length)s and the extension of %(days)s that the head approved are counted together from the beginning."
    ) % {"length": count_of(p["length"], Unit.DAYS), "days": count_of(p["days"], Unit.DAYS)}


def _hearing(p: Params) -> str:
    return ngettext(
        "The hearing took %(n)s day, which isn't counted.",
        "The hearing took %(n)s days, which aren't counted.",
        p["days"],
    ) % {"n": p["days"]}


def _counted(p: Params) -> str:
    return _("%(length)s from then end on %(day)s.") % {
        "length": count_of(p["length"], p["unit"]),
        "day": when.day(p["day"]),
    }


def _weekends(p: Params) -> str:
    return ngettext(
        "%(n)s ordinary weekend day isn't counted.", "%(n)s ordinary weekend days aren't counted.", p["days"]
    ) % {"n": p["days"]}


def _span(first: date, last: date) -> str:
    if first == last:
        return when.day(first)
    return _("%(first)s to %(last)s") % {"first": when.day(first), "last": when.day(last)}


def _name(p: Params) -> str:
    known = _DAY_NAMES.get(p["name"])
    return str(known) if known else str(p["name"]) or _("day off")


def _days_off(p: Params) -> str:
    return _("%(span)s: off (%(name)s).") % {"span": _span(p["first"], p["last"]), "name": _name(p)}


def _worked(p: Params) -> str:
    return _("%(span)s: worked in exchange (%(name)s).") % {
        "span": _span(p["first"], p["last"]),
        "name": _name(p),
    }


def _rolled(p: Params) -> str:
    return _("%(from)s is a day off, so the last day moves to %(to)s.") % {
        "from": when.day(p["from"]),
        "to": when.day(p["to"]),
    }


def _not_rolled(p: Params) -> str:
    return _("%(day)s is a day off, but the county doesn't move last days.") % {"day": when.day(p["day"])}


def _provisional(p: Params) -> str:
    return _("The holiday notice from %(day)s on isn't out yet, so the date may still change.") % {
        "day": when.day(p["day"])
    }


def _due(p: Params) -> str:
    return _("Last day: %(day)s.") % {"day": when.day(p["day"])}


def _silent(p: Params) -> str:
    return ""


_SAY: Mapping[StepCode, Callable[[Params], str]] = {
    StepCode.RULE: _rule,
    StepCode.START: _start,
    StepCode.START_NOT_COUNTED: _silent,
    StepCode.EXTENDED: _extended,
    StepCode.HEARING: _hearing,
    StepCode.COUNTED: _counted,
    StepCode.WEEKENDS: _weekends,
    StepCode.DAYS_OFF: _days_off,
    StepCode.WORKED: _worked,
    StepCode.ROLLED: _rolled,
    StepCode.NOT_ROLLED: _not_rolled,
    StepCode.PROVISIONAL: _provisional,
    StepCode.DUE: _due,
}


# -- yearly duties ------------------------------------------------------------------------------------------------


def yearly_sentences(steps: tuple[YearlyStep, ...]) -> list[str]:
    """Why a yearly duty is due on its day, sentence by sentence."""
    return [_SAY_YEARLY[step.code](step.params) for step in steps]


def _yearly_rule(p: Params) -> str:
    said = {"article": article(p["article"]), "year": p["year"]}
    if p["code"] == Yearly.REPORT:
        return (
            _(
                "%(article)s: a report on %(year)s to the county's own committee and government and to the department above."
            )
            % said
        )
    return _("%(article)s: the petition work of %(year)s is assessed.") % said


def _yearly_no_day(p: Params) -> str:
    return _("%(article)s names no day for it.") % {"article": article(p["article"])}


def _yearly_local(p: Params) -> str:
    return _("The county's own choice, local practice and not law: by %(day)s.") % {"day": when.day(p["day"])}


_SAY_YEARLY: Mapping[YearlyStepCode, Callable[[Params], str]] = {
    YearlyStepCode.RULE: _yearly_rule,
    YearlyStepCode.NO_DAY: _yearly_no_day,
    YearlyStepCode.LOCAL: _yearly_local,
    YearlyStepCode.DUE: _due,
}
