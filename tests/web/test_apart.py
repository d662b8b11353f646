"""On Korean and English pages every Chinese text stands in an element that says so, whichever template wrote it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from html.parser import HTMLParser
from urllib.parse import urljoin

import pytest

from huiyin.rules.vocabulary import Verb
from huiyin.web.shared.apart import kept_behind, numbers_whole, told_apart
from tests.rooms import cast
from tests.web.conftest import Browser, spoken_of
from tools.messages import PACKAGE

ZH, KO = 'lang="zh-Hans-CN"', 'lang="ko-CN"'
VOID = frozenset({"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"})
HAN, HANGUL = re.compile("[\u3400-\u9fff]"), re.compile("[가-힣]")
MOST = 60


class Texts(HTMLParser):
    """The texts of a page, each with the language of the place where it stands."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.stack: list[tuple[str, str]] = []
        self.found: list[tuple[str, str, str]] = []
        self.links: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if tag == "a" and said.get("href"):
            self.links.append(said["href"] or "")
        if tag not in VOID:
            self.stack.append((tag, said.get("lang") or (self.stack[-1][1] if self.stack else "")))

    def handle_endtag(self, tag: str) -> None:
        while self.stack and self.stack.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self.stack and self.stack[-1][0] not in ("script", "style"):
            self.found.append((self.stack[-1][0], self.stack[-1][1], data.strip()))


def misread(page: str) -> list[tuple[str, str, str]]:
    """Texts that a voice would read in the wrong language; what can hold no element may be mixed."""
    alone = ("option", "title", "textarea")
    return [
        (tag, lang, text) for tag, lang, text in Texts(page).found
        if (HAN.search(text) and not lang.startswith("zh") and not (tag in alone and HANGUL.search(text)))
        or (HANGUL.search(text) and lang.startswith("zh") and not (tag in alone and HAN.search(text)))
    ]  # fmt: skip


def walked(browser: Browser, user: str, language: str) -> Iterator[tuple[str, str]]:
    """The pages that one comes to from the first, each address without its question once."""
    client, todo, seen = browser(user, language=language), ["/desk/" if user else "/"], set[str]()
    while todo and len(seen) < MOST:
        at = todo.pop(0)
        if (bare := at.split("?")[0]) in seen:
            continue
        seen.add(bare)
        answer = client.get(at)
        answer.getvalue()  # a file is read to its end
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            page = spoken_of(answer)
            yield at, page
            links = (urljoin(at, link).split("#")[0] for link in Texts(page).links)
            todo += [link for link in links if link.startswith("/") and "logout" not in link]


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("user", ["", "dan", "liu", "bao", "xia"])
def test_no_page_leaves_chinese_unsaid(
    browser: Browser, now: Callable[[datetime], None], user: str, language: str
) -> None:
    for verb in (Verb.DRAFT, Verb.CLOSE):
        cast.go(cast.comes_in().number, verb)
    cast.comes_in(received_at=cast.START + timedelta(hours=11), now=cast.START + timedelta(hours=11))
    now(cast.START + timedelta(hours=12))
    pages = list(walked(browser, user, language))
    assert len(pages) >= 6
    assert [(at, wrong) for at, page in pages if (wrong := misread(page))] == []


@pytest.mark.parametrize(
    ("page", "told"),
    [
        ("<p>白文静</p>", f"<p><bdi {ZH}>白文静</bdi></p>"),
        ("<a> Unit · 白文静 </a>", f"<a> <bdi>Unit · <bdi {ZH}>白文静</bdi></bdi> </a>"),
        ("<p>甲（2026-1）, 乙。B</p>", f"<p><bdi><bdi {ZH}>甲（2026-1）, 乙。</bdi>B</bdi></p>"),
        ("<p>甲&amp;乙</p>", f"<p><bdi><bdi {ZH}>甲</bdi>&amp;<bdi {ZH}>乙</bdi></bdi></p>"),
        (f"<p {KO}>신화(新华) 촌</p>", f"<p {KO}><bdi>신화(<bdi {ZH}>新华</bdi>) 촌</bdi></p>"),
        ("<p>㛃</p>", f"<p><bdi {ZH}>㛃</bdi></p>"),
        (f"<b {ZH}>甲<b>乙</b>丙</b><i>丁</i>", f"<b {ZH}>甲<b>乙</b>丙</b><i><bdi {ZH}>丁</bdi></i>"),
        (f"<input {ZH} value='x'><i>丁</i>", f"<input {ZH} value='x'><i><bdi {ZH}>丁</bdi></i>"),
        ("<option value='1'>甲</option>", f"<option value='1' {ZH}>甲</option>"),
        ("<option>신화(新华)</option>", "<option>신화(新华)</option>"),
        ("<svg><text x='1'>甲</text><g>乙</g></svg>", f"<svg><text x='1' {ZH}>甲</text><g>乙</g></svg>"),
        ("<script>a>'甲'<b</script><style>p>甲<p</style>", "<script>a>'甲'<b</script><style>p>甲<p</style>"),
        (f"<p {ZH}>甲 신화</p>", f"<p {ZH}><bdi>甲 <bdi {KO}>신화</bdi></bdi></p>"),
        (f"<p {ZH}><i {KO}>신화</i> 甲</p>", f"<p {ZH}><i {KO}>신화</i> 甲</p>"),
        ("<p>신화촌, 2조.</p>", f"<p><bdi {KO}>신화촌, 2조.</bdi></p>"),
        ("<p title='甲'>a</p>", "<p title='甲'>a</p>"),
        ("no tags 甲", "no tags 甲"),
    ],
)  # fmt: skip
def test_what_is_marked_and_what_stays(page: str, told: str) -> None:
    assert told_apart(page) == told
    assert told_apart(told) == told, "once is enough"


