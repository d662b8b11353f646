"""What a text is to the question whether two are about the same: runs of characters, and what each pair of neighbours weighs.

A pair that few texts have weighs more. Greetings and pleas that stand in every petition weigh nothing, also on the first day.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from itertools import chain
from math import log
from operator import add

from huiyin.rules.bilingual import chinese_for, has_korean, korean_for
from huiyin.rules.tokens import fold, is_plain

#: Characters of a text that are looked at; what it is about is said by then.
LOOKED_AT = 2_000
#: A pair weighs at most so much (nobody knows how rare a thing is that was seen once), and nothing below so much.
HEAVIEST, LIGHTEST = 5.0, 1.2
#: What stands in the title counts so much more.
TITLE = 0.7
#: So many texts that nobody has seen stand behind the first ones, so that a young county's weights aren't wild. Of Korean ones
#: there are fewer: what stands in every tenth of them is nothing rare, though hardly any of all texts has it.
PRIOR, PRIOR_KOREAN = 300, 60
#: So many reckoned weights are remembered, and those of so many passages.
_MOST_KEPT = 200_000
_MOST_PASSAGES = 4_096
#: Stands between the stretches of a text, and in none of them.
GAP = "\n"
#: So many pairs of Korean words are looked for beside those of a Chinese text.
MOST_KOREAN = 16
_RUN = re.compile(r"[^\W_]+")
#: What every address has, and few other texts: looked for first.
_DOTTED = re.compile(r"\.[a-z]")
#: Addresses of pages, hosts and mailboxes in a small-lettered text: they say where something stands, not what it is about.
_ADDRESS = re.compile(
    r"(?<![a-z\d])(?:(?:https?|ftp)[:：][/／]{2}|www\.)[!-~]+"
    r"|(?<![a-z\d._%+-])[a-z\d._%+-]+@[a-z\d-]+(?:\.[a-z\d-]+)+"
    r"|(?<![a-z\d.-])[a-z\d-]+(?:\.[a-z\d-]+)*\.(?:com|cn|net|org|gov|edu|kr|jp|info|top|vip|xyz|cc|tv|me|html?|aspx?|php|jsp)"
    r"(?![a-z\d])(?:[:/?][!-~]*)?",
    re.ASCII,
)
#: Characters that join words; a pair with one of them tells nothing, nor do figures beside each other or a date's.
JOINING = frozenset(
    "的在是我们了于与和及从到至向对因被把将就也都有请买这那你您他她它其该个本为以不没来去说"
    "要会能可还但而或如若让给由比最很再又才之所且并地得着过吗呢吧啊"
)
_TELLING = re.compile(rf"(?!\d\d|\d[年月日号点时元个]|[年月日]\d)[^{''.join(sorted(JOINING))}]{{2}}")
#: What is said in petitions whatever they are about.
_EMPTY_WORDS = """
尊敬的领导 领导您好 您好 你好 谢谢 感谢 非常感谢 万分感谢 百忙之中 抽出时间 恳请 请求 恳求 希望 希望领导
希望政府 希望有关部门 相关部门 有关部门 职能部门 政府部门 主管部门 尽快解决 尽快处理 及时处理 予以解决
给予解决 给予答复 给予回复 尽快给予 合理的 解决问题 反映问题 反映情况 情况属实 我们是 我是一名 本人是
我要 投诉 举报 反映 咨询 请问 老百姓 人民群众 广大 居民 业主 村民 群众 小区 严重影响 影响生活 正常生活
日常生活 苦不堪言 多次反映 至今 一直 没有解决 没人管 没有任何 不知道 为什么 是否 合法 合理 问题 情况
现在 目前 已经 因为 所以 但是 如果 他们 我们 你们 自己 这个 这样 那个 什么 怎么 可以 不能 没有 还有 以及
以上 以下 其中 同时 进行 部门 领导 书记 市长 县长 政府 关于 有关 相关 解决 处理 回复 答复 重视 关注 监督
落实 附近 旁边 周边 对面 门口 维护 权益 合法权益 主持公道 为民做主 特此 此致 敬礼
"""
#: The same in Korean, and what its words end in: in a text of a hundred words these are half of all pairs.
_EMPTY_KOREAN = """
신소 문제 해결 부탁드립니다 감사합니다 안녕하십니까 저희 우리 정부 지도자 관련부문 주민 빨리 조속히 바랍니다
습니다 입니다 합니다 됩니다 했습니다 하였습니다 되였습니다 되었습니다 았습니다 었습니다 였습니다 겠습니다
없습니다 있습니다 않습니다 못합니다 안됩니다 갑니다 옵니다 줍니다 봅니다 랍니다 답니다 싶습니다 십시오 주십시오
하십시오 주세요 하세요 주시기 해주시 드립니다 까요 나요 는지 인지 을지 던데 는데 은데 인데 지만 면서 어서 아서 여서
려고 려면 으면 하면 되면 다면 라면 다고 라고 자고 라는 다는 하는 되는 있는 없는 같은 하던 하고 되고 이고 이며 하며
하여 해서 해도 되여 되어 하지 되지 않고 않아 않은 않는 않았 못해 못하 못했 안되 하기 되기 부터 까지 에서 에게 에도 에는
에만 으로 로서 로써 보다 처럼 마다 조차 이나 이라 이라도 들이 들은 들을 들도 들의 저는 제가 저의 나는 내가 그런 이런
저런 그리고 그러나 그런데 그래서 그러면 하지만 때문에 이미 아직 지금 계속 자꾸 매일 날마다 언제나 항상 너무 정말
아주 매우 많이 조금 다시 여러 여러번 모두 전부 어떻게 무엇 언제 어디 어느 누구 이것 그것 저것 것이 것을 것은 것도
사는 사는데 살고 로인 것입 대하여 관하여 위하여 통하여 대해 관해 위해 번이나 두번 세번 네번 사람 사람들 동지
존경하는 수고하십니다 알려주 말해주 달라고 합니까 습니까 입니까 고쳐 어져 아져 어졌 아졌
아무 아무런 아무것 아무도 지난 지나간 이번 다음 저번 요즘 요새 최근 오늘 어제 그제 래일 내일 당시 이전 이후 그때 이때 여태 아까
이제 벌써 방금 바로 곧바로 혹시 만약 만일 역시 또한 또는 혹은 그냥 제발 가끔 자주 가장 더욱 훨씬 거의 약간 별로 특히 함께 서로
각각 전혀 결코 무슨 어떤 모든 다른 얼마 얼마나 이렇게 그렇게 저렇게 왜냐 이때까지 오래 오래동안
지난달 지난해 이달 올해 금년 작년
"""


def runs(text: str) -> tuple[str, ...]:
    """The folded text's stretches of letters and figures; what stands between them parts them, as do web and mail addresses."""
    if len(text) > LOOKED_AT or not is_plain(small := text.lower()):
        small = fold(text[: 2 * LOOKED_AT])[:LOOKED_AT]
    return tuple(_RUN.findall(_ADDRESS.sub(" ", small) if _DOTTED.search(small) or "://" in small else small))


