"""What a letter of a matter is about: number, day, title, the organ that reviews, the petitioner's language."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import override

from huiyin.rooms.cases.queries import File
from huiyin.rooms.county import queries
from huiyin.rules.calendar import local_date
from huiyin.rules.guards import Law
from huiyin.rules.state import MatterState
from huiyin.rules.units import UnitKind
from huiyin.rules.vocabulary import Stage
from huiyin.web.shared import when
from huiyin.web.shared.letters import GOVERNMENT, Subject, worded


def subject(file: File, law: Law) -> Subject:
    """From the matter's file. Nobody's name is in it: names are shown for a reason only, and written in by hand."""
    state = file.state
    return Subject(
        number=state.number,
        received={lang: _day_in(lang, state) for lang in GOVERNMENT},
        title=file.texts.get((1, "title")) or "",
        stage=state.stage,
        klass=state.klass,
        above=_above(state, law),
        own=worded(),
        korean=any(petition.petitioner.language.startswith("ko") for petition in file.petitions),
    )


def _day_in(language: str, state: MatterState) -> str:
    with override(language):
        return when.day(local_date(state.received_at))


def _above(state: MatterState, law: Law) -> Mapping[str, str]:
    """The organ that reviews an answer given here, by language: the next one up, or the county's government (Art. 35).

    Nothing for a review: what lies above the county isn't in the tree.
    """
    if state.stage is not Stage.FIRST:
        return {}
    organ = queries.unit(law.tree.next_up(state.holder or state.desk))
    if organ is not None:
        return {"zh-hans": organ.name, "ko": organ.called("ko")}
    return county_government()


def county_government() -> Mapping[str, str]:
    """The county's government by language, nothing before the county's units are loaded."""
    county = next((unit for unit in queries.unit_tree() if unit.kind is UnitKind.COUNTY), None)
    if county is None:
        return {}
    return {lang: name % county.called(lang) for lang, name in GOVERNMENT.items()}
