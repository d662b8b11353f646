"""Language or larger type changed in the midst of a form: the page comes back in the new way with everything that was typed.

The switches of such a page belong to its form, so that this needs no script; nothing is checked or sent by them. What was typed
is held meanwhile (``steps``, ``holding``) and the page comes by 303: the browser's way back finds no page that was sent for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from django import forms
from django.conf import settings
from django.utils import translation

from huiyin.web.shared.page import ELDER_COOKIE

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

F = TypeVar("F", bound=forms.Form)
#: The id of the form that the switches belong to, in the page's context as ``switch_form``.
FORM = "say"


def wanted(request: HttpRequest) -> bool:
    """Whether a switch was pressed and not the form's own button; what is drawn from now on is in the new way.

    ``shared.views.keep_choices`` then has the browser keep the choice.
    """
    if request.method != "POST" or not {"language", "elder"} & set(request.POST):
        return False
    code = request.POST.get("language", "")
    if code in dict(settings.LANGUAGES):
        translation.activate(code)
    if "elder" in request.POST:
        request.COOKIES[ELDER_COOKIE] = "1" if request.POST["elder"] == "1" else ""
    return True


def refilled(make: Callable[..., F], held: dict[str, str]) -> F:
    """A form as it was before a switch was pressed in it, or a fresh one."""
    return unchecked(make(held)) if held else make()


def unchecked(form: F) -> F:
    """The form with what was typed and nothing said against it: nobody has sent it yet."""
    form.is_valid()
    form.errors.clear()
    return form
