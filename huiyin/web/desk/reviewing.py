"""The card of a review or recheck, and of a matter that has one: what it is about, who decides, who writes it. Art. 35, 36."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from huiyin.rooms.cases.queries import File
from huiyin.rules.state import MatterState
from huiyin.rules.vocabulary import Stage, Status
from huiyin.web.desk.parts import Names
from huiyin.web.shared import county, organs
from huiyin.web.shared.apart import NUMBER
from huiyin.web.shared.page import dated
from huiyin.web.shared.papers.void import Void
from huiyin.web.shared.words import decided, word

_WRITTEN = frozenset({Status.HANDLING, Status.DRAFTED, Status.APPROVED})


def lines(file: File, names: Names) -> Iterator[tuple[str, str]]:
    """What is said, by its heading. Whoever may not see the review reads only that there is one, and what it decided."""
    state = file.state
    if names.matter(state.about):
        review = state.stage is Stage.REVIEW
        yield (_("It reviews the answer in") if review else _("It rechecks the review in")), link(state.about)
    if state.asked:
        yield _asked(state, names)
    if state.stage is not Stage.FIRST:
        yield _("Decided by"), _organ(file)
        if state.status in _WRITTEN:
            unit = {"unit": county.holder_name(state.owner)}
            yield (
                _("Written by"),
                _("any officer of %(unit)s or of its offices; a head there approves it") % unit,
            )
    if state.final:
        yield _("Ended"), _("rechecked: the same facts and reasons aren't taken up again")


def _asked(state: MatterState, names: Names) -> tuple[str, str]:
    first = state.stage is Stage.FIRST
    if names.matter(state.asked):
        return (_("Its answer is reviewed in") if first else _("It is rechecked in")), link(state.asked)
    stage = Stage.REVIEW if first else Stage.RECHECK
    return word(stage), decided(state.reviewed, stage) if state.reviewed else _("asked for")


def _organ(file: File) -> str:
    organ = {"organ": organs.decides(file)}
    if organs.outside(file):
        return _("%(organ)s; this office passes it on and writes down the answer") % organ
    return organ["organ"] if organs.itself(file) else _("%(organ)s; this office writes it for it") % organ


def linked(text: str) -> SafeString:
    """A sentence with the numbers in it as links: only for what names no number that the reader may not see."""
    return mark_safe(NUMBER.sub(lambda found: link(found[0]), dated(text)))  # noqa: S308  escaped by dated


def fallen(gone: Void, names: Names) -> SafeString:
    """Why an answer doesn't hold any more, as a sentence, with the review's number where the reader may see that one."""
    return linked(replace(gone, number=names.matter(gone.review) if gone.review else "").said())


def link(number: str) -> SafeString:
    """To another matter's page."""
    return format_html('<a class="hy-number" href="/desk/matter/{0}/">{0}</a>', number)
