"""The written matter of the demo, read from the TOML files beside: matters and phrases; and the county's places.

Every word there is invented. A slip in the files (unknown outcome, a slot nobody fills) is refused when they are read.
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from huiyin.rules.vocabulary import OUTCOMES_OF, Channel, MatterClass, Outcome, Route

HERE = Path(__file__).parent
PLACES = HERE.parents[1] / "county" / "data" / "222424" / "places.csv"
#: Letters of a matter's text, slots included: long enough to say something, short enough to have been written by hand.
SHORTEST, LONGEST = 60, 250
WHO = ("one", "any", "few", "group")
_CHANNELS = {"visit": Channel.VISIT, "mailbox": Channel.MAILBOX, "hotline": Channel.CALL}


@dataclass(frozen=True, slots=True)
class Place:
    """A village or community: its statistical code, what people call it, its town, and both in Korean."""

    code: str
    name: str
    town: str
    ko: str

    @property
    def full(self) -> str:
        """As people write it: town and village in one word."""
        return f"{self.town}{self.name}"

    @property
    def is_community(self) -> bool:
        """A community in town rather than a village."""
        return self.name.endswith("社区")


@dataclass(frozen=True, slots=True)
class Template:
    """One matter as somebody might bring it, with the answer it gets. Either ``outcome`` or ``route`` is set, never both."""

    id: str
    category: str
    unit: str
    klass: MatterClass
    who: str
    title: str
    text: str
    channels: frozenset[Channel]
    where: str = "any"
    korean: bool = False
    simple: bool = False
    urgent: bool = False
    sex: str = ""
    age: tuple[int, int] = (24, 78)
    n: tuple[int, int] = (3, 12)
    amount: tuple[int, int] = (800, 9000)
    months: frozenset[int] = frozenset(range(1, 13))
    note: str = ""
    outcome: Outcome | None = None
    route: Route | None = None
    facts: str = ""
    basis: str = ""
    opinion: str = ""
    opinion_ko: str = ""
    letter: str = ""
    accused: str = ""


class BadCorpus(ValueError):
    """A file of the demo says something that can't be played; the message names the matter."""


def read(name: str) -> dict[str, Any]:
    """One TOML file beside this module."""
    with (HERE / name).open("rb") as file:
        return tomllib.load(file)


@cache
def templates() -> tuple[Template, ...]:
    """All matters, by id."""
    found: dict[str, Template] = {}
    for path in sorted((HERE / "corpus").glob("*.toml")):
        data = read(f"corpus/{path.name}")
        for row in data["matter"]:
            template = template_of(row)
            if template.id in found:
                raise BadCorpus(f"{template.id}: twice")
            found[template.id] = template
    return tuple(found[key] for key in sorted(found))


def template_of(row: Mapping[str, Any]) -> Template:
    """One row checked. Refuses (BadCorpus) an outcome not of the class, both or neither of outcome and route, odd lengths."""
    given = {k: v for k, v in row.items() if k not in _READERS and k != "lang"}
    given |= {_RENAMED.get(k, k): read_as(row[k]) for k, read_as in _READERS.items() if k in row}
    given.setdefault("channels", frozenset(_CHANNELS.values()))
    template = Template(korean=row.get("lang") == "ko", **given)
    _check(template)
    return template


_READERS: dict[str, Any] = {
    "class": MatterClass, "outcome": Outcome, "route": Route, "age": tuple, "n": tuple, "amount": tuple,
    "months": frozenset, "channels": lambda names: frozenset(_CHANNELS[name] for name in names),
}  # fmt: skip
_RENAMED = {"class": "klass"}


def _check(template: Template) -> None:
    faults = []
    if (template.outcome is None) == (template.route is None):
        faults.append("needs an outcome or a route, not both")
    if template.outcome and template.outcome not in OUTCOMES_OF[template.klass]:
        faults.append(f"{template.outcome} is no outcome of a {template.klass}")
    if template.route and not template.letter:
        faults.append("a route needs its letter")
    if template.outcome and not (template.facts and template.basis and template.opinion):
        faults.append("an answer needs facts, basis and opinion")
    if template.korean and template.outcome and not template.opinion_ko:
        faults.append("who writes in Korean is answered in Korean too")
    if template.who not in WHO or template.where not in ("any", "village", "community"):
        faults.append("unknown who or where")
    if not SHORTEST <= len(template.text) <= LONGEST:
        faults.append(f"{len(template.text)} letters")
    if faults:
        raise BadCorpus(f"{template.id}: {'; '.join(faults)}")


@cache
def places() -> tuple[Place, ...]:
    """The county's villages and communities, by code; read from the same file that the county is loaded from."""
    with PLACES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    above = {row["code"]: row for row in rows if row["kind"] in ("town", "street")}
    return tuple(
        Place(row["code"], row["short"], town["short"], f"{town['name_ko']} {row['name_ko']}")
        for row in rows
        if (town := above.get(row["parent"])) and "农场" not in row["short"]
    )


@cache
def phrases() -> dict[str, Any]:
    """What is written in passing: openings, notes, reasons, proofs."""
    return read("phrases.toml")