def pairs_in(parts: Iterable[str]) -> list[str]:
    """Every two neighbours of every stretch."""
    return [pair for part in parts for pair in map(add, part, part[1:])]


_KOREAN = frozenset(pairs_in(_EMPTY_KOREAN.split()))
#: What says nothing, as words.
EMPTY_WORDS = frozenset(_EMPTY_WORDS.split())
_EMPTY = frozenset(pairs_in(EMPTY_WORDS)) | _KOREAN
#: What a Korean word ends in behind what it says, particles last; nothing is taken from a word of two syllables.
_TAIL = re.compile(
    "(?:(?:하|되|였|았|었|했|겠|않|없|있|못하|못했|안되|드리|주)*(?:습니다|습니까|십시오|주시오|세요|시기|는데|은데|지만|면서|어서|아서|여서"
    "|려고|다고|라고|달라고|는지|인지|으면|하면|하여|해서|지|고|며|여|는|던|기)"
    "|입니다|입니까|합니다|됩니다|합니까|인데|이면|이며|이고|이나|이라도|들이|들은|들을|들도|들의|들에게|부터|까지|에서|에게|에도|에는"
    "|으로|로서|로써|처럼|마다|조차|보다|이|가|을|를|은|는|에|의|도|와|과|로|만)$"
)


def _is_hangul(signs: str) -> bool:
    """Whether one sign, or two, are of the Korean alphabet."""
    return "\uac00" <= signs[0] <= "\ud7a3" and "\uac00" <= signs[-1] <= "\ud7a3"


