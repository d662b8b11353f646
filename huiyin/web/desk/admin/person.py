"""One account: what it may do, what was done to it, and what an administrator can do with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods

from huiyin.rooms.accounts.actions import give_post, set_password
from huiyin.rooms.accounts.locking import lock, set_name, unlock
from huiyin.rooms.accounts.models import Post, User
from huiyin.rooms.accounts.signins import sign_ins
from huiyin.rooms.cases.handing_over import end_post_safely
from huiyin.rules.fields import Refused
from huiyin.web.desk.access import actor
from huiyin.web.desk.admin import people_forms as ask
from huiyin.web.desk.admin.people import LIST, account_state, first_password, password_page
from huiyin.web.desk.admin.sending import attempt, seen_now
from huiyin.web.desk.admin.sheet import (
    NOTHING_SENT,
    Cell,
    Facts,
    FormPart,
    Note,
    Part,
    Sent,
    Sheet,
    Table,
    Trouble,
    address,
    administrators,
    shown,
    state,
)
from huiyin.web.desk.admin.trail import history
from huiyin.web.shared import sayings, when
from huiyin.web.shared.once import known_token
from huiyin.web.shared.page import LANGUAGES, see

if TYPE_CHECKING:
    from django.http import HttpRequest


def person_or_404(user: int) -> User:
    """The account with this key."""
    found = User.objects.filter(pk=user).first()
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@administrators
def person_page(request: HttpRequest, user: int) -> HttpResponse:
    """One account: what it may do, what was done to it, and what can be done."""
    person = person_or_404(user)
    if request.method != "POST":
        return _person(request, person)
    what = request.POST.get("what", "")
    if what == "password":
        return _new_password(request, person)
    form, trouble = _did(request, person, what)
    if trouble is None:
        return see(address(f"{LIST}{person.pk}/", done=what))
    return _person(request, User.objects.get(pk=person.pk), Sent(what, form, trouble))


def _did(request: HttpRequest, person: User, what: str) -> tuple[forms.Form | None, Trouble | None]:
    by, now = actor(request), timezone.now()
    form = _form(what, request, person)
    if form is not None and not form.is_valid():
        return form, Trouble(422)
    data: dict[str, Any] = form.cleaned_data if form is not None else {}
    held = Post.objects.filter(user=person, until=None)
    acts = {
        "name": (
            lambda: set_name(person, name=data["name"], language=data["language"], by=by, now=now),
            lambda: User.objects.filter(pk=person.pk, name=data["name"], language=data["language"]).exists(),
        ),
        "give": (
            lambda: give_post(person, unit=data["unit"], role=data["role"], by=by, now=now),
            lambda: held.filter(unit=data["unit"], role=data["role"]).exists(),
        ),
        "end": (
            lambda: end_post_safely(held.get(pk=data["post"]), by=by, now=now),
            lambda: not held.filter(pk=data["post"]).exists(),
        ),
        "lock": (lambda: lock(person, by=by, now=now), lambda: _is(person, active=False)),
        "unlock": (lambda: unlock(person, by=by, now=now), lambda: _is(person, active=True)),
    }
    if what not in acts:
        raise Http404
    do, done = acts[what]
    return form, attempt(request, form, do, subjects=(person.key,), done=done)


def _is(person: User, *, active: bool) -> bool:
    return User.objects.filter(pk=person.pk, is_active=active).exists()


def _form(what: str, request: HttpRequest, person: User) -> forms.Form | None:
    if what == "name":
        return ask.Naming(request.POST)
    if what == "give":
        return ask.GivePost(request.POST)
    if what == "end":
        return ask.EndPost(
            list(person.posts.all()), request.POST
        )  # one that has ended meanwhile was ended by the first click
    return None


def _new_password(request: HttpRequest, person: User) -> HttpResponse:
    token = known_token(request.POST.get("token", ""))
    password = first_password(token, person.username)
    by, now = actor(request), timezone.now()
    if by.key == person.key:
        no = Note(sayings.say(Refused("not_to_yourself")), "bad")
        return _person(request, person, Sent("password", None, Trouble(422, no)))
    trouble = attempt(
        request, None, lambda: set_password(person, password, by=by, now=now),
        subjects=(person.key,), done=lambda: User.objects.get(pk=person.pk).check_password(password),
    )  # fmt: skip
    if trouble is not None:
        return _person(request, person, Sent("password", None, trouble))
    return password_page(request, person, password, _("A new first password is set"))


def _person(request: HttpRequest, person: User, sent: Sent = NOTHING_SENT) -> HttpResponse:
    own = actor(request).key == person.key
    held = list(Post.objects.filter(user=person).order_by("-since", "-pk")[:60])
    current = [post for post in held if post.until is None]
    parts: list[Part] = []
    if own:
        parts.append(
            Note(_("This is your own account: another administrator changes its posts and locks."), "")
        )
    parts += [_facts(person), _posts(held)]
    seen = seen_now(person.key)
    parts += _forms(person, current, sent, seen, own=own)
    parts += [_entries(person), history(person.key)]
    buttons = (
        [(f"{LIST}{person.pk}/leave/", _("Leaves: hand over"), False)]
        if not own and (current or person.is_active)
        else []
    )
    sheet = Sheet(
        person.name, parts, lead=person.username, back=(LIST, _("People and posts")), buttons=buttons
    )
    return shown(request, sheet, sent.trouble, told=_told())


def _told() -> dict[str, str]:
    return {
        "name": _("Kept."), "give": _("The post is given."), "end": _("The post has ended."),
        "lock": _("The account is locked; whoever was signed in with it is out."), "unlock": _("The account is open again."),
        "left": _("All is handed over, the account is closed."),
    }  # fmt: skip


def _facts(person: User) -> Facts:
    pairs: list[tuple[str, Cell]] = [
        (_("User name"), person.username), (_("Account"), account_state(person)),
        (_("Language of the pages"), dict(LANGUAGES).get(person.language, person.language)),
        (_("Made on"), when.day(when.local(person.created_at).date())),
    ]  # fmt: skip
    return Facts(_("Account"), pairs)


def _posts(held: list[Post]) -> Table:
    rows: list[list[Cell]] = [
        [ask.post_name(post.role, post.unit_id), when.day(when.local(post.since).date()),
         when.day(when.local(post.until).date()) if post.until else state(_("held now"), "answer")]
        for post in sorted(held, key=lambda post: post.until is not None)
    ]  # fmt: skip
    return Table(
        _("Posts"),
        [_("Post"), pgettext("post", "Since"), pgettext("post", "Until")],
        rows,
        _("No post was ever held."),
    )


def _forms(
    person: User, current: list[Post], sent: Sent, seen: dict[str, str], *, own: bool
) -> list[FormPart]:
    made = []
    if not own and person.is_active:
        give = sent.of("give", ask.GivePost())
        made.append(
            FormPart(
                _("Give a post"), ask.post_fields(give), _("Give the post"), "give", hidden=seen, folded=True
            )
        )
    if not own and current:
        end = sent.of("end", ask.EndPost(current))
        lead = _("For one post. If the person leaves altogether, use “Leaves: hand over”.")
        fields = ask.end_fields(end, current)
        made.append(
            FormPart(_("End a post"), fields, _("End the post"), "end", lead, hidden=seen, folded=True)
        )
    naming = sent.of("name", ask.Naming())
    fields = ask.naming_fields(naming, person.name, person.language)
    made.append(FormPart(_("Name and language"), fields, _("Keep it"), "name", hidden=seen, folded=True))
    if own:
        return made
    token = {**seen, "token": known_token("")}
    lead = _("The present password and all sessions end. The new one is shown once and must be changed.")
    made.append(
        FormPart(
            _("New first password"), (), _("Set a new password"), "password", lead, hidden=token, folded=True
        )
    )
    if person.is_active:
        lead = _(
            "Nobody signs in with it until it is unlocked; whoever is signed in is out at once. Posts stay, and rest."
        )
        made.append(FormPart(_("Lock the account"), (), _("Lock it"), "lock", lead, hidden=seen, folded=True))
    else:
        lead = _("The person signs in again, with the posts that haven't ended.")
        made.append(
            FormPart(_("Unlock the account"), (), _("Unlock it"), "unlock", lead, hidden=seen, folded=True)
        )
    return made


def _entries(person: User) -> Table:
    rows: list[list[Cell]] = [
        [
            when.moment(one.at),
            state(_("signed in"), "answer") if one.opened else state(_("refused"), "trouble"),
        ]
        for one in sign_ins(person, size=5)[:5]
    ]
    return Table(
        _("Last sign-ins"), [_("When"), _("How it ended")], rows, _("Nobody has signed in with it yet.")
    )
