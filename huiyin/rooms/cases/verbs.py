"""The function of every verb that a person chooses on a matter: what the desk, the API and the tests call."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from huiyin.rooms.cases import (
    asked_back,
    contacts,
    following,
    hearings,
    inquiring,
    owning,
    pressing,
    protecting,
    publishing,
    registering,
    reviewing,
    together,
)
from huiyin.rooms.cases.actions import SIMPLE_VERBS
from huiyin.rooms.cases.registering import Receipt
from huiyin.rules.state import MatterState
from huiyin.rules.vocabulary import Verb

#: A request for review gives a receipt to hand over, everything else the matter as it stands afterwards.
VERBS: Mapping[Verb, Callable[..., MatterState | Receipt]] = {
    **SIMPLE_VERBS,
    Verb.LINK: registering.link, Verb.UNLINK: registering.unlink, Verb.ACCUSE: protecting.accuse,
    Verb.RECUSE: protecting.recuse, Verb.CONFIDE: protecting.confide,
    Verb.EXTEND: together.extend, Verb.ASK_EXTENSION: together.ask_extension,
    Verb.REFUSE_EXTENSION: together.refuse_extension, Verb.UNASK_EXTENSION: together.unask_extension,
    Verb.SIMPLIFY: together.simplify,
    Verb.FALL_BACK: together.fall_back, Verb.SATELLITE: together.satellite,
    Verb.CO_HANDLE: together.co_handle, Verb.CONTRIBUTE: together.contribute,
    Verb.DESIGNATE: together.designate, Verb.URGE: pressing.urge, Verb.SUPERVISE: pressing.supervise,
    Verb.ANSWER_NOTICE: pressing.answer_notice, Verb.ESCALATE: pressing.escalate, Verb.LIFT: pressing.lift,
    Verb.RECOMMEND: pressing.recommend, Verb.ADOPT: pressing.adopt, Verb.OWN: owning.own,
    Verb.OWN_REPORT: owning.own_report, Verb.RELEASE: owning.release, Verb.REPORT_UP: owning.report_up,
    Verb.INSTRUCT: owning.instruct, Verb.CARRY_OUT: owning.carry_out,
    Verb.PLEDGE: following.pledge, Verb.FULFIL: following.fulfil, Verb.WAIVE: following.waive,
    Verb.FOLLOW_UP: following.follow_up, Verb.RATE: following.rate, Verb.LOOK_INTO: following.look_into,
    Verb.ASK_REVIEW: reviewing.ask_review, Verb.OPEN_HEARING: hearings.open_hearing,
    Verb.END_HEARING: hearings.end_hearing, Verb.CHANGE_CONTACT: contacts.change_contact,
    Verb.CONFIRM_CONTACT: contacts.confirm_contact, Verb.WITHDRAW: following.withdraw,
    Verb.ASK_SENDER: inquiring.ask_sender, Verb.SENDER_ANSWERS: inquiring.sender_answers,
    Verb.ASK_BACK: asked_back.ask_back, Verb.ANSWER_QUESTION: asked_back.answer_question,
    Verb.PUBLISH: publishing.publish, Verb.RETRACT: publishing.retract,
}  # fmt: skip
