"""What a letter has to say whatever was typed: to whom, how it can be reviewed, and of an extension from when to when.

Words that the office left out are added where the letter goes out, on the page as on paper; the dossier keeps the words as they
were typed. What the text says already isn't said again. Art. 34 (extension and its reason), 35 (review within thirty days, by
the organ above), 36 (recheck, and that a recheck ends it). The added words are the house's own, so that a letter reads the same
whenever it is opened.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from huiyin.rules.state import Opinion
from huiyin.rules.vocabulary import OUTCOMES_ABOVE, OUTCOMES_OF, MatterClass, Outcome, Stage
from huiyin.web.shared.letters import cited
from huiyin.web.shared.letters_parts import Tongue
from huiyin.web.shared.page import lang_of

#: A line that greets somebody is no longer than this.
_GREETING = 40
_HEADING = re.compile(
    r"^[（(]?[一二三四五六七八九十\d]+[、.．)）]|请求|诉求|事实|意见|依据|理由|答复|如下"
    r"|요구|사실|의견|근거|리유|회답|다음과 같|아래와 같"
)
_NUMBERED = re.compile(r"^[（(]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[、.．)）]")
_LANGS = {"zh": "zh-Hans-CN", "ko": "ko-CN"}
#: What a sentence ends with.
ENDS = ("。", ".", "！", "!", "？", "?", "；", ";", "，", ",")
_GREETED = re.compile(r"^.{1,30}[：:]\s*(?:您|你|귀하)|^尊敬的|^(?:您|你)好|귀하\s*[:：]?$|^존경하는")
_TO_KOREAN = re.compile(r"^[^:：]{1,30}귀하\s*[:：]?\s*$")
_QUOTED = re.compile(r"“[^”]*”")
_REVIEW = {"zh": re.compile(r"复查"), "ko": re.compile(r"재조사")}
_RECHECK = {"zh": re.compile(r"复核"), "ko": re.compile(r"재심사")}
_FINAL = {"zh": re.compile(r"不再受理"), "ko": re.compile(r"더는\s*수리하지|더는\s*접수하지|다시\s*접수하지")}
_THIRTY = re.compile(r"(?:三十|30|３０)\s*(?:个?日|天)|30일|삼십일")
_CITED = {"zh": re.compile(r"第三十四条|34条"), "ko": re.compile(r"제?\s?34조")}


@dataclass(frozen=True, slots=True)
class More:
    """What an extension is of: the matter, the days more, the last day before and after; days by language."""

    number: str
    title: str
    received: Mapping[str, str]
    days: int
    old: Mapping[str, str]
    new: Mapping[str, str]


def by_language(text: str) -> tuple[tuple[str, str], ...]:
    """A letter in two languages in its parts: language and words, in their order. Lines without words go with those before."""
    if halves := _split(text):
        whole = tuple((_LANGS[key], words) for key, words in halves.items())
        return whole if text.lstrip().startswith(whole[0][1][:_GREETING]) else whole[::-1]
    blocks: list[tuple[str, str]] = []
    for line, lang in lines_by_language(text):
        if blocks and lang in ("", blocks[-1][0]):
            blocks[-1] = (blocks[-1][0], f"{blocks[-1][1]}\n{line}")
        else:
            blocks.append((lang or lang_of(text), line))
    return tuple(blocks)


def lines_by_language(text: str) -> Iterator[tuple[str, str]]:
    """Each line with its language, empty where it has no words.

    Whoever is addressed goes with what they are told: a Korean name may stand above Chinese words.
    """
    lines = text.split("\n")
    for n, line in enumerate(lines):
        lang = _lang(line)
        if addresses(line.strip()) and not (n and lines[n - 1].strip()):
            lang = next(filter(None, map(_lang, lines[n + 1 :])), lang)
        yield line, lang


def _lang(line: str) -> str:
    """What a line is set in; empty where it has no words."""
    return _LANGS.get(script(line)) or (lang_of(line) if any(sign.isalpha() for sign in line) else "")


def extended(reason: str, more: More, tongues: Sequence[Tongue]) -> str:
    """The letter of an extension: whose matter, how many days more, the old and the new last day, the article, the reason."""
    keys = [tongue.code[:2] for tongue in tongues]
    whole = script(reason) if script(reason) in keys else keys[0]
    parts = _split(reason) if len(keys) > 1 else {}
    parts = parts or {whole: reason}
    said = []
    for tongue in tongues:
        key, code = tongue.code[:2], tongue.code
        words = parts.get(key, "").strip()
        told = tongue.extended.format(
            received=more.received[code], title=more.title, number=more.number, days=more.days,
            old=more.old[code], new=more.new[code],
        )  # fmt: skip
        by_law = "" if _CITED[key].search(words) else tongue.extended_law.format(law=cited(tongue, "34"))
        why = words if not words or greets(words) else tongue.extended_why.format(reason=words)
        greeting = "" if greets(words) else tongue.addressee
        said.append("\n\n".join(part for part in (greeting, told, by_law, why) if part))
    return "\n\n\n".join(said)


#: How the answer can be reviewed, after these words, in a ``tongue``.
_Way = Callable[..., str]


def answered(
    text: str,
    opinion: Opinion,
    stage: Stage,
    tongues: Sequence[Tongue],
    organ: Mapping[str, str],
    *,
    anew: bool = False,
) -> str:
    """The answer with the addressee and the way of review where its words lack them, in each of its languages.

    ``anew``: a recheck's of an answer that is handled anew whatever it says: it ends nothing.
    """
    parts = _split(text)
    way = partial(_way, opinion=opinion, stage=stage, organ=organ, anew=anew)
    if len(parts) < 2:
        return _one_language(text, tongues, way)
    return "\n\n\n".join(
        _completed(parts[tongue.code[:2]], tongue, way) for tongue in tongues if tongue.code[:2] in parts
    )


def _one_language(text: str, tongues: Sequence[Tongue], way: _Way) -> str:
    """Words in one language are completed in it; whoever reads the other too has the way of review in that as well."""
    key = script(text) or "zh"
    own = next((one for one in tongues if one.code.startswith(key)), tongues[0])
    whole = _completed(text, own, way)
    others = (way(text, tongue=one) for one in tongues if one is not own and key == "zh")
    return "\n\n\n".join(part for part in (whole, *others) if part)


def script(text: str) -> str:
    """The language of a line or text of a letter, what it quotes left out; empty for signs and numbers alone.

    Whoever is addressed in Korean may have a Chinese name.
    """
    own = _QUOTED.sub("", text)
    if _TO_KOREAN.search(own):
        return "ko"
    korean, chinese = sum("가" <= sign <= "힣" for sign in own), sum("一" <= sign <= "鿿" for sign in own)
    return ("ko" if korean >= chinese else "zh") if korean or chinese else ""


def _split(text: str) -> dict[str, str]:
    """The Chinese and the Korean part of a letter that stands in both, one after the other; empty for any other text.

    A Korean part may hold Chinese lines, as filled in: it is whole from whoever it addresses on.
    """
    parts: list[tuple[str, list[str]]] = []
    for line in text.split("\n"):
        key = script(line)
        if parts and (key in ("", parts[-1][0]) or not parts[-1][0]):
            parts[-1] = (parts[-1][0] or key, [*parts[-1][1], line])
        else:
            parts.append((key, [line]))
    if len(parts) > 2:
        parts = _from_greeting(text)
    return {key: "\n".join(lines).strip("\n") for key, lines in parts} if len(parts) == 2 else {}


def _from_greeting(text: str) -> list[tuple[str, list[str]]]:
    """Both parts where the second begins with a line that addresses somebody in Korean, behind an empty one; else nothing."""
    lines = text.split("\n")
    starts = [
        n
        for n, line in enumerate(lines)
        if n and _TO_KOREAN.search(line.strip()) and not lines[n - 1].strip()
    ]
    if len(starts) != 1 or script("\n".join(lines[: starts[0]])) != "zh":
        return []
    return [("zh", lines[: starts[0]]), ("ko", lines[starts[0] :])]


def _completed(text: str, tongue: Tongue, way: _Way) -> str:
    greeting = "" if greets(text) else tongue.addressee
    return "\n\n".join(part for part in (greeting, text, way(text, tongue=tongue)) if part)


def greets(text: str) -> bool:
    """Whether the words begin by addressing somebody."""
    line = next((line.strip() for line in text.split("\n") if line.strip()), "")
    return bool(_GREETED.search(line)) or addresses(line)


def addresses(line: str) -> bool:
    """Whether the line does nothing but address somebody."""
    return line.endswith(("：", ":")) and len(line) <= _GREETING and not _HEADING.search(line)


def heads(line: str) -> bool:
    """Whether the line is the heading of what follows: numbered, short, and no sentence."""
    return bool(_NUMBERED.search(line)) and len(line) <= _GREETING and not line.endswith(ENDS)


def _way(
    text: str, *, opinion: Opinion, stage: Stage, tongue: Tongue, organ: Mapping[str, str], anew: bool
) -> str:
    """How the answer can be reviewed, where its words don't say so; empty where they do or there is no such way."""
    key = tongue.code[:2]
    above = opinion.outcome in OUTCOMES_ABOVE
    if opinion.outcome is Outcome.WITHDRAWN or (stage is Stage.RECHECK and not above):  # nothing was decided
        return ""
    if stage is Stage.RECHECK:
        return (
            ""
            if anew or opinion.outcome is Outcome.REVOKED or _FINAL[key].search(text)
            else tongue.final.format(law=cited(tongue, "36"))
        )
    if stage is Stage.FIRST and opinion.outcome not in OUTCOMES_OF[MatterClass.APPEAL]:
        return ""
    words, way, article = _REVIEW[key], tongue.review, "35"
    if stage is Stage.REVIEW:
        words, way, article = _RECHECK[key], tongue.recheck if above else tongue.recheck_declined, "36"
    if any(words.search(line) and _THIRTY.search(line) for line in text.split("\n")):
        return ""
    return way.format(organ=organ.get(tongue.code) or tongue.organ_next, law=cited(tongue, article))
