"""What holds for every page: nothing inline, nothing from elsewhere, error pages that speak, headers that protect."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.http import Http404
from django.template.loader import get_template
from django.test import Client, RequestFactory
from django.utils.translation import override

from huiyin.rules.vocabulary import Verb
from huiyin.web.shared import errors
from tests.rooms import cast
from tests.web.conftest import Browser, page_of

WEB = Path(__file__).parents[2] / "huiyin" / "web"
TEMPLATES = sorted(path for path in WEB.glob("*/templates/**/*.html"))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_every_template_is_one(path: Path) -> None:
    get_template(str(path.relative_to(next(p for p in path.parents if p.name == "templates"))))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_nothing_is_inline_and_nothing_comes_from_elsewhere(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:", text)
    assert not re.search(r"<script(?![^>]* src=)", text)
    assert not re.search(r"(?:src|href|action)=[\"']?(?:https?:)?//", text)


def test_no_work_is_done_in_the_loops_over_rows() -> None:
    for name in ("desk/templates/desk/work_list.html", "desk/templates/desk/matter.html"):
        text = (WEB / name).read_text(encoding="utf-8")
        for loop in re.findall(r"{% for (?:group|fact|p|c|paper|b) in .*?{% endfor %}", text, re.DOTALL):
            assert not re.search(r"{% (?:url|include|blocktranslate)", loop), name


class _Ids(HTMLParser):
    """Collects ids, what refers to them, and fields without a label."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.wanted: set[str] = set()
        self.fields: set[str] = set()
        self.labelled: set[str] = set()
        self.inside_label = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        had = dict(attrs)
        if had.get("id"):
            self.ids.append(had["id"] or "")
        for name in ("aria-describedby", "aria-labelledby", "for"):
            self.wanted |= set((had.get(name) or "").split())
        self.inside_label += tag == "label"
        if tag == "label" and had.get("for"):
            self.labelled.add(had["for"] or "")
        if tag in ("input", "select", "textarea") and had.get("type") not in ("hidden", "radio", "checkbox"):
            self.fields.add(had.get("id") or f"{tag} without id")

    def handle_endtag(self, tag: str) -> None:
        self.inside_label -= tag == "label"


def check_page(page: str) -> None:
    """Ids are unique, what refers to an id finds it, every field has a label, one h1."""
    seen = _Ids()
    seen.feed(page)
    assert len(seen.ids) == len(set(seen.ids)), [i for i in seen.ids if seen.ids.count(i) > 1]
    assert seen.wanted <= set(seen.ids), seen.wanted - set(seen.ids)
    assert seen.fields <= seen.labelled, seen.fields - seen.labelled
    assert page.count("<h1") == 1


@pytest.mark.parametrize(
    "path", ["/", "/submit/", "/follow/", "/receipt/222424-20260305-00001-0/", "/desk/login/"]
)
def test_public_pages_hang_together(browser: Browser, path: str) -> None:
    check_page(page_of(browser().get(path)))


def test_pages_with_mistakes_hang_together(browser: Browser) -> None:
    check_page(page_of(browser().post("/submit/", {"phone": "1"})))
    check_page(page_of(browser("liu").post("/desk/register/", {"phone": "1"})))
    check_page(page_of(browser().post("/follow/", {})))


@pytest.mark.parametrize("verb", [v.value for v in Verb])
def test_matter_pages_with_any_form_hang_together(browser: Browser, verb: str) -> None:
    number = cast.comes_in().number
    check_page(page_of(browser("dan").get(f"/desk/matter/{number}/?do={verb}")))


def test_the_list_hangs_together(browser: Browser) -> None:
    cast.comes_in()
    check_page(page_of(browser("dan").get("/desk/list/")))


@pytest.mark.parametrize("path", ["/", "/desk/login/", "/nothing/here"])
def test_headers_protect(browser: Browser, path: str) -> None:
    headers = browser().get(path).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "frame-ancestors 'none'" in policy


@pytest.mark.parametrize("status", sorted(errors._PAGES))
@pytest.mark.parametrize("language", ["zh-hans", "ko", "en"])
def test_every_error_page_speaks(status: int, language: str) -> None:
    request = RequestFactory().get("/x")
    with override(language):
        response = errors.page(request, status, retry_after=5)
    assert response.status_code == status
    assert response["Retry-After"] == "5"
    assert str(status) in page_of(response)


def test_error_pages_need_neither_session_nor_database(client: Client) -> None:
    response = client.get("/nothing/here", headers={"accept-language": "ko"})
    assert response.status_code == 404
    assert "이런 페지가 없습니다" in page_of(response)
    assert errors.not_found(RequestFactory().get("/"), Http404()).status_code == 404
    assert errors.permission_denied(RequestFactory().get("/")).status_code == 403
    assert errors.server_error(RequestFactory().get("/")).status_code == 500


def test_a_desk_form_without_proof_of_origin_is_given_back_but_not_made_ready_to_send(
    browser: Browser,
) -> None:
    number = cast.comes_in().number
    response = browser("dan", csrf=True).post(
        f"/desk/matter/{number}/do/note/", {"text": "写好的话", "seen": "1"}
    )
    page = page_of(response)
    assert response.status_code == 403
    assert "写好的话" in page
    assert "readonly" in page


def test_a_password_is_never_given_back(browser: Browser) -> None:
    page = page_of(browser(csrf=True).post("/desk/login/", {"username": "dan", "password": "geheim-geheim"}))
    assert "geheim" not in page
    assert "dan" in page
