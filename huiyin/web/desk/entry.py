"""Coming in and going out: sign in, sign out, one's own password."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth import logout, update_session_auth_hash
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.password_validation import password_validators_help_texts
from django.contrib.auth.views import LoginView
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods as only
from django.views.decorators.http import require_POST

from huiyin.rooms.accounts import signin
from huiyin.rooms.accounts.actions import NotDone, set_password
from huiyin.rooms.accounts.queries import actor_of
from huiyin.rooms.accounts.signins import note_sign_in
from huiyin.web.desk.access import actor, frame, staff
from huiyin.web.desk.menu import leads
from huiyin.web.desk.slip import forget, slips_of
from huiyin.web.shared import errors, sayings
from huiyin.web.shared.fields import FieldView, focused, printable
from huiyin.web.shared.forms import problems
from huiyin.web.shared.page import chrome, private, render, see
from huiyin.web.shared.sayings import REASONS
from huiyin.web.shared.words import run_on

if TYPE_CHECKING:
    from django.http import HttpRequest


LONGEST_NAME = 200  # characters of a typed user name that are looked at


class SignInForm(AuthenticationForm):
    """User name and password; one sentence for whatever of the two is wrong."""

    error_messages = {
        "invalid_login": gettext_lazy("User name or password is wrong."),
        "inactive": gettext_lazy("User name or password is wrong."),
    }


class SignIn(LoginView):
    """Sign in; a refused try is answered 422, what was typed as name stays. After five failures 429 until the wait is over."""

    template_name = "desk/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Write the try down before the password is looked at."""
        name = request.POST.get("username", "")[:LONGEST_NAME]
        tried = bool(name and request.POST.get("password"))  # what lacks one of the two guesses nothing
        until = signin.attempt(name, address_of(request), now=timezone.now()) if tried else None
        if until is None:
            return super().post(request, *args, **kwargs)
        wait = max(1, round((until - timezone.now()).total_seconds()))
        return errors.page(request, 429, retry_after=wait)

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """In: the failures are forgotten, the page speaks the person's language unless another was chosen here."""
        name = self.request.POST["username"]
        signin.succeeded(name, address_of(self.request))
        note_sign_in(name[:LONGEST_NAME], opened=True, now=timezone.now())
        return super().form_valid(form)

    def get_success_url(self) -> str:
        """Where one wanted to go; a leader with a phone goes to the leader's page, everybody else to My day.

        Whether it is a phone is what the browser says of itself ("Mobi"): a hint, not worth a question.
        """
        wanted = self.get_redirect_url()
        phone = "Mobi" in self.request.META.get("HTTP_USER_AGENT", "")
        if wanted or not phone or self.request.user.is_anonymous:
            return str(wanted or super().get_success_url())
        user: Any = self.request.user
        return "/desk/leader/" if leads(actor_of(user, timezone.now())) else super().get_success_url()

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        """The form again, 422."""
        name = self.request.POST.get("username", "")[:LONGEST_NAME]
        if name and self.request.POST.get("password"):
            note_sign_in(name, opened=False, now=timezone.now())
        response = super().form_invalid(form)
        response.status_code = 422
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form as our fields."""
        context = super().get_context_data(**kwargs)
        form = context["form"]
        wrong = form.is_bound and all(form.data.get(name) for name in form.fields) and not form.is_valid()
        context.update(
            page=chrome(self.request),
            fields=_sign_in_fields(form),
            next=self.get_redirect_url(),
            refused=str(form.error_messages["invalid_login"]) if wrong else "",
        )
        return context


def address_of(request: HttpRequest) -> str:
    """Where the request comes from; behind the https proxy what the proxy itself has put last (before it anybody may write)."""
    if settings.HUIYIN_HTTPS:
        last = str(request.META.get("HTTP_X_FORWARDED_FOR", "")).rsplit(",", 1)[-1].strip()
        if last:
            return last
    return str(request.META.get("REMOTE_ADDR", ""))


def _sign_in_fields(form: AuthenticationForm) -> list[FieldView]:
    def wrong(name: str) -> str:
        return str(REASONS["missing"]) if form.is_bound and not form.data.get(name) else ""

    name = printable(str(form.data.get("username", ""))) if form.is_bound else ""
    return focused(
        [
            FieldView(
                "username",
                _("User name"),
                value=name,
                error=wrong("username"),
                focus=not form.is_bound,
                extra={"autocomplete": "username", "autocapitalize": "none"},
            ),
            FieldView(
                "password",
                _("Password"),
                kind="password",
                error=wrong("password"),
                extra={"autocomplete": "current-password"},
            ),
        ]
    )


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session and forget its slips. Only by POST, so that no picture on a foreign page can do it."""
    shown = slips_of(request)
    logout(request)
    response = see("/desk/login/")
    forget(response, shown)
    return response


@only(["GET", "HEAD", "POST"])
@staff
def password_page(request: HttpRequest) -> HttpResponse:
    """Change one's own password; asked of everybody whose password an administrator has set."""
    user: Any = request.user
    wrong: dict[str, str] = {}
    if request.method == "POST":
        old, new, again = (request.POST.get(name, "") for name in ("old", "new", "again"))
        wrong = _change(request, old, new, again)
        if not wrong:
            return see("/desk/")
    fields = focused(
        [
            FieldView(
                "old",
                _("Present password"),
                kind="password",
                error=wrong.get("old", ""),
                extra={"autocomplete": "current-password"},
            ),
            FieldView(
                "new",
                _("New password"),
                kind="password",
                error=wrong.get("new", ""),
                help=run_on(*password_validators_help_texts()),
                extra={"autocomplete": "new-password"},
            ),
            FieldView(
                "again",
                _("New password once more"),
                kind="password",
                error=wrong.get("again", ""),
                extra={"autocomplete": "new-password"},
            ),
        ]
    )
    context = {"fields": fields, "problems": problems(fields), "must": user.must_change_password}
    status = 422 if wrong else 200
    return private(render(request, "desk/password.html", context, status=status, frame=frame(request)))


def _change(request: HttpRequest, old: str, new: str, again: str) -> dict[str, str]:
    """Change it and stay signed in; or what is to be mended, by field."""
    user: Any = request.user
    if not user.check_password(old):
        return {"old": _("This isn't your present password.")}
    if new != again:
        return {"again": _("The two don't agree.")}
    try:
        set_password(user, new, by=actor(request), now=timezone.now())
    except NotDone as no:
        return {"new": sayings.say(no.refused)}
    update_session_auth_hash(request, user)
    return {}
