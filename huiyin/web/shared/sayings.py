"""Why something is refused, and what a field asks for, as sentences in the reader's language.

The rules answer with codes (``Refused.reason``); this is the one place where a code becomes a sentence. A code without a
sentence is a defect that tests/web/test_words.py finds.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiyin.rules.fields import Refused
from huiyin.rules.roles import Role
from huiyin.rules.vocabulary import Status, Verb
from huiyin.web.shared import county, when
from huiyin.web.shared import sayings_around as around
from huiyin.web.shared import sayings_calls as calls
from huiyin.web.shared import sayings_house as house
from huiyin.web.shared import sayings_transfers as transfers
from huiyin.web.shared.words import language, run_on, word

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.functional import _StrPromise

REASONS: Mapping[str, _StrPromise] = {
    "missing": _("Please fill this in."),
    "not_chosen": _("Please choose one of these."),
    "not_text": _(
        "This holds characters that can't be stored. They were taken out; please check and send again."
    ),
    "too_long": _("That is %(length)s characters; at most %(limit)s fit. Please shorten it."),
    "not_on_list": _("Please choose one from the list."),
    "not_a_number": _("Please write a whole number, like 3."),
    "out_of_range": _("Please write a number from 1 to %(most)s."),
    "not_a_moment": _("Please give day and time, like 2026-03-05 09:30."),
    "no_such_matter": _("There is no matter with this number."),
    "not_in_this_state": _("Not possible while the matter stands at “%(status)s”."),
    "not_yours": _("Your post doesn't cover this step, or the matter isn't with your unit now."),
    "before_last_entry": _("The machine's clock is behind the last entry. Please tell the administrator."),
    "in_the_future": _("This lies in the future."),
    "years_ago": _("That is more than %(years)s years ago. Please check the year."),
    "received_long_ago": _(
        "That is more than %(months)s months ago. Please check the date; if it is right, tick the box below and send again."
    ),
    "same_matter": _("A matter can't be joined to itself."),
    "accept_instead": _("That is the unit that has it already. Accept it in-house instead."),
    "not_sent_here": _("It was not sent to the unit by anyone, so it can't be handed back."),
    "objected_before": _("The unit has objected once already; a second time isn't possible."),
    "objection_window_closed": _("The five working days for an objection are over."),
    "accepted_before": _("The petitioner has been told already that this unit handles it."),
    "tell_petitioner_first": _(
        "First notify the petitioner that the matter was received and how it is handled."
    ),
    "outcome_of_other_class": _("This outcome doesn't go with the class of the matter."),
    "own_draft": _(
        "Who drafted it or any part of it can't approve it. Another head must; if all have had a part in it, one sends it"
        " back and a colleague writes it anew."
    ),
    "gaps_left": _(
        "Gaps are still open (%(gaps)s, the first in line %(line)s). Please fill them in or delete them."
    ),
    "not_your_turn": _("It is with another unit now; that unit decides."),
    "before_issue": _("This lies before the day on which the answer was issued."),
    "before_joining": _(
        "Petition %(petition)s was joined on %(day)s; the answer can't have reached it before that. Please record the delivery "
        "for each petition by itself."
    ),
    "not_everybody_reached": _("The answer hasn't reached everybody yet: %(petitions)s."),
    "plan_changed": _(
        "Somebody saved another plan meanwhile; it stands here. What you typed is kept: saving again replaces theirs."
    ),
    "stale": _("Someone acted on this matter meanwhile."),
    "title_tells_who": _(
        "The title says who speaks. Everybody who handles it sees the title: please leave name, number and address out."
    ),
    "not_a_phone": _(
        "This doesn't look like a telephone number. A landline needs its area code: 0433-2200001."
    ),
    "not_dialled": _(
        "A number has %(least)s to %(most)s digits, like 110 or 0433-2200001. Leave it empty if none was shown."
    ),
    "not_an_id": _("This isn't a valid ID number; please compare it with the card."),
    "not_an_email": _("This doesn't look like an e-mail address."),
    "weak_password": _("This password is too weak: %(why)s"),
    "same_password": _("Please choose another one than the present password."),
    "too_many_views": _("You keep as many views as there is room for (%(most)s). Forget one first."),
    "day_is_full": _("No more numbers today. Please tell the administrator."),
    "other_not_open": _("The other matter stands at “%(status)s”; petitions can only join an open one."),
    "other_confirmed": _(
        "The other matter was taken back, and the letter that confirms it is out: it would be the answer to whoever joins now. "
        "Handle this one by itself."
    ),
    "no_such_unit": _("There is no such unit in use. Please choose one from the list."),
    "file_empty": _("This file is empty."),
    "file_too_large": _("This file is too large; at most %(limit_mb)s MB."),
    "file_kind_not_allowed": _(
        "Files of this kind aren't taken. Possible are photos (JPG, PNG, HEIC …), sound and film, PDF, Word, Excel and plain "
        "text."
    ),
    "file_lies": _("This file isn't what its ending %(ending)s says."),
    "too_many_files": _("At most %(most)s files at a time."),
    "unknown_category": _("There is no such category. Please choose one from the list."),
    "choose_the_matter": _("Choose the matter from the list, or clear what you typed to find it."),
    "place_not_chosen": _(
        "What is typed above is no place yet. Please choose one from the list, or empty the field above."
    ),
    "unknown_place": _("There is no such place. Please choose one from the list."),
    "too_many_representatives": _(
        "%(named)s representatives are named; at most %(most)s speak for a group. Please name the others as co-signers."
    ),
    "too_many_named": _(
        "%(named)s people are named here; at most %(most)s fit into one petition. The number of people counts all."
    ),
    "more_named_than_persons": _(
        "%(named)s people are named, but the number of people says %(persons)s. Please mend one of them."
    ),
    "no_such_before": _(
        "The earlier petition that was chosen isn't one of this person's, or was taken down too long ago. Fill in who speaks, "
        "or choose it again below ID number and phone."
    ),
    "no_such_visit": _(
        "This visit wasn't taken down by you just now. Take the mark off: the petition is then a visit of its own."
    ),
    "visit_only": _(
        "What belongs to a visit comes in as a visit. Choose “visit”, or take the mark “same visit” off."
    ),
    "visit_on_one_day": _("The visit was on another day. Mend the day, or take the mark “same visit” off."),
    "more_than_came": _(
        "In this visit came %(came)s people. Write no more than that, or take the mark “same visit” off."
    ),
    "named_twice": _("This ID number stands here twice."),
    "person_twice": _(
        "This person is named already, with the same name and phone. Each is named once; the petitioner needn't stand here "
        "again."
    ),
    "two_of_a_kind": _(
        "Two telephone numbers or two ID numbers stand in this line. Please leave one of each at most."
    ),
    "name_first": _("Please write the name first, then the number."),
    "neither_phone_nor_id": _("The number is neither a telephone nor a valid ID number."),
    "one_line_only": _("Please name one person only."),
    "mandate_missing": _("Who acts for another needs a written mandate. Please note what it says."),
    "agent_without_principal": _("An agent acts for somebody: please write the petitioner's name above."),
    "principal_without_agent": _("A principal is named, but no agent."),
    "not_a_day": _("Please give a day, like 2026-03-05."),
    "not_a_leader": _("There is no such leader's post in use. Please choose one from the list."),
    "shift_turned": _("The last day lies before the first."),
    "shift_past": _("These days are over or have begun. What lies behind us stays as it was."),
    "shift_too_long": _("A duty lasts a year at most."),
    "shift_too_far": _("That is more than a year ahead. Please check the year."),
    "shift_taken": _(
        "On %(day)s a duty of this kind is planned already: %(leader)s. Cancel that one first, or choose other days."
    ),
    "same_leader": _("It is this leader's own duty. Please choose who stands in."),
    "same_leader_twice": _("Both duties are the same leader's. Please choose two leaders."),
    "kinds_differ": _("Only duties of the same kind can be swapped: weeks with weeks, days with days."),
    "shift_begun": _(
        "A duty that has begun or is over can't be swapped. Let another leader stand in for what is left."
    ),
    "stand_in_there": _("Somebody stands in on these days already. Cancel that first, then swap."),
    "changed_meanwhile": _(
        "Somebody has changed one of the two meanwhile. Look at the calendar and choose again."
    ),
    "duty_changed": _(
        "Somebody has changed this duty meanwhile; how it stands now is said above. What you filled in is still here: look at "
        "it and send it again."
    ),
    "choose_two": _("Please choose exactly two duties in the calendar."),
    "no_such_shift": _("There is no such duty any more. Someone may have cancelled it meanwhile."),
    "day_outside_shift": _("This isn't one of the days of this duty."),
    "received_already": _(
        "Visitors were received on these days already, so they stay as they were. Choose a later day."
    ),
    "taken_on_what": _("Give the number of the matter that the leader takes on."),
    "due_before_reception": _("This lies before the day of the reception."),
    "owed_unsaid": _(
        "The answer supports what was asked, and no commitment is noted. Please note it first (“Note a commitment”), or tick "
        "that nothing is to be carried out."
    ),
    "nothing_promised": _("Nothing was promised here."),
    "done_already": _("Someone has ticked this off already."),
    **around.REASONS,
    **house.REASONS,
    **calls.REASONS,
    **transfers.REASONS,
}

_FALLBACK = _("This can't be done now (%(reason)s).")

_LABELS: Mapping[str, _StrPromise] = {
    "channel": _("How it came in"),
    "received_at": _("Received on"),
    "long_ago": _("The date of receipt is right: it was received more than three months ago"),
    "persons": _("Number of people"),
    "title": _("Title"),
    "text": _("Text"),
    "place": _("Place"),
    "category": _("Category"),
    "source": _("Number at the sender"),
    "other": _("Number of the other matter"),
    "remark": _("Remark"),
    "reason": _("Reason"),
    "klass": _("Class"),
    "urgent": _("Grave or urgent"),
    "notice": _("How the petitioner was told"),
    "to": _("Unit"),
    "days": _("Term in calendar days"),
    "route": _("Lawful route"),
    "file": _("File"),
    "outcome": _("Outcome"),
    "method": _("Way of delivery"),
    "result": _("What the proof shows"),
    "delivered_at": _("Delivered on"),
    "petition": _("Which petition"),
    "proof": _("Proof"),
    "name": _("Name"),
    "phone": _("Phone"),
    "address": _("Address"),
    "id_number": _("ID number"),
    "email": _("E-mail"),
    "number": _("Number"),
    "level": _("Level at which it was brought"),
    "exchanged_at": _("Exchanged on"),
    "confidential": _("Keep confidential"),
    "spoken": _("Letters to them in"),
    "representatives": _("Representatives"),
    "cosigners": _("Co-signers"),
    "agent": _("Agent"),
    "mandate": _("Written mandate"),
    "find_place": _("Find the place"),
    "told": _("What they asked and were told"),
    "about": _("What about"),
    **around.LABELS,
    **transfers.LABELS,
}

_LABELS_OF_VERB: Mapping[tuple[Verb, str], _StrPromise] = {
    (Verb.NOTE, "text"): _("Note"),
    (Verb.NOTE, "others"): _("The numbers in it aren't the petitioner's: the unit reads them"),
    (Verb.NOTE, "theirs"): _("The numbers in it are the petitioner's: nobody else reads them any more"),
    (Verb.ATTACH, "petition"): _("Whose paper"),
    (Verb.REGISTER, "confirmed"): _("Record confirmed"),
    (Verb.DECLINE, "text"): _("What is written to the petitioner"),
    (Verb.DRAFT, "text"): _("Text of the opinion"),
    (Verb.OBJECT, "reason"): _("Why it isn't yours, in detail"),
    (Verb.REWORK, "reason"): _("What is to be mended"),
    (Verb.UNMASK, "reason"): _("What you need it for"),
    **around.LABELS_OF_VERB,
}

_HELP_OF_VERB: Mapping[tuple[Verb, str], _StrPromise] = {
    (Verb.LINK, "other"): _(
        "This petition then goes on in the other matter, under its number and its terms."
    ),
    (Verb.ASSIGN, "days"): _("Calendar days from today until the unit reports back."),
    (Verb.ASSIGN, "to"): _("This unit then answers for the matter."),
    (Verb.FORWARD, "to"): _("This unit then answers for the matter."),
    (Verb.DECLINE, "text"): _(
        "Say in plain words which way is open and what to do first. The petitioner reads this."
    ),
    (Verb.DRAFT, "text"): _("Request, facts and reasons, opinion, legal basis. The petitioner reads this."),
    (Verb.OBJECT, "reason"): _("The sender decides. It goes back only if the sender agrees."),
    (Verb.UNMASK, "reason"): _("Your name, the time and this reason go into the dossier."),
    (Verb.DELIVER, "petition"): _("Leave open if the answer reached everybody."),
    (Verb.DELIVER, "proof"): _("Who signed, the number of the registered letter, or what was seen."),
    (Verb.TRIAGE, "urgent"): _("A leader is brought in at once."),
    (Verb.ATTACH, "file"): _("PDF, picture, Word, Excel or text."),
    (Verb.ATTACH, "petition"): _(
        "Say so if the petitioner brought it: numbers in it stay in the house then."
    ),
    **around.HELP,
}


def say(no: Refused) -> str:
    """The sentence for a refusal, its numbers and dates filled in."""
    params = dict(no.params)
    if "status" in params:
        params["status"] = word(Status(params["status"]))
    if "role" in params:
        params["role"] = word(Role(params["role"]))
    if "heir" in params:
        params |= {name: county.unit_name(params[name]) for name in ("unit", "heir")}
    if "day" in params:
        params["day"] = _day(params["day"])
    sentence = REASONS.get(no.reason)
    if sentence is None:
        return str(_FALLBACK) % {"reason": no.reason}
    text = str(sentence) % params if params else str(sentence)
    if "wrong" in params:
        text = house.wrong_lines(params["wrong"], params["more"])
    if params.get("file"):
        text = gettext("“%(file)s”: %(said)s") % {"file": params["file"], "said": text}
    due = params.get("due_on")
    if due:
        text = run_on(text, gettext("(Last day: %(day)s)") % {"day": when.day(date.fromisoformat(due))})
    return text


def _day(text: str) -> str:
    """A day as the rules give it, as people write it; what is in words already stays."""
    try:
        return when.day(date.fromisoformat(text))
    except ValueError:
        return text


def label(name: str, verb: Verb | None = None) -> str:
    """What a field is called, for this verb if it has its own word there."""
    own = _LABELS_OF_VERB.get((verb, name)) if verb else None
    return str(own or _LABELS.get(name) or name)


def help_text(name: str, verb: Verb) -> str:
    """One line of help below the label; empty for most fields."""
    return str(_HELP_OF_VERB.get((verb, name)) or "")


_HAN = "〇一二三四五六七八九"


def _han(n: int) -> str:
    """A number below 100 in Chinese figures, as articles are cited."""
    tens, ones = divmod(n, 10)
    if not tens:
        return _HAN[ones]
    return ("" if tens == 1 else _HAN[tens]) + "十" + (_HAN[ones] if ones else "")


def article(code: str) -> str:
    """An article of the Regulation on Petition Work as it is cited: ``22(3)`` becomes 第二十二条第(三)项."""
    found = re.fullmatch(r"(\d{1,2})(?:\((\d{1,2})\))?", code)
    if not found:
        return code
    main, item = int(found[1]), found[2]
    lang = language()
    if lang.startswith("zh"):
        tail = f"第（{_han(int(item))}）项" if item else ""
        return f"《信访工作条例》第{_han(main)}条{tail}"
    if lang.startswith("ko"):
        return f"《신소사업조례》 제{main}조" + (f" 제({item})항" if item else "")
    return f"Regulation on Petition Work, Art. {code}"