def _mostly_korean(parts: Iterable[str]) -> bool:
    """Of the pairs that say something more are Korean than not."""
    told = set(pairs_in(parts)) - _KOREAN
    return 2 * sum(map(_is_hangul, told)) > len(told)


@dataclass(frozen=True, slots=True)
class Weights:
    """In how many of ``texts`` each pair was seen; pairs that aren't listed were hardly seen at all. ``korean`` of them are."""

    texts: int = 0
    seen: Mapping[str, int] = field(default_factory=dict)
    korean: int = 0
    _kept: dict[str, float] = field(default_factory=dict, compare=False, repr=False)
    _passages: dict[str, dict[str, float]] = field(default_factory=dict, compare=False, repr=False)

    def of(self, pair: str) -> float:
        """How much it says that two texts both have this pair; 0 for what says nothing."""
        return min(self.rarity(pair), HEAVIEST)

    def weighed(self, pairs: Iterable[str]) -> dict[str, float]:
        """Those of the pairs that say something, with ``of`` each: many at once, as texts are compared by the hundred."""
        kept, found = self._kept, {}
        for pair in pairs:
            weight = kept.get(pair)
            if weight is None:
                weight = self.rarity(pair)
            if weight > 0:
                found[pair] = min(HEAVIEST, weight)
        return found

    def within(self, passage: str) -> Mapping[str, float]:
        """``weighed`` of a passage's pairs; kept, as one text shares the same passages with many."""
        kept = self._passages.get(passage)
        if kept is None:
            if len(self._passages) >= _MOST_PASSAGES:
                self._passages.clear()
            kept = self._passages[passage] = self.weighed(map(add, passage, passage[1:]))
        return kept

    def rarity(self, pair: str) -> float:
        """How rare it is, without an upper end: what is looked for first. 0 for what says nothing."""
        kept = self._kept.get(pair)
        if kept is None:
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            kept = self._kept[pair] = self._reckoned(pair)
        return kept

    def _reckoned(self, pair: str) -> float:
        if pair in _EMPTY or not _TELLING.fullmatch(pair):
            return 0.0
        texts = self.korean + PRIOR_KOREAN if _is_hangul(pair) else self.texts + PRIOR
        found = log((texts + 1) / (self.seen.get(pair, 0) + 0.5))
        return found if found >= LIGHTEST else 0.0


def learnt(texts: Iterable[Sketch], *, fewest: int = 3) -> Weights:
    """Weights by the county's own texts; pairs of fewer than ``fewest`` texts aren't kept."""
    seen = Counter[str]()
    many = korean = 0
    for many, text in enumerate(texts, 1):  # noqa: B007  the last number is how many there were
        seen.update(text.pairs.keys())
        korean += text.is_korean
    return Weights(many, {pair: n for pair, n in seen.items() if n >= fewest}, korean)


@dataclass(frozen=True, slots=True)
class Sketch:
    """One text as it is compared: the stretches of its title and body, its pairs with the weight of where they stand.

    ``places``: the villages and communities that it names. ``is_korean``: more of it is written in Korean than not.
    ``lent``: the Chinese words that were put beside its Korean ones.
    """

    title: tuple[str, ...]
    body: tuple[str, ...]
    pairs: Mapping[str, float]
    places: frozenset[str] = frozenset()
    is_korean: bool = False
    lent: frozenset[str] = frozenset()
    _passed: frozenset[str] = field(default=frozenset(), compare=False, repr=False)
    _order: list[str] = field(default_factory=list, compare=False, repr=False)

    @property
    def held(self) -> AbstractSet[str]:
        """All its pairs, also those of Korean that say nothing: passages go through them."""
        return self._passed or self.pairs.keys()

    @property
    def text(self) -> str:
        """Its stretches with a gap between them."""
        return GAP.join((*self.title, *self.body))

    @property
    def order(self) -> Sequence[str]:
        """The pair that begins at each place of ``text``; those with a gap are among them. Made when it is first asked for."""
        if not self._order:
            text = self.text
            self._order.extend(map(add, text, text[1:]))
        return self._order

    @property
    def whole(self) -> str:
        """All its stretches in one piece: equal for texts that are copies of each other."""
        return "".join(self.body) or "".join(self.title)

    @property
    def is_empty(self) -> bool:
        """Nothing that could be compared."""
        return not self.pairs


