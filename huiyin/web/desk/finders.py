"""The little field above a long list of units or colleagues: name or initials, and the list below holds what is called so."""

from __future__ import annotations

from django.utils.translation import gettext as _

from huiyin.rules.fields import Kind
from huiyin.web.shared.fields import FieldView

#: Kinds of fields whose choices have names that people know.
CLOSED = frozenset({Kind.UNIT, Kind.ANY_UNIT, Kind.LEADER, Kind.STAFF})
#: Characters that are looked at.
LONGEST = 40
#: So few choices are all in sight.
_FEW = 12


def with_finder(view: FieldView, kind: Kind, where: str) -> list[FieldView]:
    """The field, with a finder before it where its list is long. ``where``: the address that answers (by POST)."""
    if kind not in CLOSED or view.kind != "select" or view.options.count("<option") <= _FEW:
        return [view]
    label = _("Find the person") if kind is Kind.STAFF else _("Find the unit")
    sample = _("Name or initials: 金英 or jy") if kind is Kind.STAFF else _("Name or initials: 环境 or hj")
    name = f"find_{view.name}"
    asks = {
        "autocomplete": "off", "placeholder": sample, "maxlength": str(LONGEST), "hx-post": where,
        "hx-trigger": "input changed delay:120ms", "hx-target": f"#{view.id}", "hx-swap": "innerHTML",
        "hx-params": f"{name},csrfmiddlewaretoken", "hx-sync": "this:replace",
    }  # fmt: skip
    return [FieldView(name, label, required=False, extra=asks), view]
