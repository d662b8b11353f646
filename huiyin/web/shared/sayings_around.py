"""Sentences and labels for what surrounds a matter; read through ``huiyin.web.shared.sayings``.

A sentence says what is the matter and what to do about it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from huiyin.rules.vocabulary import Verb

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.functional import _StrPromise

_GUARD: Mapping[str, _StrPromise] = {
    "name_the_accused": _("First name the accused, so that the matter can't reach them."),
    "no_organ": _(
        "This is no organ or firm that answers in writing: it is a place, a person, or an office inside a house. Please choose "
        "the house; what the county decides goes to its leaders together."
    ),
    "to_oneself": _("Your own house is sent no recommendation by itself. Please choose another."),
    "to_the_accused": _(
        "The matter must not reach this unit: it is accused, or stands over or under the accused. Please choose another."
    ),
    "nobody_left_to_decide": _(
        "Then nobody would be left who may decide. Please name the unit or the person more exactly."
    ),
    "other_lacks_guard": _(
        "The other matter isn't kept from everybody whom this one is kept from. First name the accused there as well."
    ),
    "told_that_house": _(
        "This was told to that unit in confidence. If another were to decide, it would learn who speaks. Let that unit pass it "
        "on itself, or let whoever speaks name the unit in a new letter."
    ),
    "told_another_house": _(
        "One of the two was told in confidence, and another unit took in the other: joined, it would learn who speaks. "
        "Let both go their own way, and ask both units to speak to each other about the facts alone."
    ),
    "whose_numbers": _(
        "Either the numbers in it are the petitioner's or they are somebody else's: please tick one of the two."
    ),
    "kept_in_confidence": _(
        "Who speaks is kept in confidence: only the unit that took it in may see that. Ask there what you need to know."
    ),
    "no_change_waits": _("No change of contact waits to be confirmed."),
    "own_change": _("Who asked for the change can't confirm it. A second person must."),
    "post_is_vacant": _("Nobody holds this post now. Please choose a post that somebody holds."),
    "asked_already": _("This petitioner was asked already and hasn't answered. Wait for the answer."),
    "no_question_waits": _("No question to the petitioner waits for an answer."),
    "added_enough": _(
        "You have added to it %(most)s times in the last 24 hours. Please add the rest tomorrow in one go, or call us."
    ),
    "papers_enough": _(
        "More than %(most)s papers in 24 hours can't be sent here. Please send the rest tomorrow, or bring them to the counter."
    ),
    "too_many_questions": _(
        "%(most)s questions wait for their answers already. Please wait for these, or add it without asking."
    ),
    "nothing_asked_back": _("No question of a petitioner waits for your unit's answer."),
    "question_waits": _(
        "A question of the petitioner waits. Please answer it first; then the matter can be joined."
    ),
    "question_waits_there": _(
        "A question of this petitioner waits in the other matter. It is answered there first; then they can be parted."
    ),
    "in_confidence_already": _("Who speaks is kept in confidence already."),
    "withdrawn_already": _("This petition was withdrawn already."),
    "not_withdrawn": _("Not everybody in the matter has withdrawn. Whoever hasn't is owed an answer."),
    "request_taken_back": _(
        "The petitioner took this request back and may have asked anew since: it isn't decided any more, only confirmed."
    ),
    "not_for_everybody": _(
        "What is kept from somebody, told in confidence or reports somebody is never published."
    ),
    "nothing_to_publish": _("There is no answer in substance here that others could learn from."),
    "public_already": _("It is published already. Take it back first to change it."),
    "not_public": _("It isn't published."),
    "tells_of_somebody": _("“%(what)s” tells who somebody is. Leave it out or say it more generally."),
    "no_such_person": _("There is no such colleague. Please choose one from the list."),
}

_TERMS: Mapping[str, _StrPromise] = {
    "extended_before": _(
        "The term was extended once already; a second time isn't possible. Please answer in time."
    ),
    "no_sixty_days": _("No term of sixty days is running here, so there is nothing to extend."),
    "extension_too_late": _(
        "The sixty days are over; they can only be extended while they run. Please answer at once."
    ),
    "extension_asked_already": _("More days are asked for already; the head of the unit decides first."),
    "no_extension_asked": _("Nobody has asked for more days, so there is nothing to refuse."),
    "no_extension_to_take_back": _(
        "No question for more days waits: nobody asked, or it was decided or taken back already."
    ),
    "asked_by_another": _(
        "A colleague asked for these days. Only they or the head of the unit can take the question back."
    ),
    "simple_already": _("It is handled simply already."),
    "not_simple": _("It isn't handled simply; it goes by the ordinary procedure."),
    "not_for_simple_handling": _(
        "Not for simple handling: that is for first-time, ordinary matters of one unit, and for nothing assigned, urgent or "
        "brought as a tip-off."
    ),
    "fall_back_first": _(
        "What is not supported can't be answered simply. Go back to the ordinary procedure first."
    ),
    "runs_already": _("A term of this line runs already. Please choose another line."),
}

_ABOVE: Mapping[str, _StrPromise] = {
    "not_in_review": _(
        "A review or recheck goes its own way; this is only possible with the matter that it is about."
    ),
    "final_already": _("It was rechecked and has ended; the same facts and reasons aren't taken up again."),
    "not_final": _(
        "That isn't a matter of the same petitioner that ended after rechecking. Please check its number, or choose another "
        "route."
    ),
    "other_facts": _("The facts have nothing in common with that matter; please handle this as a new one."),
    "not_being_handled": _(
        "That matter isn't being handled now. Please check its number, or choose another route."
    ),
    "revoked_already": _(
        "A review has revoked this answer. The matter is answered anew, and the new answer can be reviewed."
    ),
    "hot_ended": _("This hot matter has ended with its result of %(day)s. What comes in later is a new one."),
    "review_asked_before": _(
        "A review of this answer was asked for already; it goes on under its own number."
    ),
    "not_by_who_answered": _(
        "Your unit gave the answer, so it doesn't ask for the review in the petitioner's name. They ask online with number and "
        "query code, or at the petition department: in person, by letter or by phone."
    ),
    "no_review_of_this": _(
        "This answer can't be reviewed in petition procedure. The letter names the way that is open."
    ),
    "answer_not_there_yet": _(
        "The answer hasn't reached this petitioner yet; the thirty days begin with that day."
    ),
    "before_receipt": _("This lies before the day on which the answer reached this petitioner."),
    "review_window_closed": _("The thirty days to ask for a review are over."),
    "no_hearing_of_this": _("Hearings are for appeals only."),
    "hearing_goes_on": _("A hearing goes on already. End it first."),
    "no_open_hearing": _("No hearing is going on."),
}

_TOGETHER: Mapping[str, _StrPromise] = {
    "helps_already": _("This unit handles it or contributes already. Please choose another."),
    "nothing_asked_of_you": _("Nothing is asked of your unit, or it has contributed already."),
    "no_dispute": _("The units don't dispute who is competent. Forward or assign it."),
    "designated_already": _("The unit was designated by the leaders, so it can't object. Please take it up."),
}

_PRESS: Mapping[str, _StrPromise] = {
    "nobody_to_press": _("No unit holds the matter yet, so there is nobody to press. Send it out first."),
    "urge_first": _("Please urge the unit first; supervise it if that doesn't help."),
    "no_notice_to_answer": _("No supervision waits for your unit's answer."),
    "nothing_to_escalate": _(
        "Nothing can go higher yet: wait for the answer, or until its last day is over."
    ),
    "not_higher": _("It is at this level already, or higher. Please choose a higher one."),
    "no_notice_stands": _("No supervision stands here."),
    "no_recommendation_waits": _("No recommendation waits for an answer."),
}

_LEADERS: Mapping[str, _StrPromise] = {
    "owns_already": _("This leader answers for the matter already. Please choose another."),
    "owned_by_nobody": _("No leader answers for this matter, or it isn't yours to report on."),
    "no_instruction_waits": _("No leader's instruction waits for your unit's answer."),
}

_AFTER: Mapping[str, _StrPromise] = {
    "in_the_past": _("This day is over. Please choose today or a later one."),
    "own_work": _("Your unit handled it, so somebody else must ask how it was handled."),
    "contact_not_given": _("No such contact was given at registration. Use one that was."),
    "not_reached_said_nothing": _(
        "Who wasn't reached has said nothing. Tick that the petitioner was reached, or choose “said nothing of it”."
    ),
    "not_ratable": _(
        "Only first-time matters answered in petition procedure are rated; tip-offs and reviews aren't."
    ),
    "rating_window_closed": _(
        "The time to rate is over, or hasn't begun: it runs from receipt of the answer."
    ),
    "rated_before": _("This was rated already; each petitioner rates each of the two once."),
    "plan_first": _("Write down the plan first; the result comes after it."),
    "not_your_colleague": _(
        "You can only keep away people of your own unit. Ask the desk or the supervisor."
    ),
    "nobody_left_to_act": _(
        "Then nobody in the unit could act on this matter any more. Hand it to another unit first."
    ),
    "call_first": _("Call the petitioner back first and note it; a rating is only written down after that."),
    "nothing_to_look_into": _("No low rating waits to be looked into."),
    "review_goes_on": _(
        "The answer is under review: the organ above decides whether it stands. Whether the matter is to be handled again "
        "can be said once the review has ended; what was wrong in manner or time can be said now."
    ),
    "handle_again_first": _(
        "A look into a low rating found that this matter is to be handled again. It can't be closed before that: whoever took "
        "it in takes it up again."
    ),
    "answer_under_way": _(
        "An answer is drafted already. Whoever approves it sends it back first; then the matter can be declined or led "
        "elsewhere."
    ),
    "close_first": _(
        "The answer has only just been delivered: close the matter first. Without that it is taken up again only where a look "
        "into a low rating found that it is to be handled again, or a review has revoked the answer."
    ),
    "reopen_later": _(
        "The answer is still being brought. Before everybody has it the matter is taken up again only where a review has "
        "revoked the answer."
    ),
    "revoked_first": _(
        "A review or recheck has revoked this answer, so the matter isn't closed: whoever took it in takes it up again."
    ),
    "revoked_no_promise": _(
        "A review or recheck has revoked this answer. What is carried out belongs to the new answer."
    ),
}

REASONS: Mapping[str, _StrPromise] = {
    **_GUARD, **_TERMS, **_ABOVE, **_TOGETHER, **_PRESS, **_LEADERS, **_AFTER,
}  # fmt: skip

LABELS: Mapping[str, _StrPromise] = {
    "accused": _("Accused unit"),
    "person": _("Colleague"),
    "ground": _("Why it may be handled simply"),
    "foreign": _("Number there"),
    "why": _("Why"),
    "advice": _("Which recommendation"),
    "adoption": _("Adopted or not"),
    "leader": _("Leader"),
    "duty": _("Which of the four duties"),
    "stage": _("Stage"),
    "whom": _("Who was told"),
    "party": _("Who promises"),
    "due": _("Until"),
    "contact": _("By which contact"),
    "reached": _("The petitioner was reached"),
    "confirmed": _("What the petitioner says"),
    "rated": _("Who is rated"),
    "score": _("Rating"),
    "verdict": _("What was found"),
    "item": _("Which"),
    "of": _("Number of the other matter"),
    "spot": _("Where on site"),
}

LABELS_OF_VERB: Mapping[tuple[Verb, str], _StrPromise] = {
    (Verb.ACCUSE, "person"): _("Accused person"),
    (Verb.ACCUSE, "text"): _("What shows that"),
    (Verb.RECUSE, "person"): _("Who stands back"),
    (Verb.CONFIDE, "reason"): _("Who asked for it, and how"),
    (Verb.ASK_EXTENSION, "days"): _("Days more"),
    (Verb.ASK_EXTENSION, "reason"): _("Why the sixty days aren't enough"),
    (Verb.REFUSE_EXTENSION, "reason"): _("Why the term isn't extended"),
    (Verb.EXTEND, "days"): _("Days more"),
    (Verb.EXTEND, "reason"): _("Reason, told to the petitioner"),
    (Verb.SATELLITE, "source"): _("Which line"),
    (Verb.SATELLITE, "received_at"): _("Received there on"),
    (Verb.SATELLITE, "days"): _("Its term in days"),
    (Verb.ASK_REVIEW, "petition"): _("Who asks"),
    (Verb.ASK_REVIEW, "how"): _("How they asked for it"),
    (Verb.ASK_REVIEW, "received_at"): _("When the request was received"),
    (Verb.ASK_REVIEW, "text"): _("What is asked for, facts and reasons"),
    (Verb.OPEN_HEARING, "text"): _("What is heard, when, where, who is invited"),
    (Verb.END_HEARING, "text"): _("What the hearing found"),
    (Verb.CO_HANDLE, "text"): _("What it is asked for"),
    (Verb.CONTRIBUTE, "item"): _("Which request"),
    (Verb.CONTRIBUTE, "text"): _("What your unit has to say"),
    (Verb.DESIGNATE, "to"): _("Unit that handles it"),
    (Verb.URGE, "text"): _("What the unit is told"),
    (Verb.SUPERVISE, "days"): _("Answer within (calendar days)"),
    (Verb.SUPERVISE, "text"): _("What the notice demands"),
    (Verb.ANSWER_NOTICE, "item"): _("Which notice"),
    (Verb.ANSWER_NOTICE, "text"): _("What was done and will be done"),
    (Verb.ESCALATE, "item"): _("Which notice"),
    (Verb.ESCALATE, "level"): _("To whom"),
    (Verb.ESCALATE, "days"): _("Answer within (calendar days)"),
    (Verb.ESCALATE, "text"): _("Why the answer isn't good enough"),
    (Verb.LIFT, "item"): _("Which notice"),
    (Verb.RECOMMEND, "to"): _("To whom"),
    (Verb.RECOMMEND, "text"): _("Problem and recommendation"),
    (Verb.ADOPT, "item"): _("Which recommendation"),
    (Verb.ADOPT, "text"): _("What the written answer says"),
    (Verb.OWN_REPORT, "item"): _("Which leader"),
    (Verb.OWN_REPORT, "text"): _("Report"),
    (Verb.RELEASE, "item"): _("Which leader"),
    (Verb.REPORT_UP, "text"): _("What was reported"),
    (Verb.INSTRUCT, "text"): _("Instruction"),
    (Verb.INSTRUCT, "days"): _("Answer within (calendar days)"),
    (Verb.CARRY_OUT, "item"): _("Which instruction"),
    (Verb.CARRY_OUT, "text"): _("What was done and will be done"),
    (Verb.CLOSE, "nothing_owed"): _(
        "Nothing is to be carried out: all that the answer says is done, or it promises nothing"
    ),
    (Verb.PLEDGE, "text"): _("What is promised"),
    (Verb.FULFIL, "item"): _("Which commitment"),
    (Verb.FULFIL, "text"): _("What shows that it is done"),
    (Verb.WAIVE, "item"): _("Which commitment"),
    (Verb.FOLLOW_UP, "text"): _("What was said"),
    (Verb.FOLLOW_UP, "confirmed"): _("Was it carried out, says the petitioner"),
    (Verb.RATE, "score"): _("Rating"),
    (Verb.LOOK_INTO, "item"): _("Which rating"),
    (Verb.LOOK_INTO, "text"): _("How that was found"),
    (Verb.CHANGE_CONTACT, "phone"): _("New phone"),
    (Verb.CHANGE_CONTACT, "address"): _("New address"),
    (Verb.CHANGE_CONTACT, "email"): _("New e-mail"),
    (Verb.CHANGE_CONTACT, "reason"): _("How you know that it is the petitioner"),
    (Verb.CONFIRM_CONTACT, "item"): _("Which change"),
    (Verb.CONFIRM_CONTACT, "reason"): _("How it was checked"),
    (Verb.ASK_SENDER, "text"): _("What you want to know"),
    (Verb.ASK_SENDER, "days"): _("Answer within (calendar days)"),
    (Verb.SENDER_ANSWERS, "item"): _("Which question"),
    (Verb.SENDER_ANSWERS, "text"): _("What the petitioner said"),
    (Verb.ASK_BACK, "text"): _("What the petitioner asks"),
    (Verb.ANSWER_QUESTION, "item"): _("Which question"),
    (Verb.ANSWER_QUESTION, "text"): _("Answer to the petitioner"),
    (Verb.WITHDRAW, "text"): _("What the petitioner said"),
    (Verb.PUBLISH, "title"): _("Title for everybody"),
    (Verb.PUBLISH, "question"): _("What was asked, without anybody's data"),
    (Verb.PUBLISH, "text"): _("What was answered, without anybody's data"),
    (Verb.RETRACT, "reason"): _("Why it is taken back"),
}

HELP: Mapping[tuple[Verb, str], _StrPromise] = {
    (Verb.ACCUSE, "accused"): _(
        "This unit, all below it and its line of command never see the matter again. Leave open if nobody here is accused."
    ),
    (Verb.ACCUSE, "person"): _("This person never sees the matter again."),
    (Verb.CONFIDE, "reason"): _(
        "From now on only your office sees who speaks; the unit goes on handling it without, but keeps what it wrote before. "
        "It reads this, too: write nothing by which it would know who asks. This can't be taken back."
    ),
    (Verb.RECUSE, "person"): _("Whoever has a direct interest stands back and doesn't see the matter any more."),
    (Verb.ASK_EXTENSION, "days"): _("At most 30, on top of the sixty; only once."),
    (Verb.ASK_EXTENSION, "reason"): _("The head of your unit reads this and decides."),
    (Verb.REFUSE_EXTENSION, "reason"): _("Whoever asked for it reads this."),
    (Verb.EXTEND, "days"): _("At most 30, on top of the sixty; only once."),
    (Verb.EXTEND, "reason"): _("The petitioner reads this."),
    (Verb.SIMPLIFY, "ground"): _("Accepted or not within three working days, answered within ten."),
    (Verb.SATELLITE, "foreign"): _("The number that the petition has on the other line."),
    (Verb.SATELLITE, "days"): _("Leave open for the line's usual term."),
    (Verb.ASK_REVIEW, "petition"): _("Each petitioner asks for themself, within thirty days of having the answer."),
    (Verb.ASK_REVIEW, "received_at"): _("This day decides whether it is in time. Leave it open if it was received just now."),
    (Verb.ASK_REVIEW, "text"): _("A new matter begins with the organ above; it has thirty days."),
    (Verb.CO_HANDLE, "to"): _("The unit in charge stays in charge; this one contributes."),
    (Verb.DESIGNATE, "to"): _("The unit can't object any more."),
    (Verb.SUPERVISE, "why"): _("Unless it was evaded, misreported or not carried out, the unit must have been urged before."),
    (Verb.RECOMMEND, "to"): _("It has to answer in writing whether it adopts it."),
    (Verb.OWN, "leader"): _("Whoever comes to hold the post takes the matter over."),
    (Verb.INSTRUCT, "text"): _("What you want done, by whom. The unit and the desk read it; the petitioner doesn't."),
    (Verb.NOTE, "others"): _(
        "The unit reads none of the numbers that were written in confidence; those in this note it reads, in the letter too."
    ),
    (Verb.CLOSE, "nothing_owed"): _("The petitioner reads this. What is still to be done is noted as a commitment first."),
    (Verb.PLEDGE, "party"): _("The unit, the firm or the person, by name."),
    (Verb.FULFIL, "text"): _("Date, receipt, photo, who confirms it. Attach papers beside."),
    (Verb.FOLLOW_UP, "petition"): _("Use only the contact that was given at registration."),
    (Verb.FOLLOW_UP, "reached"): _("Leave open if nobody answered."),
    (Verb.RATE, "score"): _("As the petitioner said it. Silence is no rating."),
    (Verb.CHANGE_CONTACT, "reason"): _("A second person has to confirm it before it counts."),
    (Verb.CONFIRM_CONTACT, "reason"): _("The old contact, the identity card, or in person."),
    (Verb.ASK_BACK, "text"): _("Whoever answers for the matter answers it; the petitioner is told."),
    (Verb.ANSWER_QUESTION, "text"): _("The petitioner reads this under the question, and is told that it is there."),
    (Verb.ASK_SENDER, "text"): _("The petitioner reads this with number and query code, and is told that there is a question."),
    (Verb.ASK_SENDER, "days"): _("No term of yours stops meanwhile; without an answer you go by what there is."),
    (Verb.SENDER_ANSWERS, "text"): _("Only if they told you themselves, by phone or at the counter."),
    (Verb.DECLINE, "of"): _("Only where it is being handled already or was rechecked: the number of that matter."),
    (Verb.REPORT_UP, "whom"): _(
        "Grave or urgent matters at once; what concerns cadres to the organisation department;"
        " a result to whoever passed it on."
    ),
}  # fmt: skip