NO_WORDS = Sketch((), (), {})


class Names:
    """The county's villages and communities, found in texts by their whole names.

    One that has several (Chinese, Korean) is told by the first of them, whichever a text has.
    """

    def __init__(self, names: Iterable[str | Sequence[str]] = ()) -> None:
        self._by_head: dict[str, list[tuple[str, str]]] = {}
        for one in names:
            folded = [fold(name) for name in ((one,) if isinstance(one, str) else one)]
            for name in folded:
                if len(name) > 1:
                    self._by_head.setdefault(name[:2], []).append((name, folded[0]))

    def found(self, parts: Iterable[str], pairs: Mapping[str, object]) -> frozenset[str]:
        """Those that stand in these stretches, whose pairs these are: each name begins with one."""
        heads = self._by_head
        whole = (
            "\n".join(parts) if (begun := heads.keys() & pairs.keys()) else ""
        )  # no folded name has such a gap
        return frozenset(told for head in begun for name, told in heads[head] if name in whole)


NO_NAMES = Names()


def stem(part: str) -> str:
    """The stretch, of a Korean word without its endings; other ones as they are."""
    for _ in range(2 if _is_hangul(part[-1]) else 0):  # particles follow endings
        part = part[: found.start()] if (found := _TAIL.search(part, 2)) else part
    return part


def is_only_korean_ending(word: str) -> bool:
    """Whether it is a Korean word, or the end of one, that says nothing: every pair of it stands in such words."""
    return len(word) > 1 and _is_hangul(word) and all(pair in _KOREAN for pair in pairs_in([word]))


def _in_chinese(said: str) -> tuple[str, ...]:
    """The Chinese words for what it names in Korean: more stretches, by which it is compared with Chinese texts as well."""
    return chinese_for(said[: 2 * LOOKED_AT])


def sketch(title: str, body: str, names: Names = NO_NAMES) -> Sketch:
    """The text's sketch. What stands in title and body weighs as in the title."""
    head, rest = runs(title), runs(body)
    bilingual = has_korean(title) or has_korean(body)
    korean, lent = False, frozenset[str]()
    if bilingual:
        head, rest = tuple(map(stem, head)), tuple(map(stem, rest))
        korean = _mostly_korean((*head, *rest))
        beside = _in_chinese(title), _in_chinese(body)
        head, rest, lent = (*head, *beside[0]), (*rest, *beside[1]), frozenset(chain(*beside))
    found = dict.fromkeys(pairs_in(rest), 1.0)
    found.update(dict.fromkeys(pairs_in(head), 1.0 + TITLE))
    places = names.found((*head, *rest), found)
    passed = frozenset(found) if bilingual else frozenset[str]()
    for pair in _KOREAN & found.keys() if bilingual else ():  # so that a text isn't long by what says nothing
        del found[pair]
    return Sketch(head, rest, found, places, korean, lent, passed)


def keys(text: Sketch, weights: Weights, *, most: int = 40, unknown: int = 24) -> dict[str, float]:
    """The pairs by which others like this text are looked for, each with what it counts.

    The heaviest that others have as well, and some that hardly anybody has had yet; for a Chinese text some of the Korean words
    for the same, where the county has Korean ones. Empty for a text of common words only.
    """
    weighed = {pair: factor * w for pair, factor in text.pairs.items() if (w := weights.rarity(pair)) > 0}
    order = sorted(weighed, key=lambda pair: (-weighed[pair], pair))
    known = [pair for pair in order if pair in weights.seen][:most]
    fresh = [pair for pair in order if pair not in weights.seen][: unknown if weights.seen else most]
    found = {pair: weighed[pair] for pair in (*known, *fresh)}
    if weights.korean:
        found.update(_in_korean(text, weights))
    return found


def _in_korean(text: Sketch, weights: Weights) -> dict[str, float]:
    """Pairs of the Korean words for what the text names in Chinese, each with what it counts; the heaviest."""
    words = korean_for(" ".join((*text.title, *text.body)))
    found = {pair: w for pair in pairs_in(runs(" ".join(words))) if (w := weights.rarity(pair)) > 0}
    heaviest = sorted(found, key=lambda pair: (-found[pair], pair))[:MOST_KOREAN]
    return {pair: found[pair] for pair in heaviest if pair not in text.pairs}
