"""When somebody leaves: what waits for them, and who goes on with it. Nothing stays with nobody.

Most of the house's work lies with units and posts, not with people: a draft waits for whoever heads the unit, a leader's
matters and days of duty for whoever holds the leader's post. What a person has of their own are the matters that they signed
for, forms they haven't sent, and views of the work list. An administrator sees counts only, never a matter.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.db.models import Count, QuerySet

from huiyin.rooms.accounts.actions import (
    administered_without,
    deactivate,
    end_post,
    give_post,
    of_another,
    seat_for,
)
from huiyin.rooms.accounts.models import Post, User
from huiyin.rooms.accounts.queries import actor_of
from huiyin.rooms.accounts.saved import MOST_VIEWS, SavedView
from huiyin.rooms.cases.around import Ownership
from huiyin.rooms.cases.drafts import KEPT_FOR, Draft
from huiyin.rooms.cases.models import Matter, Round
from huiyin.rooms.cases.pen import Pen
from huiyin.rooms.county.actions import NotDone, insist, note_change
from huiyin.rooms.county.queries import desk_of, law, tree
from huiyin.rooms.dossier import queries as record
from huiyin.rooms.duty.queries import duties_ahead
from huiyin.rules.calendar import local_date
from huiyin.rules.fields import Refused
from huiyin.rules.lifecycle import decide
from huiyin.rules.roles import Actor, Permission, Role
from huiyin.rules.roles import Post as HeldPost
from huiyin.rules.routing import acts_for, is_barred
from huiyin.rules.state import MatterState
from huiyin.rules.vocabulary import Verb


@dataclass(frozen=True, slots=True)
class PostLeft:
    """One post that falls vacant: its role and unit, whether somebody else holds it, and what waits for whoever does."""

    key: int
    role: Role
    unit: str
    others: int
    open_matters: int
    owned: int
    duties: int

    @property
    def orphaned(self) -> bool:
        """Whether work would wait for nobody."""
        return not self.others and bool(self.open_matters or self.owned or self.duties)


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for one person: matters they signed for by unit, forms not sent, views, and their posts."""

    matters: tuple[tuple[str, int], ...]
    forms: int
    views: int
    posts: tuple[PostLeft, ...]

    @property
    def signed(self) -> int:
        """How many matters they signed for."""
        return sum(n for _, n in self.matters)

    @property
    def orphaned(self) -> tuple[PostLeft, ...]:
        """The posts whose work would wait for nobody."""
        return tuple(post for post in self.posts if post.orphaned)


@dataclass(frozen=True, slots=True)
class HandedOver:
    """How much went where: matters to the successor, matters to their unit's people together, forms, views, posts."""

    to_successor: int
    to_unit: int
    forms: int
    views: int
    posts: int


def waiting(user: User, *, now: datetime) -> Waiting:
    """What waits for the person, in counts. Four queries, and as many more for each post."""
    by_unit = _signed(user).values("owner").annotate(n=Count("pk")).order_by("owner")
    posts = Post.objects.filter(user=user, until=None).order_by("unit_id", "role")
    return Waiting(
        tuple((row["owner"] or "", row["n"]) for row in by_unit),
        Draft.objects.filter(user=user, at__gte=now - KEPT_FOR).count(),
        SavedView.objects.filter(user=user).count(),
        tuple(_left(post, now) for post in posts),
    )


def _signed(user: User) -> QuerySet[Matter]:
    """Open matters that the person signed for, those among them that were objected to included."""
    signed = Round.objects.filter(signed_by=user.key, ended_at=None, matter__is_open=True).values("matter")
    theirs = Matter.objects.filter(officer=user.key, is_open=True).values("pk")
    # each found by its own index; with "or" every open matter would be read
    return Matter.objects.filter(pk__in=theirs.union(signed), is_open=True)


#: Who else can go on with what waits for a role: an officer's work is a head's, too, but a head's approval is no officer's.
_GO_ON: dict[Role, tuple[Role, ...]] = {
    Role.OFFICER: (Role.OFFICER, Role.HEAD), Role.CLERK: (Role.CLERK, Role.OFFICER, Role.HEAD, Role.DISPATCHER),
    Role.DISPATCHER: (Role.DISPATCHER, Role.HEAD),
}  # fmt: skip


