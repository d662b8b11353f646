"""What every page carries around its content, and the one way in which pages are rendered.

No context processor and no session is asked for the portal's pages: what a page needs stands here, in plain sight.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import DatabaseError
from django.http import HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from huiyin.rooms.county.queries import languages, languages_held
from huiyin.web.shared.apart import kept_behind, numbers_whole, told_apart
from huiyin.web.shared.words import language

if TYPE_CHECKING:
    from django.http import HttpRequest

#: Cookie that keeps elder mode (larger type, stronger contrast); holds "1" or nothing.
ELDER_COOKIE = "huiyin_elder"
#: Cookie that keeps the choice of light or dark; nothing in it: as the system has it.
THEME_COOKIE = "huiyin_theme"
THEMES = ("light", "dark")
#: What each language calls itself, in the order of the switch: Chinese first.
LANGUAGES = (("zh-hans", "中文"), ("ko", "조선어"), ("en", "English"))
#: Script subtag browsers pick fonts and line breaking by.
_HTML_LANG = {"zh-hans": "zh-Hans-CN", "ko": "ko-CN", "en": "en"}


@dataclass(frozen=True, slots=True)
class LanguageChoice:
    """One button of the language switch."""

    code: str
    name: str
    html: str
    current: bool


@dataclass(frozen=True, slots=True)
class Chrome:
    """Frame of a page: its language, whether elder mode is on, where the switches lead back to, who is signed in."""

    lang: str
    elder: bool
    here: str
    languages: tuple[LanguageChoice, ...]
    person: str = ""
    may_register: bool = False
    may_duty: bool = False
    may_lists: bool = False
    theme: str = ""
    menu: SafeString | str = ""
    seated: bool = False


def _offered() -> tuple[str, ...]:
    """The languages that the county offers; as this process last knew them where the database doesn't answer."""
    try:
        return languages()
    except DatabaseError:
        return languages_held()


def html_lang(code: str) -> str:
    """The ``lang`` attribute for a language code of ours."""
    return _HTML_LANG.get(code, code)


def chrome(
    request: HttpRequest,
    *,
    person: str = "",
    may_register: bool = False,
    may_duty: bool = False,
    may_lists: bool = False,
    menu: SafeString | str = "",
    seated: bool = False,
    ask: bool = True,
) -> Chrome:
    """The frame for this request. ``here`` is the path without its query: a query may hold what was searched for.

    Without ``ask`` the county isn't asked which languages it offers: the page of an error needs no database.
    """
    current, theme, names = language(), request.COOKIES.get(THEME_COOKIE, ""), dict(LANGUAGES)
    return Chrome(
        lang=html_lang(current),
        elder=request.COOKIES.get(ELDER_COOKIE) == "1",
        here=request.path,
        languages=tuple(
            LanguageChoice(code, names[code], html_lang(code), code == current)
            for code in (_offered() if ask else languages_held())
        ),
        person=person,
        may_register=may_register,
        may_duty=may_duty,
        may_lists=may_lists,
        theme=theme if theme in THEMES else "",
        menu=menu,
        seated=seated,
    )


def render(
    request: HttpRequest,
    template: str,
    context: dict[str, Any] | None = None,
    *,
    status: int = 200,
    frame: Chrome | None = None,
) -> HttpResponse:
    """The template as a response, framed. The page depends on the cookies, so caches are told."""
    content: str = render_to_string(template, {**(context or {}), "page": frame or chrome(request)}, request)
    content = kept_behind(content)
    if not language().startswith("zh"):
        content = told_apart(content)
    response = HttpResponse(numbers_whole(content), status=status)
    patch_vary_headers(response, ("Cookie", "Accept-Language"))
    return response


def see(url: str) -> HttpResponse:
    """303 to one of our own pages: what was sent isn't sent again by loading anew."""
    response = HttpResponseRedirect(url)
    response.status_code = 303
    return response


def private(response: HttpResponse) -> HttpResponse:
    """Mark a response that shows somebody's matter: no cache on the way or in the browser keeps it."""
    response["Cache-Control"] = "no-store, private"
    return response


def kept_by_browser(response: HttpResponse) -> HttpResponse:
    """Mark a form that people write long texts into: no cache on the way keeps it.

    The browser's back button gives back what was typed, which it would not with ``no-store``: back on a refused form
    (422) it would show that the page has expired, and offer to send everything again.
    """
    response["Cache-Control"] = "no-cache, private"
    return response


_HAN = re.compile(r"[\u4e00-\u9fff](?:[\u4e00-\u9fff\d（）、，·—\-]*[\u4e00-\u9fff）])?")


def marked(text: str) -> SafeString:
    """The text, escaped; on a page in another language what is Chinese in it says so, for voices and for the right shapes."""
    if isinstance(text, SafeString):
        return text
    if language().startswith("zh"):
        return mark_safe(escape(text))  # noqa: S308  escaped
    return mark_safe(_HAN.sub(lambda found: f'<bdi lang="zh-Hans-CN">{found[0]}</bdi>', escape(text)))  # noqa: S308  escaped


#: A day as ``when.day`` and ``when.short_day`` write it in each language: in full, or without its year.
_DAY = re.compile(
    r"(?:\d{4}年)?\d{1,2}月\d{1,2}日|(?:\d{4}년 )?\d{1,2}월 \d{1,2}일"
    r"|\b\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b(?: \d{4}\b)?"
)


def dated(text: str) -> SafeString:
    """The same as ``marked``, with each day kept on one line: torn after its month it is read as another day."""
    if isinstance(text, SafeString):
        return text
    return mark_safe(days_whole(marked(text)))  # noqa: S308  escaped


def days_whole(text: str) -> str:
    """Escaped text without attributes that hold days, with each day in it kept on one line."""
    return _DAY.sub(lambda day: f'<span class="hy-nowrap">{day[0]}</span>', text)


def lang_of(text: str) -> str:
    """The language a text is set in, by its script: Hangul as Korean (no breaks inside words), Latin alone as English.

    The rest is Chinese.
    """
    head = text[:400]
    if sum("가" <= c <= "힣" for c in head) * 3 > len(head.strip()):
        return "ko-CN"
    words = [c for c in head if c.isalpha()]
    return "en" if words and all(c < "\u0250" for c in words) else "zh-Hans-CN"
