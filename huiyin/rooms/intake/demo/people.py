"""Invented citizens, whose numbers can't be anybody's.

Telephones are all 199 0000 xxxx; identity numbers carry a serial that nobody of that age has (998 and 999 were kept for
people over a hundred).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from random import Random
from typing import Any

from huiyin.rooms.intake.demo.corpus import Place, read
from huiyin.rooms.intake.demo.shape import Citizen
from huiyin.rules.identifiers import valid_id_number

#: From this age on the given names are those of the old.
_OLD = 58
_KOREAN_AMONG_CHINESE_WRITERS = 0.16
_GIVES_ID = 0.6


@cache
def _names() -> dict[str, Any]:
    raw = read("names.toml")
    return {k: v.split() if isinstance(v, str) else v for k, v in raw.items()}


class People:
    """Makes citizens, each with a telephone of their own."""

    def __init__(self, rng: Random, today: date, *, calls: int = 0) -> None:
        """``calls``: how many of the invented telephones are somebody's already."""
        self._rng, self._today, self._calls = rng, today, calls

    def citizen(
        self,
        place: Place,
        *,
        sex: str = "",
        age: Sequence[int] = (24, 78),
        korean: bool = False,
        online: bool = False,
    ) -> Citizen:
        """Somebody who lives at ``place``; a Korean writer at the mailbox signs in Korean letters."""
        rng = self._rng
        sex, years = sex or rng.choice("FM"), rng.randint(*age)
        is_korean = korean or rng.random() < _KOREAN_AMONG_CHINESE_WRITERS
        name = self._korean(sex, hangul=online and korean) if is_korean else self._han(sex, years)
        return Citizen(
            name=name, sex=sex, age=years, place=place, address=self._address(place), phone=self._phone(),
            id_number=self._id_number(sex, years), language="ko" if korean else "zh-hans",
        )  # fmt: skip

    def _han(self, sex: str, age: int) -> str:
        names, rng = _names(), self._rng
        given = names[("women" if sex == "F" else "men") + ("_old" if age >= _OLD else "")]
        while True:
            name = f"{rng.choice(names['surnames'])}{rng.choice(given)}"
            if name not in names["never"]:
                return name

    def _korean(self, sex: str, *, hangul: bool) -> str:
        names, rng = _names(), self._rng
        family = rng.choice(names["korean_surnames"])
        given = rng.choice(names["korean_women" if sex == "F" else "korean_men"])
        return f"{family[hangul]}{given[hangul]}"

    def _address(self, place: Place) -> str:
        rng = self._rng
        if not place.is_community:
            return f"{place.full}{rng.randint(1, 9)}组"
        return f"{place.full}{rng.randint(1, 40)}号楼{rng.randint(1, 6)}单元{rng.randint(1, 7)}0{rng.randint(1, 2)}"

    def _phone(self) -> str:
        self._calls += 1
        return f"1990000{self._calls:04d}"

    def _id_number(self, sex: str, age: int) -> str:
        rng = self._rng
        born = date(self._today.year - age, 1, 1).replace(month=rng.randint(1, 12), day=rng.randint(1, 28))
        return id_number(born, sex) if rng.random() < _GIVES_ID else ""


def id_number(born: date, sex: str) -> str:
    """A number that checks (GB 11643) and belongs to nobody: county 222424, serial 999 for men, 998 for women."""
    body = f"222424{born:%Y%m%d}{998 if sex == 'F' else 999}"
    return next(body + check for check in "0123456789X" if valid_id_number(body + check))
