"""Whoever isn't signed in gets nothing but the public pages: every address, read and written to."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, path, reverse

from tests.house.laws import keep

#: The only addresses that answer everybody. Each needs its reason here.
PUBLIC = {
    "home": "the portal's first page",
    "submit": "anybody may petition (Art. 17)",
    "submit_where": "its second step, from the browser's own key",
    "submit_map": "the towns to choose from, for whoever is at the second step",
    "submit_who": "its third step",
    "submit_check": "its last step",
    "submit_begun": "whether this browser has a letter that is not sent yet; shows nothing of it",
    "submit_throw_away": "what isn't sent yet is the browser's own to throw away",
    "receipt": "the petitioner's own receipt, to the browser that sent it; a number alone shows nothing",
    "receipt_file": "the same receipt as a paper",
    "follow": "a petitioner asks with number and query code (Art. 21)",
    "notice_letter": "likewise the notice that it is handled (Art. 21, 23)",
    "answer_letter": "whoever gave number and query code keeps the answer; others are led to that question (Art. 21)",
    "ask_review": "whoever knows number and query code asks for a review (Art. 35)",
    "rate": "whoever knows number and query code rates (Art. 21)",
    "add": "whoever knows number and query code adds words and papers (Art. 19, 21)",
    "withdraw": "whoever knows number and query code takes the petition back",
    "answer": "whoever knows number and query code answers what they were asked (Art. 31)",
    "done": "published answers (Art. 18)",
    "published": "one of them; not there once it is taken back",
    "figures": "the county's figures by month, no matter in them (Art. 18)",
    "how": "procedure and rights are public (Art. 18)",
    "contact": "how the department is reached is public (Art. 18)",
    "follow_done": "the answer to that question, from the petitioner's own session",
    "duty": "the leaders' reception times, places and portfolios are public (Art. 18)",
    "elder": "larger letters, a cookie",
    "language": "the language, a cookie",
    "sign_in": "the door itself",
    "theme": "light or dark, a cookie",
    "sign_out": "whoever isn't in can't be let out: nothing happens",
    "counter": "the visitor's screen: asks for the clerk's code, or shows what the paired desk shows",
    "counter_words": "what stands on it; nothing for a device that isn't paired",
    "counter_pair": "the code itself, braked like passwords",
    "counter_say": "whether it is right; nothing happens for a device that isn't paired",
    "healthz": "whether the process lives: a word, no data",
    "readyz": "whether it can serve: a word, no data",
}
#: What the variable parts of an address are tried with: the first that the part takes.
SAMPLES = ("222424-20260302-00001-5", "1", "note", "00000000-0000-0000-0000-000000000000")
REFUSALS = {401, 403, 405}


Address = tuple[str, dict[str, Any]]


def addresses(patterns: Iterable[Any], space: str = "") -> Iterator[Address]:
    """Full name and variable parts (name -> a value it takes) of every address; an unnamed one is told by its route."""
    for pattern in patterns:
        parts = {name: _sample(converter) for name, converter in pattern.pattern.converters.items()}
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            for name, more in addresses(pattern.url_patterns, inner):
                yield name, {**parts, **more}
        elif isinstance(pattern, URLPattern):
            yield (f"{space}{pattern.name}" if pattern.name else f"/{pattern.pattern} (unnamed)"), parts


def _sample(converter: Any) -> Any:
    return next(converter.to_python(text) for text in SAMPLES if re.fullmatch(converter.regex, text))


def open_doors(ask: Callable[[str, str], Any], found: Iterable[Address], door: str) -> Iterator[str]:
    """Addresses outside PUBLIC that give a stranger anything but the way to the door, a refusal, or "not by this method".

    "Not found" isn't enough: an address that looks first and asks afterwards tells strangers what exists.
    """
    for name, parts in found:
        if name in PUBLIC:
            continue
        if name.endswith("(unnamed)"):
            yield f"{name}: every address has a name"
            continue
        url = reverse(name, kwargs=parts)
        answers = {method: ask(method, url) for method in ("get", "post")}
        for method, answer in answers.items():
            to_door = answer.status_code == 302 and urlsplit(answer.headers["Location"]).path == door
            if not to_door and answer.status_code not in REFUSALS:
                yield f"{name} ({url}) answers {answer.status_code} to {method.upper()}"
        if all(answer.status_code == 405 for answer in answers.values()):
            yield f"{name} ({url}) takes neither GET nor POST, so nothing is known about it"


@pytest.mark.django_db
def test_every_address_but_the_public_ones_refuses_a_stranger(client: Client) -> None:
    client.raise_request_exception = False
    found = list(addresses(get_resolver().url_patterns))
    law = "An address either stands in PUBLIC with its reason or refuses whoever isn't signed in."
    keep(law, open_doors(lambda method, url: getattr(client, method)(url), found, resolve_url("sign_in")))


def test_the_public_list_names_only_what_exists() -> None:
    there = {name for name, _ in addresses(get_resolver().url_patterns)}
    keep("An address that is gone leaves the public list.", PUBLIC.keys() - there)


def page(request: HttpRequest, **_: Any) -> HttpResponse:
    """A view that asks nobody."""
    return HttpResponse("everything")


class Planted:
    """A URLconf with one open door and one without a name."""

    urlpatterns = [path("desk/open/<str:number>/", page, name="open_door"), path("desk/nameless/", page)]


def test_an_open_door_is_found(settings: Any, client: Client) -> None:
    settings.ROOT_URLCONF = Planted
    settings.MIDDLEWARE = []
    found = list(addresses(get_resolver(Planted).url_patterns))
    told = list(open_doors(lambda method, url: getattr(client, method)(url), found, "/desk/sign-in/"))
    assert [line.split()[0] for line in told] == ["open_door", "open_door", "/desk/nameless/"]
