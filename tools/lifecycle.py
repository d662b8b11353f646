"""docs/lifecycle.md from the table of transitions: the diagram of states and one line for each verb.

`make lifecycle` writes it; a house test asks that the page says what the table says.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path

from huiyin.rules.clocks import RULES, Clock
from huiyin.rules.table import Choose
from huiyin.rules.transitions import TRANSITIONS, Transition
from huiyin.rules.vocabulary import OPEN, Status, Verb

PAGE = Path(__file__).resolve().parent.parent / "docs" / "lifecycle.md"
HEAD = """# A matter's life

Drawn from the table of transitions (`huiyin/rules/way.py`, `huiyin/rules/around.py`) by `make lifecycle`; don't edit by hand.
Words in three languages: [glossary.md](glossary.md). Which article stands where: [rules.md](rules.md).

A review or recheck (复查、复核) is a matter of its own: it begins at `handling`, with the organ that decides, and goes the same
way from there.

"""
CHOICES = {
    Choose.DESK: "T1, T2, T9 or T11", Choose.ANSWER: "T6, L1 or S2", Choose.ORDINARY: "T6 or L1",
    Choose.FOREIGN: "F1 to F3", Choose.GRAVE: "L9, L12 if grave", Choose.RECEIPT: "T8 or T10, L10",
    Choose.LOOK: "L11 if low", Choose.REVOKED: "L13 if revoked", Choose.AGAIN: "L13 if to be handled again",
    Choose.TAKEN_BACK: "L5 if taken back", Choose.RESUMED: "the desk's goes on",
}  # fmt: skip


def page() -> str:
    """The whole page."""
    return HEAD + _diagram() + "\n" + _verbs() + "\n" + _clocks()


def _diagram() -> str:
    arrows: dict[tuple[str, str], list[str]] = defaultdict(list)
    for verb, row in TRANSITIONS.items():
        if row.target is None:
            continue
        for source in sorted(row.sources, key=list(Status).index):
            arrows[source.value, row.target.value].append(verb.value)
    lines = ["```mermaid", "stateDiagram-v2", "    [*] --> registered: register"]
    lines += [f"    {a} --> {b}: {', '.join(verbs)}" for (a, b), verbs in arrows.items() if a != b]
    lines += [f"    {status.value} --> [*]" for status in Status if status not in OPEN]
    return "\n".join([*lines, "```", ""])


def _verbs() -> str:
    lines = [
        "## Verbs", "",
        "| verb | from | to | who | must be said | clocks that start | clocks that stop | article |",
        "|---|---|---|---|---|---|---|---|",
    ]  # fmt: skip
    return "\n".join([*lines, *(_line(verb, row) for verb, row in TRANSITIONS.items()), ""])


def _line(verb: Verb, row: Transition) -> str:
    who = ", ".join(f"{standing.value} with {permission.value}" for standing, permission in row.who)
    fields = ", ".join(f.name if f.required else f"({f.name})" for f in row.fields)
    starts = ", ".join(c.value if isinstance(c, Clock) else CHOICES[c] for c in row.starts)
    cells = (
        verb.value, _states(row.sources), row.target.value if row.target else "stays",
        "follows from another verb" if row.follows else who, fields, starts, _codes(row.stops), row.article,
    )  # fmt: skip
    return "| " + " | ".join(cells) + " |"


def _codes(codes: frozenset[Clock]) -> str:
    lasting = {code for code, rule in RULES.items() if not rule.outlives}
    return "all that end with it" if codes == lasting else ", ".join(c.value for c in Clock if c in codes)


def _states(states: frozenset[Status]) -> str:
    if states == frozenset(Status):
        return "any"
    if states == OPEN:
        return "any open"
    if len(states) > len(Status) / 2:
        return "any but " + ", ".join(s.value for s in Status if s not in states)
    return ", ".join(s.value for s in Status if s in states)


def _clocks() -> str:
    lines = [
        "## Clocks", "", "| clock | counted in | length | whose | starts | stops, besides link, deliver, close | article |",
        "|---|---|---|---|---|---|---|",
    ]  # fmt: skip
    for code, rule in RULES.items():
        length = (
            str(rule.length or "")
            if not rule.most
            else f"{rule.length or ''}{'+' if rule.length else ''}given"
        )
        unit = rule.unit.value.replace("_", " ") if rule.unit else "given"
        marks = [rule.kind.value] + ["beside"] * rule.beside + ["outlives"] * rule.outlives
        cells = (
            f"{code.value} ({', '.join(marks)})", unit, length or f"setting `{rule.setting}`", rule.party.value,
            ", ".join(sorted(rule.starts_on)), ", ".join(sorted(rule.stops_on)), rule.article,
        )  # fmt: skip
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    sys.stdout.write(f"{PAGE.name} written\n")
