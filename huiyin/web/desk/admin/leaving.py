"""Somebody leaves: what waits for them, who goes on, a look at what would happen, and then it is done at one stroke."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from huiyin.rooms.accounts.models import Post, User
from huiyin.rooms.accounts.roster import successors
from huiyin.rooms.cases.handing_over import HandedOver, Waiting, waiting
from huiyin.rooms.county.actions import NotDone
from huiyin.rooms.intake.leaving import AtTheDesk, at_the_desk, leave_the_house, look_at_leaving_the_house
from huiyin.rules.roles import Role
from huiyin.web.desk.access import actor
from huiyin.web.desk.admin import people_forms as ask
from huiyin.web.desk.admin.people import LIST
from huiyin.web.desk.admin.person import person_or_404
from huiyin.web.desk.admin.sending import attempt, said_at, seen_now
from huiyin.web.desk.admin.sheet import (
    Cell,
    Facts,
    FormPart,
    Part,
    Sheet,
    Table,
    Trouble,
    address,
    administrators,
    shown,
    state,
)
from huiyin.web.desk.filtering import given_in
from huiyin.web.shared import county
from huiyin.web.shared.fields import FieldView, grouped
from huiyin.web.shared.forms import view
from huiyin.web.shared.page import see
from huiyin.web.shared.words import enumerated

if TYPE_CHECKING:
    from django.http import HttpRequest


@require_http_methods(["GET", "HEAD", "POST"])
@administrators
def leave_page(request: HttpRequest, user: int) -> HttpResponse:
    """First what waits, then what would go where, then it is done: the account is closed and nothing stays with nobody.

    What would happen has an address of its own (``?what=look``), so that the way back leads to it.
    """
    person = person_or_404(user)
    left = waiting(person, now=timezone.now())
    chosen = successors(person, [post.unit for post in left.posts])
    known = {str(one.pk) for one, _near in chosen}
    given = given_in(request)
    if not given.get("what"):
        return _page(request, person, left, ask.Leaving(known), chosen)
    form = ask.Leaving(known, given)
    if not form.is_valid():
        return _page(request, person, left, form, chosen, Trouble(422))
    return _sent(request, person, left, form, chosen)


def _sent(
    request: HttpRequest, person: User, left: Waiting, form: Any, chosen: list[tuple[User, bool]]
) -> HttpResponse:
    heir = next((one for one, _near in chosen if str(one.pk) == form.cleaned_data["successor"]), None)
    posts = [
        int(key)
        for key in given_in(request).getlist("posts")
        if key in {str(post.key) for post in left.posts}
    ]
    given: dict[str, Any] = {"successor": heir, "posts": posts, "by": actor(request), "now": timezone.now()}
    if request.POST.get("what") != "do":  # an address only ever looks
        try:
            would = look_at_leaving_the_house(person, **given)
        except NotDone as no:
            return _page(request, person, left, form, chosen, said_at(form, no.refused))
        return _page(request, person, left, form, chosen, None, would, heir)

    def done() -> bool:
        gone = not Post.objects.filter(user=person, until=None).exists()
        return gone and User.objects.filter(pk=person.pk, is_active=False).exists()

    trouble = attempt(
        request, form, lambda: leave_the_house(person, **given), subjects=(person.key,), done=done
    )
    if trouble is None:
        return see(address(f"{LIST}{person.pk}/", done="left"))
    person = User.objects.get(pk=person.pk)
    return _page(request, person, left, form, chosen, trouble)


def _page(
    request: HttpRequest, person: User, left: Waiting, form: Any, chosen: list[tuple[User, bool]],
    trouble: Trouble | None = None, would: HandedOver | None = None, heir: User | None = None,
) -> HttpResponse:  # fmt: skip
    parts: list[Part] = _confirm(request, would, heir, person) if would is not None else []
    parts += [_what_waits(left, at_the_desk(person, now=timezone.now())), _posts(left)]
    fields = [_successor(form, chosen), *_ticked(request, form, left)]
    lead = _("Matters that the successor is kept from, or can't work on, go to the unit's people together.")
    parts.append(
        FormPart(_("Who goes on"), fields, _("Look at what would happen"), "look", lead, main=would is None, asks=True)
    )  # fmt: skip
    sheet = Sheet(
        _("%(name)s leaves") % {"name": person.name}, parts, lead=_("Nothing stays with nobody."),
        back=(f"{LIST}{person.pk}/", _("Account of %(name)s") % {"name": person.name}),
    )  # fmt: skip
    return shown(request, sheet, trouble)


def _confirm(request: HttpRequest, would: HandedOver, heir: User | None, person: User) -> list[Part]:
    to = heir.name if heir else _("nobody in person")
    pairs: list[tuple[str, Cell]] = [
        (_("Goes on"), to), (_("Matters to the successor"), str(would.to_successor)),
        (_("Matters to the unit's people together"), str(would.to_unit)), (_("Forms not sent"), str(would.forms)),
        (_("Views of the work list"), str(would.views)), (_("Posts given to the successor"), str(would.posts)),
    ]  # fmt: skip
    hidden = {**seen_now(person.key), "successor": str(heir.pk) if heir else ""}
    posts = [("posts", key) for key in given_in(request).getlist("posts") if key.isdecimal()]
    return [
        Facts(_("This would happen"), pairs),
        FormPart("", (), _("Hand over and close the account"), "do", hidden=hidden, repeated=posts, main=True,
                 lead=_("Each matter's dossier will say to whom it went. The account's posts end, its sessions too.")),
    ]  # fmt: skip


def _what_waits(left: Waiting, desk: AtTheDesk) -> Facts:
    pairs: list[tuple[str, Cell]] = [
        (_("Matters signed for: %(unit)s") % {"unit": county.unit_name(unit)}, str(n))
        for unit, n in left.matters
    ] or [(_("Matters signed for"), "0")]
    counts = [
        (_("Forms not sent"), left.forms), (_("Batch files under way"), desk.batches),
        (_("Call-backs in hand (they go back to the desk's list)"), desk.call_backs), (_("Views of the work list"), left.views),
    ]  # fmt: skip
    pairs += [(word, str(n)) for word, n in counts]
    return Facts(_("What waits for this person"), pairs)


def _posts(left: Waiting) -> Table:
    rows: list[list[Cell]] = []
    for post in left.posts:
        works = [(_("open matters of the unit: %(n)s"), post.open_matters), (_("matters owned: %(n)s"), post.owned),
                 (_("days of duty: %(n)s"), post.duties)]  # fmt: skip
        waits = enumerated(word % {"n": n} for word, n in works if n)
        alone = state(_("nobody else"), "trouble") if post.orphaned else _people(post.others)
        rows.append([ask.post_name(post.role.value, post.unit), waits or _("nothing"), alone])
    columns = [_("Post"), _("What waits for whoever holds it"), _("Who else can go on")]
    return Table(_("Posts that fall vacant"), columns, rows, _("No post is held."))


def _people(n: int) -> str:
    return ngettext("%(n)s person", "%(n)s persons", n) % {"n": n}


def _successor(form: Any, chosen: list[tuple[User, bool]]) -> FieldView:
    near = [(str(one.pk), f"{one.name} ({one.username})") for one, is_near in chosen if is_near]
    far = [(str(one.pk), f"{one.name} ({one.username})") for one, is_near in chosen if not is_near]
    groups = [(word, pairs) for word, pairs in ((_("In the same unit"), near), (_("Others"), far)) if pairs]
    empty = _("Nobody in person: the unit's people together")
    return view(
        form,
        "successor",
        _("Successor"),
        kind="select",
        listed=lambda value: grouped(groups, value, empty=empty),
    )


def _ticked(request: HttpRequest, form: Any, left: Waiting) -> list[FieldView]:
    if not left.posts:
        return []
    pairs = [
        (str(post.key), ask.post_name(post.role.value, post.unit))
        for post in left.posts
        if post.role is not Role.ADMIN
    ]
    if not pairs:
        return []
    wanting = {str(post.key) for post in left.orphaned}
    given = given_in(request)
    ticked = set(given.getlist("posts")) if given.get("what") else wanting
    return [
        view(form, "posts", _("The successor gets these posts"), kind="radio", options=ask.ticks("posts", pairs, ticked),
             help=_("Where nobody else could go on, the successor must get the post.")),
    ]  # fmt: skip
