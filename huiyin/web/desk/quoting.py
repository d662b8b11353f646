"""Passages that are put into a fresh draft: what solved a like matter, a policy, a frequent answer. ``?quote=KIND-NUMBER``."""

from __future__ import annotations

from dataclasses import replace

from huiyin.rooms.insight import knowledge, precedents
from huiyin.rules.roles import Actor
from huiyin.rules.vocabulary import Verb
from huiyin.web.desk.act_form import FormView

_LONGEST = 40


def passage(quote: str, who: Actor) -> str:
    """The passage that an address names: own-NUMBER, case-ID, known-ID; empty for all else, and what isn't theirs to see."""
    kind, _dash, key = quote[:_LONGEST].partition("-")
    if kind == "own" and key:
        return precedents.quoted(who, number=key)
    if not (key.isascii() and key.isdecimal() and len(key) < 10):
        return ""
    if kind == "case":
        return precedents.quoted(who, pk=int(key))
    entry = knowledge.one(int(key)) if kind == "known" and knowledge.may_read(who) else None
    return entry.cited() if entry is not None else ""


def with_quote(form: FormView, quote: str, who: Actor, *, fresh: bool) -> FormView:
    """The form with the passage behind what its text begins with; letters that it can begin with keep the passage."""
    words = passage(quote, who) if form.verb is Verb.DRAFT and fresh and quote else ""
    if not words:
        return form
    fields = [
        replace(one, value=f"{one.value}\n\n{words}".strip()) if one.name == "text" else one
        for one in form.fields
    ]
    begin = tuple(replace(one, url=f"{one.url}&quote={quote[:_LONGEST]}") for one in form.beginnings)
    return replace(form, fields=fields, beginnings=begin)
