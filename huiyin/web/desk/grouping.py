"""Under which heading an act stands on the matter's page. Data: every act that people choose has its place here."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import pgettext_lazy

from huiyin.rules.vocabulary import Verb

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class Group(StrEnum):
    """What acts have to do with; in the order in which the headings stand."""

    WAY = "way"  # a matter's own way: always in sight
    TERMS = "terms"
    TOGETHER = "together"
    SUPERVISION = "supervision"
    LEADERS = "leaders"
    ABOVE = "above"
    AFTER = "after"
    PROTECTION = "protection"


HEADINGS: Mapping[Group, _StrPromise] = {
    Group.WAY: pgettext_lazy("acts", "Handling"),
    Group.TERMS: pgettext_lazy("acts", "Terms and procedure"),
    Group.TOGETHER: pgettext_lazy("acts", "Several units"),
    Group.SUPERVISION: pgettext_lazy("acts", "Supervision and recommendations"),
    Group.LEADERS: pgettext_lazy("acts", "Leaders and reports"),
    Group.ABOVE: pgettext_lazy("acts", "Review and hearing"),
    Group.AFTER: pgettext_lazy("acts", "Commitments, call-back, rating"),
    Group.PROTECTION: pgettext_lazy("acts", "Protection and contact"),
}

_MEMBERS: Mapping[Group, tuple[Verb, ...]] = {
    Group.WAY: (
        Verb.LINK, Verb.UNLINK, Verb.TRIAGE, Verb.ACCEPT, Verb.FORWARD, Verb.ASSIGN, Verb.SIGN, Verb.NOTIFY, Verb.OBJECT,
        Verb.AGREE_RETURN, Verb.REFUSE_RETURN, Verb.DECLINE, Verb.NOTE, Verb.ATTACH, Verb.ASK_SENDER,
        Verb.SENDER_ANSWERS, Verb.ASK_BACK, Verb.ANSWER_QUESTION, Verb.DRAFT, Verb.REWORK,
        Verb.APPROVE, Verb.ISSUE, Verb.DELIVER, Verb.CLOSE, Verb.REOPEN,
    ),
    Group.TERMS: (
        Verb.ASK_EXTENSION, Verb.UNASK_EXTENSION, Verb.EXTEND, Verb.REFUSE_EXTENSION,
        Verb.SIMPLIFY, Verb.FALL_BACK, Verb.SATELLITE,
    ),
    Group.TOGETHER: (Verb.CO_HANDLE, Verb.CONTRIBUTE, Verb.DESIGNATE),
    Group.SUPERVISION: (
        Verb.URGE, Verb.SUPERVISE, Verb.ANSWER_NOTICE, Verb.ESCALATE, Verb.LIFT, Verb.RECOMMEND, Verb.ADOPT,
    ),
    Group.LEADERS: (Verb.OWN, Verb.OWN_REPORT, Verb.RELEASE, Verb.REPORT_UP, Verb.INSTRUCT, Verb.CARRY_OUT),
    Group.ABOVE: (Verb.ASK_REVIEW, Verb.OPEN_HEARING, Verb.END_HEARING),
    Group.AFTER: (
        Verb.PLEDGE, Verb.FULFIL, Verb.WAIVE, Verb.FOLLOW_UP, Verb.RATE, Verb.LOOK_INTO, Verb.PUBLISH,
        Verb.RETRACT, Verb.WITHDRAW,
    ),
    Group.PROTECTION: (
        Verb.ACCUSE, Verb.CONFIDE, Verb.RECUSE, Verb.UNMASK, Verb.CHANGE_CONTACT, Verb.CONFIRM_CONTACT,
    ),
}  # fmt: skip

GROUP_OF: Mapping[Verb, Group] = {verb: group for group, verbs in _MEMBERS.items() for verb in verbs}