def _left(post: Post, now: datetime) -> PostLeft:
    role, unit = Role(post.role), post.unit_id
    others = Post.objects.filter(
        unit__in={unit, desk_of(unit)}, role__in=_GO_ON.get(role, (role,)), user__is_active=True, until=None
    )
    leads = role is Role.LEADER
    works = role in (Role.OFFICER, Role.HEAD, Role.CLERK, Role.DISPATCHER)
    return PostLeft(
        post.pk, role, unit, others.exclude(user=post.user_id).values("user").distinct().count(),
        Matter.objects.filter(owner__in=tree().heirs_of({unit}), is_open=True).count() if works else 0,
        Ownership.objects.filter(leader=unit, until=None).count() if leads else 0,
        duties_ahead(unit, local_date(now)) if leads else 0,
    )  # fmt: skip


def end_post_safely(post: Post, *, by: Actor, now: datetime) -> None:
    """End one post of somebody who stays. Refused where what waits there would wait for nobody."""
    insist(by)
    with transaction.atomic():
        if post.until is None and _left(post, now).orphaned:
            raise NotDone(Refused("waits_for_nobody", field="post"))
        end_post(post, by=by, now=now)


def leave(
    user: User, *, successor: User | None, posts: Sequence[int], by: Actor, now: datetime
) -> HandedOver:
    """Somebody leaves: posts named in ``posts`` go to the successor, then all that waits, then the account is closed.

    A matter that the successor is kept from, or can't work on, goes to its unit's people together. Refused: to oneself, to the
    person, to a closed account; where a post's work would wait for nobody; for the last administrator.
    """
    of_another(user, by)
    with transaction.atomic():
        person = User.objects.select_for_update().get(pk=user.pk)
        if successor is not None:  # as the account is now, not as it was when it was chosen
            successor = User.objects.select_for_update().get(pk=successor.pk)
        if _check(person, successor):
            User.objects.filter(pk=person.pk).update(is_active=True)  # locked: it is closed for good below
        held = _going(person, successor, posts, now)
        given = sum(_give(successor, post, by=by, now=now) for post in held) if successor else 0
        moved = _matters(person, successor, by=by, now=now)
        forms, views = (_forms(person, successor), _views(person, successor)) if successor else (0, 0)
        done = HandedOver(*moved, forms, views, given)
        told = {
            "to": successor.key if successor else "", "matters": done.to_successor, "to_unit": done.to_unit,
            "forms": forms, "posts": given,
        }  # fmt: skip
        note_change("hand_over", person.key, told, by=by, now=now)
        deactivate(person, by=by, now=now)
    user.is_active, user.held = False, None
    return done


def look_at_leaving(
    user: User, *, successor: User | None, posts: Sequence[int], by: Actor, now: datetime
) -> HandedOver:
    """What ``leave`` would do, and refuses what it refuses; only reads, and locks nothing."""
    of_another(user, by)
    person = User.objects.get(pk=user.pk)
    successor = User.objects.get(pk=successor.pk) if successor is not None else None
    _check(person, successor)
    held = _going(person, successor, posts, now)
    gets = [post for post in held if successor is not None and not _has(successor, post)]
    if successor is not None and gets:
        of_another(successor, by)
    seats = [(Role(post.role), seat_for(post.unit_id, Role(post.role))) for post in gets]
    heir = actor_of(successor, now) if successor is not None else None
    if heir is not None:
        heir = replace(
            heir, posts=(*heir.posts, *(HeldPost(role, seat.code, seat.path) for role, seat in seats))
        )
    counts = [0, 0]
    for number in sorted(_signed(person).values_list("number", flat=True)):
        state, _head = record.folded(number)
        assert state is not None, "it was read from the tables"
        free = heir is not None and _can(state, heir)
        decision = decide(
            state, Verb.HAND_OVER, _told(person, heir if free else None), actor=by, now=now, law=law()
        )
        if isinstance(decision, Refused):
            raise NotDone(decision)
        counts[0 if free else 1] += 1
    forms = views = 0
    if successor is not None:
        forms = _insist_registers(person, successor, {role.value for role, _seat in seats})
        views = len(_views_taken(person, successor))
    administered_without(
        list(Post.objects.filter(user=person, until=None).values_list("pk", flat=True)), lock=False
    )
    return HandedOver(counts[0], counts[1], forms, views, len(gets))


def _told(person: User, heir: Actor | None) -> dict[str, str]:
    return {"former": person.key} | ({"person": heir.key} if heir is not None else {})


