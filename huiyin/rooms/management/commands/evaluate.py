"""``huiyin evaluate``: how well the suggestions do, measured on files that whoever asks brings along."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from huiyin.rooms.insight import evaluating, evaluating_hot, evaluating_replies, evaluating_same
from huiyin.rooms.insight.learning import TooLittle
from huiyin.rooms.insight.tables import BadFile
from huiyin.rooms.management import evaluation_words
from huiyin.rooms.management.asking import sentence, why_not

FEWEST_FOLDS, MOST_FOLDS = 2, 20
#: What was measured, and the same in lines for people.
Told = tuple[dict[str, Any], Iterator[str]]


class Command(BaseCommand):
    """Measure; nothing is kept, and no county's data is read."""

    help = gettext_noop(
        "Measure on a CSV file how well suggestions do. Nothing is kept; docs/evaluation.md has figures and methods."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What is measured."""
        kinds = parser.add_subparsers(dest="kind", required=True, metavar="WHAT")
        _categories(kinds)
        text = _("how many messages on the same matter are found, and how many others are taken for it")
        _stream(kinds, "same-matter", text)
        _stream(kinds, "hot", _("whether the messages on one matter come out as one group"))
        _replies(kinds)
        for parser in kinds.choices.values():
            parser.add_argument("--json", action="store_true", help=_("print JSON instead of lines"))

    def handle(self, *args: Any, kind: str, **options: Any) -> None:
        """Read, measure, print."""
        try:
            told, lines = self._measured(kind, options)
        except (BadFile, TooLittle) as no:
            raise CommandError(_why(no)) from no
        if options["json"]:
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=2))
            return
        for line in lines:
            self.stdout.write(line)

    def _measured(self, kind: str, options: dict[str, Any]) -> Told:
        if kind == "categories":
            return self._categories(**options)
        return self._replies(**options) if kind == "replies" else self._stream(kind=kind, **options)

    def _categories(
        self, *, train: Path, test: Path | None, folds: int, seed: int, unlabelled: list[Path], **options: Any
    ) -> Told:
        if not FEWEST_FOLDS <= folds <= MOST_FOLDS:
            said = _("%(option)s must be from %(least)s to %(most)s.")
            raise CommandError(said % {"option": "--folds", "least": FEWEST_FOLDS, "most": MOST_FOLDS})
        if not 0 <= seed < 2**32:
            said = _("%(option)s must be from %(least)s to %(most)s.")
            raise CommandError(said % {"option": "--seed", "least": 0, "most": 2**32 - 1})
        asked = evaluating.read(test) if test else None
        told = evaluating.evaluate(
            evaluating.read(train),
            asked,
            folds=folds,
            seed=seed,
            unlabelled=evaluating.read_unlabelled(unlabelled),
        )
        return told, evaluation_words.categories(told)

    def _stream(self, *, kind: str, stream: Path, labels: Path, **options: Any) -> Told:
        rows = evaluating_same.read_stream(stream)
        events = evaluating_same.read_labels(labels, {row.key for row in rows})
        if kind == "hot":
            told = evaluating_hot.evaluate(rows, events)
            return told, evaluation_words.hot(told)
        told = evaluating_same.evaluate(rows, events)
        return told, evaluation_words.same_matter(told)

    def _replies(self, *, answers: Path, labels: Path, **options: Any) -> Told:
        told = evaluating_replies.evaluate(
            evaluating_replies.read_answers(answers), evaluating_replies.read_labels(labels)
        )
        return told, evaluation_words.replies(told)


def _why(no: Exception) -> str:
    """Why nothing could be measured; what the system says of a file is said in our words."""
    cause = no.__cause__
    if isinstance(cause, OSError):
        return _("%(file)s can't be read: %(why)s") % {"file": cause.filename, "why": why_not(cause)}
    return str(no)


def _categories(kinds: Any) -> None:
    one = kinds.add_parser(
        "categories",
        help=_("macro-F1 of the categories"),
        description=_(
            "Learn labels from a CSV file with the columns text (or 留言详情), 一级标签 (or label) and, if there "
            "is one, 留言主题 (or title); judge by stratified folds or on another file."
        ),
    )
    one.add_argument("--train", type=Path, required=True, metavar="FILE", help=_("rows to learn from"))
    one.add_argument("--test", type=Path, metavar="FILE", help=_("rows to be judged on, instead of folds"))
    one.add_argument(
        "--unlabelled", type=Path, nargs="+", action="extend", default=[], metavar="FILE",
        help=_("files of messages without labels, from which it is learnt which words go together"),
    )  # fmt: skip
    one.add_argument("--folds", type=int, default=5, help=_("how many folds (default: %(default)s)"))
    one.add_argument(
        "--seed", type=int, default=1, help=_("which way of cutting the folds (default: %(default)s)")
    )


def _stream(kinds: Any, name: str, about: str) -> None:
    columns = _(
        "The stream has the columns 留言编号 (or id), 留言详情 (or text), and 留言主题, 留言时间, 留言用户 (title, time, user) "
        "where there are such; the labels 留言编号, event, label (positive, negative or related)."
    )
    other = kinds.add_parser(name, help=about, description=f"{sentence(about)} {columns}")
    other.add_argument("--stream", type=Path, required=True, metavar="FILE", help=_("all messages"))
    other.add_argument(
        "--labels", type=Path, required=True, metavar="FILE", help=_("what some of them are about")
    )


def _replies(kinds: Any) -> None:
    replies = kinds.add_parser(
        "replies",
        help=_("how well empty and evasive answers are recognised"),
        description=_(
            "Judge the answers of a CSV file (number or 留言编号; answer, reply or 答复意见) against labels "
            "(number, half, empty)."
        ),
    )
    replies.add_argument(
        "--file", dest="answers", type=Path, required=True, metavar="FILE", help=_("the answers")
    )
    replies.add_argument(
        "--labels", type=Path, required=True, metavar="FILE", help=_("what people say of some of them")
    )
