"""The people who sign in: finding them, making accounts, posts, passwords, locks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiyin.rooms.accounts.actions import create_user, give_post
from huiyin.rooms.accounts.models import Post, User
from huiyin.rooms.accounts.roster import PAGE, people_listed, posts_of
from huiyin.rooms.county import queries
from huiyin.web.desk.access import actor
from huiyin.web.desk.admin import people_forms as ask
from huiyin.web.desk.admin.sending import attempt
from huiyin.web.desk.admin.sheet import (
    Cell,
    Facts,
    Finder,
    FormPart,
    Note,
    Sheet,
    Table,
    Trouble,
    administrators,
    chosen,
    home,
    link,
    pages,
    said,
    shown,
    state,
)
from huiyin.web.desk.finding import found
from huiyin.web.shared import county
from huiyin.web.shared.fields import printable
from huiyin.web.shared.once import known_token
from huiyin.web.shared.words import enumerated

if TYPE_CHECKING:
    from django.http import HttpRequest

LIST = "/desk/admin/people/"
#: Letters and digits that can't be taken for one another on paper.
_ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"


#: Fields of the administration whose choices are all units of the county.
_FOUND = frozenset({"unit", "successor"})


@require_POST
@administrators
def find_page(request: HttpRequest, name: str) -> HttpResponse:
    """The units that are called what is typed above such a list; 404 for another field."""
    if name not in _FOUND:
        raise Http404
    return found(request, name, county.any_unit_options(empty=""))


@require_safe
@administrators
def list_page(request: HttpRequest) -> HttpResponse:
    """Everybody with an account, by user name, fifty a page; two queries besides the frame's."""
    typed, after = printable(request.GET.get("q", ""))[:60].strip(), request.GET.get("after", "")[:32]
    show = request.GET.get("show", "")
    show = show if show in dict(_shows()) else ""
    unit = request.GET.get("unit", "")
    unit = unit if queries.unit(unit) else ""
    now = timezone.now()
    rows = people_listed(typed, show=show, unit=unit, after=after, now=now)
    held = posts_of([user.pk for user in rows[:PAGE]])
    where = _("Posts in: %(unit)s") % {"unit": county.unit_name(unit)} if unit else ""
    sheet = Sheet(
        _("People and posts"),
        [Table("", [_("Name"), _("Posts"), _("Account")], [_row(user, held) for user in rows[:PAGE]],
               _("Nobody fits this choice."))],
        lead=where or _("Who signs in, and what they may do."), back=home(),
        buttons=[(f"{LIST}new/", _("Make an account"), True), ("/desk/admin/signins/", _("Sign-ins"), False)],
        chips=chosen(LIST, "show", _shows(), show, q=typed, unit=unit),
        finder=Finder(typed, _("Name or user name"), {k: v for k, v in (("show", show), ("unit", unit)) if v}),
        more=pages(LIST, rows, PAGE, lambda user: user.username, after=after, q=typed, show=show, unit=unit),
    )  # fmt: skip
    return shown(request, sheet)


def _shows() -> list[tuple[str, str]]:
    return [
        ("", _("All")),
        ("open", pgettext("account", "Open")),
        ("locked", _("Locked or closed")),
        ("idle", _("Without a post")),
    ]


def _row(user: User, held: dict[int, list[Post]]) -> list[Cell]:
    posts = enumerated(ask.post_name(post.role, post.unit_id) for post in held.get(user.pk, ()))
    return [said_link(user), posts or _("no post"), account_state(user)]


def said_link(user: User) -> Cell:
    """The name as a link, the user name below it."""
    return said(link(f"{LIST}{user.pk}/", user.name, lang="zh-Hans-CN"), user.username)


def account_state(user: User) -> Cell:
    """How the account stands, as a mark."""
    if not user.is_active:
        return state(_("locked or closed"), "trouble")
    if user.must_change_password:
        return state(_("first password"), "desk")
    return state(_("open"), "answer")


def first_password(token: str, about: str) -> str:
    """A one-time password that hangs on the form's token: a second click shows the same one and changes nothing."""
    digest = salted_hmac(
        f"huiyin.first.{about}", token, secret=settings.SECRET_KEY, algorithm="sha256"
    ).digest()
    letters = [_ALPHABET[byte % len(_ALPHABET)] for byte in digest[:20]]  # 256 is a multiple of 32: all alike
    return "-".join("".join(letters[n : n + 5]) for n in range(0, 20, 5))


@require_http_methods(["GET", "HEAD", "POST"])
@administrators
def new_page(request: HttpRequest) -> HttpResponse:
    """Make an account; its first password is shown once, in the answer."""
    token = known_token(request.POST.get("token", ""))
    form = ask.NewPerson(request.POST) if request.method == "POST" else ask.NewPerson()
    if request.method != "POST" or not form.is_valid():
        return _new(request, form, token, Trouble(422) if request.method == "POST" else None)
    data, now, by = form.cleaned_data, timezone.now(), actor(request)
    password = first_password(token, data["username"])

    def do() -> None:
        user = create_user(
            data["username"], name=data["name"], password=password, language=data["language"], by=by, now=now
        )
        if data["role"]:
            give_post(user, unit=data["unit"], role=data["role"], by=by, now=now)

    def done() -> bool:
        told = {name: data[name] for name in ("username", "name", "language")}
        user = User.objects.filter(**told, must_change_password=True).first()
        if user is None or not user.check_password(password):
            return False
        held = posts_of([user.pk]).get(user.pk, [])
        wanted = [(data["role"], data["unit"])] if data["role"] else []
        return [(post.role, post.unit_id) for post in held] == wanted

    trouble = attempt(request, form, do, subjects=(), done=done)
    if trouble is not None:
        return _new(request, form, token, trouble)
    user = User.objects.get_by_natural_key(data["username"])
    return password_page(request, user, password, _("The account is made"))


def _new(request: HttpRequest, form: forms.Form, token: str, trouble: Trouble | None) -> HttpResponse:
    unit = request.GET.get("unit", "")
    part = FormPart(
        "", ask.new_fields(form, unit if queries.unit(unit) else ""), _("Make the account"), "new",
        hidden={"token": token, "seen": "0"}, main=True,
    )  # fmt: skip
    lead = _("The first password is shown once and must be changed at the first sign-in.")
    sheet = Sheet(_("Make an account"), [part], lead=lead, back=(LIST, _("People and posts")))
    return shown(request, sheet, trouble)


def password_page(request: HttpRequest, user: User, password: str, heading: str) -> HttpResponse:
    """The first password, shown this once."""
    note = Note(
        _("Hand it over in person. It isn't shown again; it must be changed at the first sign-in."),
        "good",
        heading,
    )
    pairs = [(_("Name"), user.name), (_("User name"), user.username), (_("First password"), _typed(password))]
    buttons = [
        (f"{LIST}{user.pk}/", _("To the account"), True),
        (f"{LIST}new/", _("Make another account"), False),
    ]
    sheet = Sheet(
        _("First password"), [note, Facts("", pairs)], back=(LIST, _("People and posts")), buttons=buttons
    )
    return shown(request, sheet)


def _typed(password: str) -> Cell:
    return format_html('<code class="hy-number">{}</code>', password)
