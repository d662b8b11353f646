"""What ``huiyin evaluate`` found, in lines for people; the figures themselves are the rooms' of ``insight``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from huiyin.rooms.management.columns import table

_ACCURACY = pgettext_lazy("evaluation", "accuracy")
_PRECISION, _RECALL = pgettext_lazy("evaluation", "precision"), pgettext_lazy("evaluation", "recall")
#: Figures between 0 and 1 of the categories.
_PARTS = ("macro_f1", "accuracy", "macro_f1_without_copies", "calibration_error")
#: The halves that rows are parted into; others are called as their file calls them.
_HALVES = {"tuning": pgettext_lazy("half", "tuning"), "reporting": pgettext_lazy("half", "reporting")}
#: Which labelled rows stand together, for B-cubed.
_AMONG = {
    "b_cubed": gettext_lazy("labelled rows"), "b_cubed_reporting_half": gettext_lazy("their reporting half"),
    "b_cubed_related_in": gettext_lazy("with the related ones"),
}  # fmt: skip
#: The kinds of our own rewordings, and of what must be kept apart.
KINDS = {
    "other words": pgettext_lazy("reworded", "other words"), "other order": pgettext_lazy("reworded", "other order"),
    "shorter": pgettext_lazy("reworded", "shorter"), "second half": pgettext_lazy("reworded", "second half"),
    "longer": pgettext_lazy("reworded", "longer"), "no title": pgettext_lazy("reworded", "no title"),
    "title only": pgettext_lazy("reworded", "title only"), "traditional": pgettext_lazy("reworded", "traditional"),
    "slips": pgettext_lazy("reworded", "slips"), "spoken": pgettext_lazy("reworded", "spoken"),
    "other words, order, shorter": pgettext_lazy("reworded", "other words, order, shorter"),
    "told by somebody else": pgettext_lazy("reworded", "told by somebody else"),
    "same thing elsewhere": pgettext_lazy("reworded", "same thing elsewhere"),
    "same place, something else": pgettext_lazy("reworded", "same place, something else"),
}  # fmt: skip


def categories(told: dict[str, Any]) -> Iterator[str]:
    """How well labels are learnt."""
    folds = _("Learnt from %(rows)s rows, asked about in %(folds)s stratified folds.")
    other = _("Learnt from %(rows)s rows, asked about %(test_rows)s rows of another file.")
    yield (folds if told["folds"] else other) % told
    if told["unlabelled"] or told["unlabelled_copies"]:
        said = _(
            "Texts without labels: %(unlabelled)s, used where they are at least as many as those learnt from; copies of "
            "rows left out: %(unlabelled_copies)s"
        )
        yield said % told
    part = {name: f"{told[name]:.4f}" for name in _PARTS}
    yield _("Macro-F1 %(macro_f1)s, accuracy %(accuracy)s") % part
    said = _("Near copies of rows learnt from: %(n)s; macro-F1 without them %(macro_f1_without_copies)s")
    yield said % {"n": told["near_copies"], **part}
    yield _("Probabilities are off by %(calibration_error)s on average") % part
    yield from _curve(told["curve"])
    yield from _labels(told["labels"])
    yield _("Confusion (line: as labelled; column: as answered, in the same order):")
    yield from (" ".join(f"{n:>5}" for n in row) for row in told["confusion"])
    yield _("%(seconds)s s, %(peak_megabytes)s MB at most") % told


def _curve(curve: list[dict[str, float]]) -> Iterator[str]:
    heading = (pgettext("evaluation", "coverage"), str(_ACCURACY), pgettext("evaluation", "probability from"))
    rows = [(f"{p['coverage']:.0%}", f"{p['accuracy']:.4f}", f"{p['from']:.3f}") for p in curve]
    return table(heading, rows, left=0)


def _labels(labels: dict[str, dict[str, Any]]) -> Iterator[str]:
    name, rows = pgettext("evaluation", "label"), pgettext("evaluation", "rows")
    scores = (
        (label, *(f"{row[f]:.4f}" for f in ("precision", "recall", "f1")), row["n"])
        for label, row in labels.items()
    )
    return table((name, str(_PRECISION), str(_RECALL), "F1", rows), scores)


def same_matter(told: dict[str, Any]) -> Iterator[str]:
    """How well the same matter is recognised."""
    said = _("%(messages)s messages; linked from a score of %(link)s on; the first %(shown)s candidates")
    yield said % told
    for half, row in told["halves"].items():
        said = _(
            "%(half)s half: recall %(recall_at_20)s of %(queries)s queries; negatives above %(negatives)s"
        )
        yield said % {**row, "half": _half(half), "negatives": _negatives(row)}
    for name, row in told["events"].items():
        said = _(
            "%(name)s: %(positive)s positives, recall %(recall_at_20)s (related ones left aside "
            "%(recall_at_20_related_aside)s), positive pairs above %(positive_pairs_above_link)s, negatives above %(negatives)s"
        )
        yield said % {**row, "name": name, "negatives": _negatives(row)}
    yield _("Copies: %(found)s of %(pairs)s pairs found (%(groups)s groups)") % told["copies"]
    own = told["planted"]
    said = _("Planted: %(rewordings)s rewordings, within 20 %(found_within_20)s, above %(above_link)s")
    yield said % own
    for kind, (within, above) in own["kinds"].items():
        told_so = {"kind": KINDS.get(kind, kind), "within": within, "above": above}
        yield "  " + _("%(kind)s: within 20 %(within)s, above %(above)s") % told_so
    for kind, row in own["apart"].items():
        said = _("to be kept apart, %(kind)s: above %(negatives)s")
        yield "  " + said % {"kind": KINDS.get(kind, kind), "negatives": _negatives(row)}
    yield _seconds(told)


def _negatives(row: dict[str, Any]) -> str:
    said = _("%(negative_pairs_above_link)s of %(negative_pairs)s pairs (highest %(highest_negative)s)")
    return said % row


def hot(told: dict[str, Any]) -> Iterator[str]:
    """How well hot matters come out of a stream."""
    said = _("%(messages)s messages, %(grouped)s of them in %(groups)s groups (joined from %(join)s on)")
    yield said % told
    for key, among in _AMONG.items():
        said = _("B-cubed, %(among)s: precision %(precision)s, recall %(recall)s, F1 %(f1)s")
        yield said % {**told[key], "among": among}
    for name, row in told["events"].items():
        said = _("%(name)s: %(in_largest)s of %(positive)s in one group of %(largest)s; %(groups)s groups")
        yield said % {**row, "name": name}
    yield _("Groups held together by place alone: %(by_place_alone)s") % told
    heading = (
        pgettext("figure", "Petitions"), pgettext("figure", "People"), pgettext("evaluation", "first day"),
        pgettext("evaluation", "last day"), pgettext("evaluation", "heat"), pgettext("evaluation", "title"),
    )  # fmt: skip
    columns = ("petitions", "persons", "first", "last", "index")
    lines = table(heading[:-1], ([row[name] for name in columns] for row in told["largest"]), left=0)
    titles = (heading[-1], *(row["title"] for row in told["largest"]))
    yield from (f"{line}  {title}" for line, title in zip(lines, titles, strict=True))
    yield _seconds(told)


def replies(told: dict[str, Any]) -> Iterator[str]:
    """How well empty and evasive answers are recognised."""
    yield _("%(answers)s answers, %(called_empty)s of them called empty; %(labels)s labels.") % told
    if told["not_in_file"]:
        yield _("%(not_in_file)s labels have no answer in the file and aren't counted.") % told
    heading = (
        pgettext("evaluation", "half"), pgettext("evaluation", "labels"), pgettext("evaluation", "empty"),
        pgettext("evaluation", "right"), pgettext("evaluation", "false"), pgettext("evaluation", "missed"),
        str(_PRECISION), str(_RECALL), pgettext("evaluation", "weighed precision"),
        pgettext("evaluation", "weighed recall"),
    )  # fmt: skip
    counts = ("labels", "empty", "right", "false_alarms", "missed")
    rows = (
        (
            _half(half), *(row[name] for name in counts), *map(_score, (row["precision"], row["recall"])),
            *map(_score, (row["weighed"]["precision"], row["weighed"]["recall"])),
        )
        for half, row in told["halves"].items()
    )  # fmt: skip
    yield from table(heading, rows)


def _half(name: str) -> str:
    return str(_HALVES.get(name, name))


def _score(score: float | None) -> str:
    return "–" if score is None else f"{score:.4f}"


def _seconds(told: dict[str, Any]) -> str:
    return _("%(seconds)s s") % told
