"""Role by address by state: every person's answer at every address of a matter, derived from the tables and asserted whole.

The expected status comes from the rules alone (standing, grants, transitions, bars), the answer from the real pages. Each
state is built once, and each act is tried inside a savepoint.

Who may what is decided by the rules, in Python: SQLite tries every combination. What an engine could answer otherwise is the
reading before the decision, the same for every act, and the writing after it. So PostgreSQL tries every act that is to be
done, and of what is only shown or refused the first act, for everybody in every state.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.handlers.wsgi import WSGIRequest
from django.db import connection, transaction
from django.http import Http404, HttpResponse, QueryDict
from django.test import Client, RequestFactory

from huiyin.rooms.accounts.models import User
from huiyin.rooms.accounts.queries import actor_of
from huiyin.rooms.cases import actions, protecting
from huiyin.rooms.cases.models import Matter
from huiyin.rooms.cases.papers import Upload, attach
from huiyin.rooms.cases.queries import file_of
from huiyin.rooms.cases.registering import link
from huiyin.rooms.cases.seeing import in_confidence
from huiyin.rooms.county.queries import desk_of, law, tree
from huiyin.rules.fields import Kind, Refused
from huiyin.rules.lifecycle import decide
from huiyin.rules.roles import Actor, Permission, Role
from huiyin.rules.routing import actor_barred
from huiyin.rules.state import MatterState
from huiyin.rules.transitions import TRANSITIONS
from huiyin.rules.vocabulary import Status, Verb
from huiyin.web.desk import acting, views
from tests.rooms import cast
from tests.rooms.guard_cast import LEADER, SUB, add_units, hire
from tests.web.conftest import VILLAGE

START, NOW = cast.START, cast.START + timedelta(hours=20)
#: Everybody who could stand before the desk: each role, and one who is kept away from the matter.
CAST = {
    "clerk": (Role.CLERK, cast.DEPARTMENT), "dispatcher": (Role.DISPATCHER, cast.DEPARTMENT),
    "officer": (Role.OFFICER, cast.BUREAU), "head": (Role.HEAD, cast.BUREAU), "other": (Role.HEAD, cast.TOWN),
    "supervisor": (Role.SUPERVISOR, cast.DEPARTMENT), "leader": (Role.LEADER, LEADER),
    "analyst": (Role.ANALYST, cast.DEPARTMENT), "admin": (Role.ADMIN, cast.DEPARTMENT), "barred": (Role.HEAD, SUB),
}  # fmt: skip
#: Acts that ask more than the rules know: another matter, a person, a file, a notice of the tables.
ASKS_MORE = frozenset({
    Verb.LINK, Verb.UNLINK, Verb.DECLINE, Verb.ATTACH, Verb.CONFIRM_CONTACT, Verb.ASK_REVIEW, Verb.DELIVER, Verb.FOLLOW_UP,
})  # fmt: skip
OFFERED = [verb for verb in Verb if acting.offered(verb)]
#: Up to which step each state lies; the others are made below.
STEPS = {
    Status.TRIAGED: Verb.TRIAGE, Status.SENT: Verb.FORWARD, Status.HANDLING: Verb.NOTIFY, Status.DRAFTED: Verb.DRAFT,
    Status.APPROVED: Verb.APPROVE, Status.ISSUED: Verb.ISSUE, Status.DELIVERED: Verb.DELIVER, Status.CLOSED: Verb.CLOSE,
}  # fmt: skip


def built(status: Status) -> str:
    """A matter in this state, with an attachment in entry 2; the sub-bureau is accused in it."""
    number = cast.comes_in(persons=1).number
    attach(number, upload=Upload("a.txt", 1, BytesIO(b"a")), by=cast.DAN, now=START)
    protecting.accuse(number, accused=SUB, text="x", by=cast.DAN, now=START)
    own_line = [bar for bar in file_of(number).state.bars if bar.subject == cast.BUREAU]
    assert own_line, "the bureau over the accused is kept away, too"
    if status is Status.LINKED:
        other = cast.comes_in(accused=SUB).number
        for one in (number, other):  # not sorted yet they might be tip-offs, and lead the leader nowhere
            actions.triage(one, klass="appeal", category="040100", by=cast.DAN, now=START)
        link(number, other=other, by=cast.DAN, now=START)
    elif status is not Status.REGISTERED:
        _go(number, status)
    assert Matter.objects.get(pk=number).status == status
    return number


def _go(number: str, status: Status) -> None:
    """The ordinary way, with the water company instead of the bureau: that one may have it."""
    at, to = START, cast.WATER
    way: tuple[tuple[Verb, Callable[[], object]], ...] = (
        (Verb.TRIAGE, lambda: actions.triage(number, klass="appeal", category="040100", by=cast.DAN, now=at)),
        (Verb.FORWARD, lambda: actions.forward(number, to=to, by=cast.DAN, now=at)),
        (Verb.SIGN, lambda: actions.sign(number, by=cast.WU, now=at)),
        (Verb.NOTIFY, lambda: actions.notify(number, notice="written", by=cast.WU, now=at)),
        (Verb.DRAFT, lambda: actions.draft(number, outcome="supported", text="x", by=cast.WU, now=at)),
        (Verb.APPROVE, lambda: actions.approve(number, by=cast.WEN, now=at)),
        (Verb.ISSUE, lambda: actions.issue(number, by=cast.WU, now=at)),
        (Verb.DELIVER, lambda: actions.deliver(
            number, method="hand", result="received", delivered_at=at, proof="x", by=cast.WU, now=at)),
        (Verb.CLOSE, lambda: actions.close(number, by=cast.WU, now=at, nothing_owed=True)),
    )  # fmt: skip
    last = Verb.SIGN if status is Status.OBJECTED else STEPS[status]
    for verb, step in way:
        step()
        if verb is last:
            break
    if status is Status.OBJECTED:
        actions.object_(number, reason="x", by=cast.WU, now=at)


def seen_by(actor: Actor, state: MatterState) -> bool:
    """Whether the person may see it, from grants, places in the tree and bars."""
    if actor_barred(state.bars, actor, tree()):
        return False
    if actor.may(Permission.SEE_COUNTY):
        return True
    places = {code for code in (state.owner, state.holder, state.desk) if code}
    return any(
        desk_of(post.unit) in places or any(post.unit in tree().above(code) for code in places)
        for post in actor.posts_with(Permission.SEE_UNIT)
    )


def filled(verb: Verb, number: str, other: str, colleague: str) -> dict[str, Any]:
    """Something fitting in every field of the act."""
    said: dict[Kind, Any] = {
        Kind.TEXT: "x", Kind.LONG: "x", Kind.UNIT: cast.TOWN, Kind.ANY_UNIT: cast.TOWN, Kind.LEADER: LEADER,
        Kind.STAFF: colleague,
        Kind.DAYS: "5", Kind.NUMBER: "1", Kind.ITEM: "1", Kind.CATEGORY: "040100", Kind.PLACE: VILLAGE, Kind.YES: "",
        Kind.DAY: f"{NOW + timedelta(days=9):%Y-%m-%d}", Kind.MOMENT: f"{NOW:%Y-%m-%dT%H:%M}",
        Kind.FILE: SimpleUploadedFile("b.txt", b"b"),
    }  # fmt: skip
    given = {}
    for spec in TRANSITIONS[verb].fields:
        if spec.choices is not None:
            given[spec.name] = min(member.value for member in spec.choices)
        elif spec.kind is Kind.PETITION:
            given[spec.name] = other if spec.name in ("other", "of") else number
        else:
            given[spec.name] = said[spec.kind]
    if verb is Verb.CLOSE:
        given["nothing_owed"] = "1"
    return given | {name: "" for name in ("email", "phone") if name in given}


def expected(verb: Verb, said: dict[str, Any], state: MatterState, actor: Actor) -> set[int]:
    """The statuses that sending the act may be answered with, by the rules alone."""
    query = QueryDict(mutable=True)
    query.update({name: value for name, value in said.items() if isinstance(value, str)})
    given, errors, _typed = acting.read(verb, query)
    if errors:
        return {422}
    house = {"file": "{}", "paper": {"type": "text/plain", "size": 1}} if verb is Verb.ATTACH else {}
    house |= {"review": state.number, "petition": state.number} if verb is Verb.ASK_REVIEW else {}
    decision = decide(state, verb, {**given, **house}, actor=actor, now=NOW, law=law())
    if isinstance(decision, Refused):
        return {422}
    done = {200 if verb is Verb.UNMASK else 303}
    return done | {422} if verb in ASKS_MORE else done


@pytest.fixture
def clients(county: None, now: Callable[[datetime], None]) -> dict[str, tuple[Client, User]]:
    """Everybody signed in."""
    now(NOW)
    add_units()
    made = {}
    for name, post in CAST.items():
        user = hire(name, post)
        client = Client()
        client.force_login(user)
        made[name] = (client, user)
    return made


@pytest.mark.slow
@pytest.mark.parametrize("status", list(Status))
def test_everybody_gets_at_every_address_what_the_tables_say(
    clients: dict[str, tuple[Client, User]], monkeypatch: pytest.MonkeyPatch, status: Status
) -> None:
    number, other = built(status), cast.comes_in().number
    state, colleague = file_of(number).state, clients["clerk"][1].key
    shown = views._page
    wrong: list[str] = []
    for name, (client, user) in clients.items():
        actor = actor_of(user, NOW)
        there = seen_by(actor, state)
        monkeypatch.setattr(views, "_page", shown)
        for path in ("", "clocks/", "file/2/"):
            response = client.get(f"/desk/matter/{number}/{path}")
            if response.streaming:
                assert list(response.streaming_content)
            kept = path == "file/2/" and in_confidence(state.confidential, state.desk, actor)
            if response.status_code != ((403 if kept else 200) if there else 404):
                wrong.append(f"{name} GET {path}: {response.status_code}")
        monkeypatch.setattr(
            views, "_page", lambda request, number, *, status=200, **rest: HttpResponse(status=status)
        )
        for verb in OFFERED:
            wrong += _tried(user, name, verb, state, actor, there, filled(verb, number, other, colleague))
    assert wrong == []


def _tried(
    user: User, name: str, verb: Verb, state: MatterState, actor: Actor, there: bool, said: dict[str, Any]
) -> Iterator[str]:
    url = f"/desk/matter/{state.number}/do/{verb.value}/"
    every = connection.vendor == "sqlite" or verb is OFFERED[0]
    asked = _status(RequestFactory().get(url), user, state.number, verb) if every else None
    if every and asked != (302 if there else 404):
        yield f"{name} GET {verb}: {asked}"
    may = expected(verb, said, state, actor) if there else {404}
    if not every and may <= {404, 422}:
        return
    with transaction.atomic():
        sent = _status(RequestFactory().post(url, {**said, "seen": state.seq}), user, state.number, verb)
        transaction.set_rollback(True)
    if sent not in may:
        yield f"{name} POST {verb}: {sent}, not {sorted(may)}"


def _status(request: WSGIRequest, user: User, number: str, verb: Verb) -> int:
    """What the view behind the address answers; the middleware before it is the same for every act and tried elsewhere."""
    request.user = user  # type: ignore[assignment]
    request.session = {}  # type: ignore[assignment]
    try:
        return views.act(request, number, verb.value).status_code
    except Http404:
        return 404


@pytest.mark.parametrize("who", ["stranger", "petitioner"])
def test_whoever_isnt_signed_in_gets_the_way_in_and_nothing_else(clients: Any, who: str) -> None:
    number = built(Status.HANDLING)
    client = Client()
    if who == "petitioner":
        receipt = cast.comes_in()
        assert client.post("/follow/", {"number": receipt.number, "code": receipt.code}).status_code == 303
        number = receipt.number
    for path in ("", "clocks/", "file/2/", *(f"do/{verb.value}/" for verb in OFFERED)):
        url = f"/desk/matter/{number}/{path}"
        response = client.get(url)
        assert (response.status_code, response["Location"]) == (302, f"/desk/login/?next={url}")
        if path.startswith("do/"):
            assert client.post(url, {"seen": 1}).status_code == 403