def test_no_line_of_text_begins_with_the_separator() -> None:
    page = '<a title="A · B">A</a> · <b>B · C</b><textarea>A · B</textarea><select><option>A · B</option></select> · <i>D</i>'
    kept = kept_behind(page)
    assert kept == page.replace("</a> ·", "</a>\u00a0·").replace("B · C", "B\u00a0· C").replace(
        "</select> ·", "</select>\u00a0·"
    )
    assert kept_behind(kept) == kept


@pytest.mark.parametrize("language", ["zh-hans", "ko"])
def test_pages_keep_the_separator_behind_what_precedes_it(browser: Browser, language: str) -> None:
    cast.go(cast.comes_in().number, Verb.DRAFT)
    for at, page in walked(browser, "dan", language):
        bare = re.sub(r"<(script|textarea|select)\b.*?</\1>", "", page, flags=re.DOTALL)
        assert " · " not in re.sub(r"<[^>]*>", "", bare), at


def test_no_template_begins_an_element_with_the_separator() -> None:
    for path in PACKAGE.glob("web/**/*.html"):
        begun = re.search(r"<[a-z][^<>]*>(?:{%[^%]*%})*· ", path.read_text("utf-8"))
        assert begun is None, f"{path}: {begun}"


def test_mixed_on_an_english_page() -> None:
    told = told_apart('<html lang="en"><p>신화(新华), so</p></html>')
    assert told == f'<html lang="en"><p><bdi><bdi {KO}>신화</bdi>(<bdi {ZH}>新华</bdi>), so</bdi></p></html>'


def test_a_number_behind_a_word_is_read_with_it() -> None:
    told = told_apart('<html lang="en"><td>政策6</td><p>政策6, 2 in force</p></html>')
    assert f"<bdi {ZH}>政策6</bdi></td>" in told
    assert f"<bdi {ZH}>政策6</bdi>, 2 in force" in told


def test_a_chinese_page_stays_as_it_is(browser: Browser) -> None:
    assert "<bdi lang=" not in spoken_of(browser().get("/"))


RUN = '<span class="hy-run">222424-20261119-00012-5</span>'


@pytest.mark.parametrize(
    ("page", "kept"),
    [
        ("<p>并入222424-20261119-00012-5。</p>", f"<p><bdi>并入{RUN}。</bdi></p>"),
        ("<a>222424-20261119-00012-5</a>", f"<a>{RUN}</a>"),
        (f"<bdi {ZH}>甲 222424-20261119-00012-5</bdi>", f"<bdi {ZH}>甲 {RUN}</bdi>"),
        ('<p class="hy-number">222424-20261119-00012-5</p>',) * 2,
        ("<title>222424-20261119-00012-5</title>",) * 2,
        ("<option>222424-20261119-00012-5 甲</option>",) * 2,
        ("<select><option>222424-20261119-00012-5 甲</option></select><i>a</i>",) * 2,
        ("<textarea>222424-20261119-00012-5</textarea><svg><text>222424-20261119-00012-5</text></svg>",) * 2,
        ('<a href="/m/222424-20261119-00012-5/">a</a>',) * 2,
        ("<p>9222424-20261119-00012-5</p>",) * 2,
    ],
)  # fmt: skip
def test_a_number_in_a_text_stays_on_one_line(page: str, kept: str) -> None:
    assert numbers_whole(page) == kept
    assert numbers_whole(kept) == kept, "once is enough"


@pytest.mark.parametrize("language", ["zh-hans", "ko", "en"])
def test_every_page_keeps_its_numbers_whole(browser: Browser, language: str) -> None:
    number = cast.comes_in().number
    cast.go(number, Verb.DRAFT)
    page = spoken_of(browser("dan", language=language).get(f"/desk/matter/{number}/"))
    bare = re.sub(r"<(script|style|textarea|select|title)\b.*?</\1>", "", page, flags=re.DOTALL)
    texts = re.findall(r"(<[^<>]*>)[^<>]*\d{6}-\d{8}-\d{5}-\d", bare)
    assert texts
    assert all("hy-run" in tag or "hy-number" in tag for tag in texts)
