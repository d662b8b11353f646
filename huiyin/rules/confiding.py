"""Words by which somebody asks not to be named (Art. 30). A hint for whoever sorts: what is promised then holds for good."""

from __future__ import annotations

#: In Chinese and Korean as people write them: to be kept secret, not to be told of, afraid of revenge.
WORDS = (
    "保密", "匿名", "不要透露", "别透露", "不愿透露", "不便透露", "请勿透露", "不要泄露", "请勿泄露", "别泄露", "别说是我",
    "不要说是我", "别让他们知道", "不想让人知道", "不敢留名", "不敢署名", "打击报复", "怕报复", "被报复", "他们报复",
    "遭报复",
    "비밀로", "비밀에 붙", "비밀을 지켜", "익명", "이름을 밝히지", "이름을 알리지", "이름을 공개하지", "신분을 밝히지", "보복",
)  # fmt: skip


def confidence_words(text: str) -> tuple[str, ...]:
    """The words of ``text`` that ask for confidence, in the order of the list, each once; none is the usual answer."""
    return tuple(word for word in WORDS if word in text)
