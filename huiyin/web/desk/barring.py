"""Why an act isn't possible for somebody now, and what would make it so: at which state it comes, whose it is, what lacks.

The rules say no with a code; where the code alone would leave people to guess, the table's row and the matter say the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from django.utils.translation import gettext as _

from huiyin.rules.fields import Refused
from huiyin.rules.guards import Law
from huiyin.rules.lifecycle import barred, units_standing
from huiyin.rules.prospects import post_at
from huiyin.rules.roles import GRANTS, Actor, Permission, Role
from huiyin.rules.state import MatterState
from huiyin.rules.table import Standing
from huiyin.rules.transitions import TRANSITIONS
from huiyin.rules.units import UnitKind
from huiyin.rules.vocabulary import Stage, Status, Verb
from huiyin.web.shared import county, sayings
from huiyin.web.shared.words import run_on, word

#: The states in the order of a matter's way; one that is joined has left it.
_WAY = tuple(status for status in Status if status is not Status.LINKED)
#: More states than this aren't listed: from which on it comes is said instead.
_FEW = 3
#: What the rules say to a post that may not do an act which others of its unit may.
_ANOTHERS = frozenset({"not_yours", "not_your_turn"})
_ABOVE = {Stage.REVIEW: "35", Stage.RECHECK: "36"}


def why(no: Refused, verb: Verb, state: MatterState, law: Law) -> str:
    """The whole sentence with its article."""
    said = _MORE.get(no.reason)
    sentence = said(no, verb, state, law) if said is not None else ""
    if not sentence:
        sentence = sayings.say(no)
    if not no.article:
        return sentence
    article = sayings.article(by_stage(no.article, state))
    return _("%(sentence)s (%(article)s)") % {"sentence": sentence, "article": article}


def by_stage(article: str, state: MatterState) -> str:
    """What Art. 32 says of an opinion, 35 and 36 say of a review's and a recheck's."""
    return _ABOVE.get(state.stage, article) if article == "32" else article


# -- at which state -------------------------------------------------------------------------------------------------


def _state(no: Refused, verb: Verb, state: MatterState, law: Law) -> str:
    """Too early, too late, or only at these states; a joined matter goes on elsewhere."""
    if state.status is Status.LINKED:
        return _("The matter goes on in %(number)s; please act there.") % {"number": state.linked_to}
    sources = [status for status in _WAY if status in TRANSITIONS[verb].sources]
    now = {"status": word(state.status)}
    if not sources:
        return _("Only possible with a matter that was joined to another; then the joining can be undone.")
    here, first, last = (_WAY.index(status) for status in (state.status, sources[0], sources[-1]))
    if len(sources) <= _FEW:
        listed = _listed(word(status) for status in sources)
        said = _("Possible while the matter stands at: %(states)s. Now it stands at “%(status)s”.")
        sentence = said % {"states": listed, **now}
    elif here > last:
        said = _("Possible up to “%(last)s”. Now it stands at “%(status)s”.")
        sentence = said % {"last": word(sources[-1]), **now}
    elif here < first:
        said = _("Possible from “%(first)s” on. Now it stands at “%(status)s”.")
        sentence = said % {"first": word(sources[0]), **now}
    elif not state.is_open:  # a guard's word: what is left of the row is for open matters
        sentence = _("Possible while the matter is open. Now it stands at “%(status)s”.") % now
    else:
        sentence = sayings.say(no)
    if state.status is Status.CLOSED and verb is not Verb.REOPEN:
        sentence = run_on(sentence, _("Whoever took the matter in can take it up again."))
    return sentence


# -- whose it is ----------------------------------------------------------------------------------------------------


def _whose(no: Refused, verb: Verb, state: MatterState, law: Law) -> str:
    """Whose step it is: the units with the posts that may take it now."""
    row = TRANSITIONS[verb]
    helpers = {helper.unit for helper in state.helping} - {state.desk, state.holder}
    everywhere = {
        role: None
        for standing, permission in row.who
        for role in Role
        if standing is Standing.INVOLVED and {permission, Permission.SEE_COUNTY} <= GRANTS[role]
    }
    found: dict[str, dict[str, None]] = {}
    for standing, permission in row.who:
        besides = (law.department,) if standing is Standing.INVOLVED else ()  # its head sees the county
        for unit in filter(None, dict.fromkeys((*units_standing(standing, state, law), *besides))):
            if verb is Verb.UNMASK and unit in helpers:
                continue  # who only contributes needs no name
            if verb is Verb.ASK_REVIEW and unit == (state.holder or state.desk):
                continue  # whose answer it is
            for role in _roles(verb, permission, unit, state, law):
                if role not in everywhere:
                    found.setdefault(county.unit_name(unit), {})[word(role)] = None
    if everywhere:
        found[""] = {word(role): None for role in everywhere}
    if not found:
        nobody = _NOBODY.get(row.who[0][0])
        return (
            nobody(no, verb, state, law)
            if nobody
            else _("Nobody can do this yet: no unit handles the matter.")
        )
    who = [
        _("%(unit)s (%(posts)s)") % {"unit": unit, "posts": _listed(posts)} if unit else _listed(posts)
        for unit, posts in found.items()
    ]
    return _("This is done by: %(who)s.") % {"who": _listed(who)}


def _roles(verb: Verb, permission: Permission, unit: str, state: MatterState, law: Law) -> Iterable[Role]:
    """The posts with the permission that such a unit has: leaders among the leaders, dispatchers where matters come in.

    Of those only the ones to whom the rules don't say that it is another's: a review is ended by the organ's head alone.
    """
    node = law.tree.nodes.get(unit)
    leaders = unit == law.leaders or (node is not None and node.kind is UnitKind.LEADERS)
    for role in Role:
        if permission not in GRANTS[role] or (role is Role.LEADER) is not leaders:
            continue
        if role in (Role.DISPATCHER, Role.SUPERVISOR) and unit != law.department:
            continue
        if role is Role.CLERK and unit != state.desk:
            continue
        actor = Actor("", "", (post_at(role, unit, law),))
        no = barred(state, verb, actor=actor, now=state.touched_at, law=law)
        if no is None or no.reason not in _ANOTHERS:
            yield role


# -- what is missing ------------------------------------------------------------------------------------------------


def _waits_for(units: Iterable[str], otherwise: str) -> str:
    """Of whom it waits, by name; ``otherwise``: nothing waits for anybody."""
    named = _listed(dict.fromkeys(county.unit_name(unit) for unit in units if unit))
    return _("It waits for: %(who)s.") % {"who": named} if named else otherwise


def _asked(no: Refused, verb: Verb, state: MatterState, law: Law) -> str:
    nobody = _("No unit is asked to contribute. Whoever handles the matter asks one.")
    return _waits_for((helper.unit for helper in state.helping if helper.contributed_at is None), nobody)


def _noticed(no: Refused, verb: Verb, state: MatterState, law: Law) -> str:
    open_ones = (one.addressee for one in state.open_notices if one.serial and one.answered_at is None)
    return _waits_for(open_ones, _("No supervision notice waits for an answer."))


def _advised(no: Refused, verb: Verb, state: MatterState, law: Law) -> str:
    nobody = _("No recommendation waits for an answer.")
    return _waits_for((one.addressee for one in state.recommendations if one.adoption is None), nobody)


def _instructed(no: Refused, verb: Verb, state: MatterState, law: Law) -> str:
    nobody = _("No leader has written an instruction that waits for an answer.")
    return _waits_for((one.unit for one in state.open_instructions), nobody)


def _asked_back(no: Refused, verb: Verb, state: MatterState, law: Law) -> str:
    nobody = _("The petitioner has asked nothing that waits for an answer.")
    return _waits_for((one.unit for one in state.open_asked_back), nobody)


def _owned(no: Refused, verb: Verb, state: MatterState, law: Law) -> str:
    if not state.owning:
        return _("No leader answers for this matter. First a leader takes it on.")
    who = _listed(county.unit_name(own.leader) for own in state.owning)
    return _("%(leader)s answers for it: they report themselves, or the desk writes it down.") % {
        "leader": who
    }


def _turn(no: Refused, verb: Verb, state: MatterState, law: Law) -> str:
    """The unit that has it now, with the posts that the row names for it."""
    unit = state.desk if state.status is Status.TRIAGED else state.holder
    own = [
        permission
        for standing, permission in TRANSITIONS[verb].who
        if unit in units_standing(standing, state, law)
    ]
    posts = dict.fromkeys(
        word(role) for permission in own for role in _roles(verb, permission, unit, state, law)
    )
    if not posts:
        return ""
    return _("It is with %(unit)s now: done there by %(posts)s.") % {
        "unit": county.unit_name(unit), "posts": _listed(posts),
    }  # fmt: skip


def _listed(words: Iterable[str]) -> str:
    return _("; ").join(words)


_Say = Callable[[Refused, Verb, MatterState, Law], str]
#: Reasons of which the matter knows more than the code says.
_MORE: Mapping[str, _Say] = {
    "not_in_this_state": _state, "not_yours": _whose, "not_your_turn": _turn, "nothing_asked_of_you": _asked,
    "no_notice_to_answer": _noticed, "no_recommendation_waits": _advised, "no_instruction_waits": _instructed,
    "nothing_asked_back": _asked_back, "owned_by_nobody": _owned,
}  # fmt: skip
#: What is said where nobody stands so to the matter.
_NOBODY: Mapping[Standing, _Say] = {
    Standing.CO_HANDLER: _asked, Standing.SUPERVISED: _noticed, Standing.ADVISED: _advised, Standing.OWNING: _owned,
}  # fmt: skip
