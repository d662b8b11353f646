"""Training on the county's own matters: three models, each put into place whole, with its report."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from huiyin.rooms.insight.categories import What, file_of
from huiyin.rooms.insight.learning import TooLittle, learn
from huiyin.rooms.insight.model_files import save
from huiyin.rooms.insight.own import MOST, Decided, decided
from huiyin.rules.roles import Actor

#: A label is learnt from so many different matters at least; with fewer, names and descriptions go on speaking for it. A
#: model that has seen a handful of tellings is sure of their wording, not of their subject: a dozen is where the repeated
#: stories of the demonstration stop and a county's own variety begins. Matters with the same title count once.
LEAST_OWN = 12

__all__ = ["MOST", "field_of", "trained"]


def field_of(category: str) -> str:
    """The field of a category: its first two digits with zeros behind."""
    return category[:2] + "0000"


def label_of(what: What, one: Decided) -> str:
    """What was decided of this; empty: nothing to learn."""
    if what is What.UNIT:
        return one.unit
    return field_of(one.category) if what is What.FIELD else one.category


def _enough(each: list[tuple[Decided, str]]) -> tuple[list[tuple[Decided, str]], dict[str, int]]:
    """The same without the labels of too few different matters; and those, with how many each has."""
    kinds: dict[str, set[str]] = {}
    for one, label in each:
        kinds.setdefault(label, set()).add(one.text.title or one.text.body)
    few = {label: len(found) for label, found in sorted(kinds.items()) if label and len(found) < LEAST_OWN}
    return [(one, "" if label in few else label) for one, label in each], few


def trained(
    by: Actor, *, now: datetime, most: int = MOST
) -> Iterator[tuple[What, dict[str, Any] | TooLittle]]:
    """Learn fields, categories and units one after the other; the report of each, or why there is none.

    A model that was there stays until the new one is whole, and stays where there is too little. Matters that have no such
    label, or whose label isn't learnt, teach words alone; those that nobody has sorted never do: tip-offs may be among them.
    """
    rows = list(decided(by, most=most))
    for what in What:
        each, few = _enough([(one, label_of(what, one)) for one in rows])
        labelled = [(one, label) for one, label in each if label]
        beside = [one.text for one, label in each if not label]
        source = {
            "what": what.value, "at": now.isoformat(timespec="seconds"), "matters": len(labelled),
            "last_number": labelled[0][0].number if labelled else "", "left_to_descriptions": few,
        }  # fmt: skip
        try:
            model = learn(
                [one.text for one, _ in labelled],
                [label for _, label in labelled],
                source=source,
                beside=beside,
            )
        except TooLittle as no:
            yield what, TooLittle(str(no), enough=no.enough, labels=no.labels, left=few)
            continue
        save(model, file_of(what))
        yield what, model.report
