"""How petitions stood at the end of a day: a sheet of a week that is over says the same whenever it is opened (decision 0017).

Read from the dossiers, for what was touched since then alone; of today nothing is asked.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from huiyin.rooms.dossier.models import Entry
from huiyin.rooms.kept import ASKED, ASKED_PAST, KeptValues, listed
from huiyin.rules.hot import TELLING, Stood, stood
from huiyin.rules.vocabulary import Verb

#: What was joined to a matter that was joined itself is followed so many times: as many queries at most.
_STEPS = 4

_told = KeptValues(
    lambda: (
        Entry.objects.filter(
            number__in=listed(ASKED), at__lt=ASKED_PAST, verb__in=sorted(verb.value for verb in TELLING)
        )
        .order_by("number", "seq")
        .values_list("number", "verb", "data")
    )
)


def stood_at(petitions: Collection[str], past: datetime) -> dict[str, Stood]:
    """How the matter that each petition belonged to stood before the moment ``past``.

    One query, another for each step in which what it was joined to isn't among them; none for no petitions.
    """
    known: dict[str, Stood] = {}
    wanted = set(petitions)
    for _step in range(_STEPS):
        if not wanted:
            break
        known |= _read(wanted, past)
        wanted = {one.inside for one in known.values() if one.inside} - known.keys()
    return {number: _followed(number, known) for number in petitions}


def _read(numbers: Collection[str], past: datetime) -> dict[str, Stood]:
    told: dict[str, list[tuple[Verb, Mapping[str, Any]]]] = defaultdict(list)
    for number, verb, data in _told(past=past, value=json.dumps(sorted(numbers))):
        told[number].append((Verb(verb), json.loads(data)))
    return {number: stood(told[number]) for number in numbers}


def _followed(number: str, known: Mapping[str, Stood]) -> Stood:
    found = known[number]
    for _step in range(_STEPS):
        if found.inside not in known:
            break
        found = known[found.inside]
    return found
