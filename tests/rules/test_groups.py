"""Who may stand in one petition: five speak, many sign, and nobody acts for another without a mandate."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.rules.fields import Refused
from huiyin.rules.groups import COUNTED, FIELD_OF, MOST_NAMED, Met, Named, PartyRole, refuse_group

REPRESENTATIVE, COSIGNER = Named(PartyRole.REPRESENTATIVE, True), Named(PartyRole.COSIGNER, True)
AGENT, PRINCIPAL = Named(PartyRole.AGENT, True, True), Named(PartyRole.PRINCIPAL, True)


def told(no: Refused | None) -> tuple[str, str]:
    return (no.reason, no.field) if no is not None else ("", "")


def test_five_speak_for_ninety_and_all_ninety_may_sign() -> None:
    assert refuse_group(True, [REPRESENTATIVE] * 5 + [COSIGNER] * 84, 90) is None


def test_a_sixth_representative_is_refused_by_article_20() -> None:
    no = refuse_group(True, [REPRESENTATIVE] * 6, 90)
    assert no is not None
    assert (no.reason, no.article, no.field) == ("too_many_representatives", "20", "representatives")
    assert no.params == {"most": 5, "named": 6}


def test_the_register_is_bounded() -> None:
    assert refuse_group(True, [COSIGNER] * MOST_NAMED, 1000) is None
    assert told(refuse_group(True, [COSIGNER] * (MOST_NAMED + 1), 1000)) == ("too_many_named", "cosigners")


@pytest.mark.parametrize("role", PartyRole)
def test_whoever_is_named_has_a_name(role: PartyRole) -> None:
    assert told(refuse_group(True, [Named(role, False, role is PartyRole.AGENT)], 9)) == (
        "missing",
        FIELD_OF[role],
    )


def test_no_more_are_named_than_came() -> None:
    assert refuse_group(True, [COSIGNER, REPRESENTATIVE], 3) is None
    assert told(refuse_group(True, [COSIGNER, REPRESENTATIVE], 2)) == ("more_named_than_persons", "persons")
    assert refuse_group(False, [COSIGNER, REPRESENTATIVE], 2) is None, "the first kept their name to themself"


def test_an_agent_acts_for_somebody_and_has_it_in_writing() -> None:
    assert refuse_group(True, [AGENT], 1) is None, "an agent isn't one of the persons"
    assert refuse_group(False, [AGENT, PRINCIPAL], 1) is None
    assert told(refuse_group(False, [AGENT], 1)) == ("agent_without_principal", "agent")
    assert told(refuse_group(True, [PRINCIPAL], 2)) == ("principal_without_agent", "agent")
    assert told(refuse_group(True, [Named(PartyRole.AGENT, True)], 1)) == ("mandate_missing", "mandate")
    assert told(refuse_group(True, [Named(PartyRole.COSIGNER, True, True)], 2)) == (
        "mandate_missing",
        "mandate",
    )


def test_nobody_else_is_always_fine() -> None:
    assert refuse_group(False, [], 1) is None


NAMED = st.sampled_from(PartyRole).map(lambda role: Named(role, True, role is PartyRole.AGENT))


@given(st.booleans(), st.lists(NAMED, max_size=20), st.integers(1, 30))
def test_what_is_let_through_keeps_every_limit(first: bool, others: list[Named], persons: int) -> None:
    if refuse_group(first, others, persons) is None:
        roles = [one.role for one in others]
        assert roles.count(PartyRole.REPRESENTATIVE) <= 5
        assert not others or first + sum(role in COUNTED for role in roles) <= persons
        assert PartyRole.AGENT not in roles or first or PartyRole.PRINCIPAL in roles


def test_whoever_is_named_again_is_known_by_card_or_by_name_and_phone() -> None:
    card, other = "999999195001020048", "999999195001010018"
    met = Met()
    assert met.again("", "", "") == ""
    assert met.again("安春子", card, "199 0000 2002") == ""
    assert met.again("安先生", card, "") == "named_twice"
    assert met.again("安 春子", "", "19900002002") == "person_twice"
    assert met.again("安春子", "", "") == ""  # a name alone tells nobody apart
    assert met.again("安夏子", "", "19900002002") == ""  # one phone in a house
    assert met.again("安春子", "", "19900002003") == ""
    assert met.again("", "", "19900002003") == ""
    assert met.again("白永浩", "", "19900002001") == ""
    assert met.again("白永浩", other, "19900002001") == "person_twice"


def test_two_cards_are_two_people_though_name_and_phone_are_one() -> None:
    met = Met()
    assert met.again("安春子", "999999195001020048", "19900002002") == ""
    assert met.again("安春子", "999999195001010018", "19900002002") == ""
