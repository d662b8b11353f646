"""``huiyin train``: learn categories and units from the county's own sorted matters; offline, minutes, no page waits for it."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import get_language, gettext_noop, pgettext_lazy
from django.utils.translation import gettext as _

from huiyin.rooms.county.queries import NotLoaded, categories, unit
from huiyin.rooms.insight.categories import What
from huiyin.rooms.insight.learning import LEAST_EACH, LEAST_LABELS, TooLittle
from huiyin.rooms.insight.training import LEAST_OWN, MOST, trained
from huiyin.rooms.management.asking import how_many, operator

#: So many of what isn't learnt are named.
_SHOWN = 12
_WHAT = {
    What.FIELD: pgettext_lazy("suggestion", "field"),
    What.CATEGORY: pgettext_lazy("suggestion", "category"),
    What.UNIT: pgettext_lazy("suggestion", "unit"),
}


class Command(BaseCommand):
    """Learn and put the models into place."""

    help = gettext_noop(
        "Learn from the county's own sorted matters what words point to which category and which unit. The models lie in "
        "HUIYIN_HOME/models, each with a report beside it; the pages use them from the next suggestion on. Nothing leaves the "
        "machine. Until there is enough, suggestions go by the categories' names and the units' duties."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How many matters."""
        parser.add_argument(
            "--most", type=how_many, default=MOST, metavar="N", help=_("look at the newest N matters (default: %(default)s)")
        )  # fmt: skip

    def handle(self, *args: Any, most: int, **options: Any) -> None:
        """Learn each of the three; one for which there is too little is said and left as it is."""
        if most < 1:
            raise CommandError(_("%(option)s must be at least 1.") % {"option": "--most"})
        done = 0
        try:
            for what, outcome in trained(operator(), now=timezone.now(), most=most):
                if isinstance(outcome, TooLittle):
                    said, left = _little(outcome)
                else:
                    said, left = _learnt(outcome)
                    done += 1
                self.stdout.write(_("%(what)s: %(said)s") % {"what": str(_WHAT[what]), "said": said})
                if left:
                    told = {"least": LEAST_OWN, "labels": _named(what, list(left))}
                    self.stdout.write(
                        "  "
                        + _(
                            "Left to the descriptions (fewer than %(least)s different matters each): %(labels)s."
                        )
                        % told
                    )
        except NotLoaded as no:
            raise CommandError(str(no)) from no
        if not done:
            raise CommandError(_("Nothing was learnt."))


def _named(what: What, codes: list[str]) -> str:
    """What these are called, the first of them, and how many more there are; the report beside the model has all."""
    language = get_language() or "zh-hans"
    if what is What.UNIT:
        names = {code: found.called(language) for code in codes if (found := unit(code)) is not None}
    else:
        names = {one.code: one.called(language) for one in categories()}
    shown = [names.get(code, code) for code in codes[:_SHOWN]]
    if len(codes) > _SHOWN:
        shown.append(_("and %(n)s more") % {"n": len(codes) - _SHOWN})
    return _("; ").join(shown)


def _little(no: TooLittle) -> tuple[str, Iterable[str]]:
    said = _(
        "Too little to learn from: at least %(least)s labels with %(each)s matters each are needed, "
        "%(enough)s of %(labels)s have that."
    )
    return said % {
        "least": LEAST_LABELS,
        "each": LEAST_EACH,
        "enough": no.enough,
        "labels": no.labels,
    }, no.left


def _learnt(report: Mapping[str, Any]) -> tuple[str, Iterable[str]]:
    scores = report["scores"]
    said = _(
        "learnt from %(matters)s matters in %(seconds)s s; on matters not learnt from macro-F1 %(f1)s, accuracy %(accuracy)s; "
        "suggests from probability %(threshold)s on."
    )
    told = {
        "matters": report["learnt_from"], "seconds": report["seconds"], "f1": f"{scores['macro_f1']:.3f}",
        "accuracy": f"{scores['accuracy']:.3f}", "threshold": f"{report['threshold']:.2f}",
    }  # fmt: skip
    return said % told, report["left_to_descriptions"]
