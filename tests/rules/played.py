"""Every verb with a matter on which it can be done, and who does it there."""

from __future__ import annotations

from huiyin.rules.roles import SYSTEM
from huiyin.rules.vocabulary import Verb
from tests.rules.cast import BAO, BO, DAN, DEPARTMENT, LI, PAK, SUN, WU, Life


def registered(by: object = DAN, desk: str = DEPARTMENT) -> Life:
    """A new matter."""
    return Life(by=by, desk=desk)


def gone(*steps: tuple) -> Life:
    """A matter after these steps: a verb, who does it, and perhaps what is said."""
    life = registered()
    for verb, by, *said in steps:
        life.wait(hours=1).do(verb, by, **(said[0] if said else {}))
    return life


def objected() -> Life:
    """The bureau says it isn't its matter."""
    life = registered().to(Verb.FORWARD)
    life.do(Verb.OBJECT, BAO)
    return life


def delivered() -> Life:
    """The answer has arrived."""
    return registered().to(Verb.DELIVER)


def under_way(*steps: tuple) -> Life:
    """The bureau works on it, and these steps were done."""
    life = registered().to(Verb.NOTIFY)
    for verb, by, *said in steps:
        life.do(verb, by, **(said[0] if said else {}))
    return life


#: For each verb, matters from which it is done: each lands where the row says, or where it came from.
PLAYED: dict[Verb, tuple] = {
    Verb.REGISTER: (lambda: None, DAN),
    Verb.LINK: (registered, DAN),
    Verb.UNLINK: (lambda: gone((Verb.LINK, DAN)), DAN),
    Verb.JOIN: (registered, DAN),
    Verb.PART: (lambda: gone((Verb.JOIN, DAN)), DAN),
    Verb.TRIAGE: (registered, DAN),
    Verb.ACCEPT: (lambda: gone((Verb.TRIAGE, DAN)), DAN),
    Verb.FORWARD: (lambda: gone((Verb.TRIAGE, DAN)), DAN),
    Verb.ASSIGN: (lambda: gone((Verb.TRIAGE, DAN)), DAN),
    Verb.SIGN: (lambda: registered().to(Verb.FORWARD), BAO),
    Verb.NOTIFY: (lambda: registered().to(Verb.SIGN), BAO),
    Verb.OBJECT: (lambda: registered().to(Verb.SIGN), BAO),
    Verb.AGREE_RETURN: (objected, DAN),
    Verb.REFUSE_RETURN: (objected, DAN),
    Verb.DECLINE: (lambda: gone((Verb.TRIAGE, DAN)), DAN),
    Verb.NOTE: (registered, DAN),
    Verb.ATTACH: (registered, DAN),
    Verb.UNMASK: (registered, DAN),
    Verb.DRAFT: (lambda: registered().to(Verb.NOTIFY), BAO),
    Verb.REWORK: (lambda: registered().to(Verb.DRAFT), BO),
    Verb.APPROVE: (lambda: registered().to(Verb.DRAFT), BO),
    Verb.ISSUE: (lambda: registered().to(Verb.APPROVE), BAO),
    Verb.DELIVER: (lambda: registered().to(Verb.ISSUE), BAO),
    Verb.CLOSE: (lambda: registered().to(Verb.DELIVER), BAO),
    Verb.REOPEN: (lambda: registered().to(Verb.CLOSE), DAN),
    Verb.ACCUSE: (registered, DAN),
    Verb.RECUSE: (registered, DAN),
    Verb.CONFIDE: (registered, DAN),
    Verb.ATTEMPT: (registered, WU),
    Verb.ASK_EXTENSION: (under_way, BAO),
    Verb.REFUSE_EXTENSION: (lambda: under_way((Verb.ASK_EXTENSION, BAO)), BO),
    Verb.UNASK_EXTENSION: (lambda: under_way((Verb.ASK_EXTENSION, BAO)), BAO),
    Verb.EXTEND: (under_way, BO),
    Verb.SIMPLIFY: (lambda: registered().to(Verb.SIGN), BAO),
    Verb.FALL_BACK: (lambda: registered().to(Verb.SIGN).did(Verb.SIMPLIFY, BAO), BO),
    Verb.SATELLITE: (registered, DAN),
    **dict.fromkeys((Verb.RECKON, Verb.HAND_OVER), (registered, SYSTEM)),
    Verb.ASK_REVIEW: (delivered, PAK),
    Verb.REVIEWED: (lambda: delivered().did(Verb.ASK_REVIEW, PAK), SYSTEM),
    Verb.OPEN_HEARING: (under_way, BO),
    Verb.END_HEARING: (lambda: under_way((Verb.OPEN_HEARING, BO)), BAO),
    Verb.CO_HANDLE: (under_way, BAO),
    Verb.CONTRIBUTE: (lambda: under_way((Verb.CO_HANDLE, BAO)), WU),
    Verb.DESIGNATE: (objected, LI),
    Verb.URGE: (under_way, SUN),
    Verb.SUPERVISE: (under_way, SUN),
    Verb.ANSWER_NOTICE: (lambda: under_way((Verb.SUPERVISE, SUN)), BAO),
    Verb.ESCALATE: (lambda: under_way((Verb.SUPERVISE, SUN), (Verb.ANSWER_NOTICE, BAO)), SUN),
    Verb.LIFT: (lambda: under_way((Verb.SUPERVISE, SUN)), SUN),
    Verb.RECOMMEND: (registered, SUN),
    Verb.ADOPT: (lambda: gone((Verb.RECOMMEND, SUN)), BO),
    Verb.OWN: (registered, LI),
    Verb.OWN_REPORT: (lambda: gone((Verb.OWN, LI)), LI),
    Verb.RELEASE: (lambda: gone((Verb.OWN, LI)), DAN),
    Verb.REPORT_UP: (registered, DAN),
    Verb.INSTRUCT: (under_way, LI),
    Verb.CARRY_OUT: (lambda: under_way((Verb.INSTRUCT, LI)), BAO),
    Verb.PLEDGE: (under_way, BAO),
    Verb.FULFIL: (lambda: under_way((Verb.PLEDGE, BAO)), BAO),
    Verb.WAIVE: (lambda: under_way((Verb.PLEDGE, BAO)), BO),
    Verb.FOLLOW_UP: (delivered, DAN),
    Verb.RATE: (delivered, PAK),
    Verb.LOOK_INTO: (lambda: delivered().did(Verb.RATE, PAK, score="dissatisfied"), SUN),
    Verb.CHANGE_CONTACT: (registered, DAN),
    Verb.CONFIRM_CONTACT: (lambda: under_way((Verb.CHANGE_CONTACT, BAO)), DAN),
    Verb.ASK_SENDER: (registered, DAN),
    Verb.SENDER_ANSWERS: (lambda: registered().did(Verb.ASK_SENDER, DAN), PAK),
    Verb.ASK_BACK: (under_way, PAK),
    Verb.ANSWER_QUESTION: (lambda: under_way((Verb.ASK_BACK, PAK)), BAO),
    Verb.WITHDRAW: (registered, PAK),
    Verb.PUBLISH: (delivered, DAN),
    Verb.RETRACT: (lambda: delivered().did(Verb.PUBLISH, DAN), DAN),
}
