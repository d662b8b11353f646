"""Fields as they stand on a page: label, help, error, what was typed; drawn by one partial (shared/parts/field.html).

Made from a Django form or from the transition table's field specs, so that both look and behave alike. Not drawn by
Django's widgets: a list of three hundred units costs them 18 ms, this one string.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import pgettext

#: One entry of a list: value and label. A group is its label and its entries.
Pair = tuple[str, str]
Group = tuple[str, Sequence[Pair]]


@dataclass(frozen=True, slots=True)
class FieldView:
    """One field on a page. ``kind`` is an input type, or long, select, radio, check; ``limit`` counts characters.

    ``note`` stands behind the label instead of "(optional)".
    """

    name: str
    label: str
    kind: str = "text"
    value: str = ""
    help: str = ""
    note: str = ""
    error: str = ""
    required: bool = True
    options: SafeString = field(default_factory=SafeString)
    focus: bool = False
    limit: int = 0
    rows: int = 6
    narrow: bool = False
    extra: Mapping[str, str] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The id of the input; the first choice of a radio group carries it."""
        return f"f-{self.name}"

    @property
    def colon(self) -> str:
        """What stands between the label and what it says: none where the label ends in a sign of its own."""
        colon = pgettext("before what a field says", ": ")
        return colon[1:] if self.label[-1:] in tuple(".。?？!！:：") else colon

    @property
    def described(self) -> str:
        """Ids of help and error, for aria-describedby."""
        parts = [f"{self.id}-{part}" for part in ("help", "error") if getattr(self, part)]
        return " ".join(parts)

    @property
    def attributes(self) -> SafeString:
        """The attributes of the input, escaped, with a leading blank."""
        pairs: dict[str, str] = {"id": self.id, "name": self.name, **self.extra}
        if self.described:
            pairs["aria-describedby"] = self.described
        if self.error:
            pairs["aria-invalid"] = "true"
        if self.limit and self.kind == "long":
            pairs["data-limit"] = str(self.limit)
        flags = (" required" if self.required else "") + (" autofocus" if self.focus else "")
        return mark_safe("".join(f' {k}="{escape(v)}"' for k, v in pairs.items()) + flags)  # noqa: S308  escaped above


def options(pairs: Iterable[Pair], chosen: str = "", *, empty: str | None = None) -> SafeString:
    """The options of a select; ``empty`` is the label of the choice of nothing."""
    first = [] if empty is None else [("", empty)]
    return mark_safe("".join(_option(v, text, chosen) for v, text in (*first, *pairs)))  # noqa: S308  escaped in _option


def grouped(groups: Iterable[Group], chosen: str = "", *, empty: str | None = None) -> SafeString:
    """The options of a select under headings."""
    parts = [] if empty is None else [_option("", empty, chosen)]
    for heading, pairs in groups:
        inside = "".join(_option(v, text, chosen) for v, text in pairs)
        parts.append(f'<optgroup label="{escape(heading)}">{inside}</optgroup>')
    return mark_safe("".join(parts))  # noqa: S308  escaped piece by piece


def _option(value: str, text: str, chosen: str) -> str:
    mark = " selected" if value == chosen and chosen else ""
    return f'<option value="{escape(value)}"{mark}>{escape(text)}</option>'


def radios(
    name: str, pairs: Iterable[Pair], chosen: str = "", *, required: bool = True, focus: bool = False
) -> SafeString:
    """The choices of a radio group; the first carries the field's id (and the focus, if the field is to be mended)."""
    parts = []
    for i, (value, text) in enumerate(pairs):
        marks = f' id="f-{name}"' if i == 0 else ""
        marks += " checked" if value == chosen else ""
        marks += " required" if required else ""
        marks += " autofocus" if focus and i == 0 else ""
        parts.append(
            f'<label><input type="radio" name="{name}" value="{escape(value)}"{marks}> {escape(text)}</label>'
        )
    return mark_safe("".join(parts))  # noqa: S308  escaped piece by piece


def focused(views: Sequence[FieldView]) -> list[FieldView]:
    """The same fields, the first one in need of mending holding the focus: works without script."""
    result, given = [], False
    for view in views:
        if view.error and not given:
            given = True
            marked = view.options
            if view.kind == "radio":
                marked = mark_safe(str(view.options).replace("<input ", "<input autofocus ", 1))  # noqa: S308  ours
            result.append(replace(view, focus=True, options=marked))
        else:
            result.append(view)
    return result


def printable(value: str) -> str:
    """What was typed, as it can be shown again: without NULs and broken surrogates, which no page can carry."""
    return "".join(c for c in value if c != "\x00" and not "\ud800" <= c <= "\udfff")


def whole(text: str, otherwise: int = 0, *, digits: int = 6) -> int:
    """The whole number that an address or a hidden field holds; ``otherwise`` where it holds none, or a longer one."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= digits else otherwise