def _going(person: User, successor: User | None, posts: Sequence[int], now: datetime) -> list[Post]:
    """The posts that go to the successor. Refuses where something would wait for nobody."""
    held = list(Post.objects.filter(user=person, until=None, pk__in=list(posts)))
    if held and successor is None:
        raise NotDone(Refused("no_successor", field="successor"))
    left = waiting(person, now=now)
    wanting = [one for one in left.orphaned if one.key not in {post.pk for post in held}]
    if wanting:
        raise NotDone(Refused("waits_for_nobody", field="posts"))
    _nothing_lost(left, successor)
    return held


def _check(person: User, successor: User | None) -> bool:
    """Whether the person's account is locked and has to be open for what follows; in memory it is then."""
    locked = not person.is_active
    if locked:
        if not Post.objects.filter(user=person, until=None).exists():
            raise NotDone(Refused("account_closed", field="user"))
        person.is_active = True
    if successor is not None and successor.pk == person.pk:
        raise NotDone(Refused("successor_is_leaving", field="successor"))
    if successor is not None and not successor.is_active:
        raise NotDone(Refused("account_closed", field="successor"))
    return locked


def _nothing_lost(left: Waiting, successor: User | None) -> None:
    """Forms hold what visitors said: they need somebody, and matters need somebody in their unit."""
    if successor is None and left.forms:
        raise NotDone(Refused("forms_wait", field="successor", params={"n": left.forms}))


def _give(successor: User, post: Post, *, by: Actor, now: datetime) -> int:
    """The successor holds the post from now on; one that is held already stays."""
    if _has(successor, post):
        return 0
    give_post(successor, unit=post.unit_id, role=post.role, by=by, now=now)
    return 1


def _has(successor: User, post: Post) -> bool:
    return Post.objects.filter(user=successor, unit=post.unit_id, role=post.role, until=None).exists()


def _matters(person: User, successor: User | None, *, by: Actor, now: datetime) -> tuple[int, int]:
    """Each matter's dossier says to whom it went: how many to the successor, how many to the unit."""
    heir = actor_of(successor, now) if successor is not None else None
    counts = [0, 0]
    for number in sorted(_signed(person).values_list("number", flat=True)):
        pen = Pen.take(number)
        assert pen.state is not None, "it was read from the tables"
        free = heir is not None and _can(pen.state, heir)
        pen.write(Verb.HAND_OVER, _told(person, heir if free else None), by=by, now=now)
        pen.put_down()
        counts[0 if free else 1] += 1
    return counts[0], counts[1]


def _can(state: MatterState, heir: Actor) -> bool:
    if is_barred(state, heir, tree()):
        return False
    works = (*heir.posts_with(Permission.HANDLE), *heir.posts_with(Permission.APPROVE))
    return any(acts_for(post, state.holder or state.desk, law().tree) for post in works)


def _forms(person: User, successor: User) -> int:
    """Forms not sent yet go to whoever may register; else they can't be finished, and the successor is the wrong one."""
    _insist_registers(person, successor)
    mine = Draft.objects.filter(user=person)
    return mine.exclude(token__in=Draft.objects.filter(user=successor).values("token")).update(user=successor)


def _insist_registers(person: User, successor: User, gets: Collection[str] = ()) -> int:
    """How many forms would go. Refuses a successor who registers nothing, also by the roles that they would get."""
    theirs = Draft.objects.filter(user=successor).values("token")
    insist_registers(successor, Draft.objects.filter(user=person).count(), gets)
    return Draft.objects.filter(user=person).exclude(token__in=theirs).count()


def insist_registers(successor: User, n: int, gets: Collection[str] = ()) -> None:
    """Refuses to leave ``n`` things that have to be registered to whoever registers nothing; ``gets``: roles to come."""
    able = bool(set(REGISTERS) & set(gets))
    if n and not able and not Post.objects.filter(user=successor, until=None, role__in=REGISTERS).exists():
        raise NotDone(Refused("successor_registers_nothing", field="successor", params={"n": n}))


REGISTERS = [role.value for role in (Role.CLERK, Role.DISPATCHER, Role.OFFICER, Role.HEAD)]


def _views(person: User, successor: User) -> int:
    return SavedView.objects.filter(pk__in=_views_taken(person, successor)).update(user=successor)


def _views_taken(person: User, successor: User) -> list[int]:
    """The views under names that the successor hasn't, as far as there is room."""
    names = SavedView.objects.filter(user=successor).values_list("name", flat=True)
    room = MOST_VIEWS - len(names)
    rows = SavedView.objects.filter(user=person).exclude(name__in=list(names)).order_by("id")
    return list(rows.values_list("pk", flat=True)[: max(0, room)])
