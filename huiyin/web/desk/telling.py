"""What stands above a matter's page: what was just done, why it wasn't, or what happened meanwhile."""

from __future__ import annotations

from collections.abc import Mapping

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from huiyin.rooms.cases.queries import File
from huiyin.rules.fields import Refused
from huiyin.rules.lifecycle import barred
from huiyin.rules.vocabulary import Verb
from huiyin.web.desk import acting, barring, confirming, timeline
from huiyin.web.desk.choosing import Scene
from huiyin.web.shared.fields import whole
from huiyin.web.shared.uploads import had_already
from huiyin.web.shared.words import done, language, run_on


def notice(
    scene: Scene,
    file: File,
    verb: Verb | None,
    possible: frozenset[Verb],
    *,
    typed: Mapping[str, str] | None,
    stale_since: int | None,
    done_seq: str,
) -> str:
    """The notice as HTML, with what had been typed where its form can't stand any more; empty if there is nothing to say.

    ``done_seq``: the entry that was just written, or the first and the last of several, as 3-5; behind them, as in
    3-5-2, how many pictures were there already.
    """
    lost = acting.kept(verb, typed) if verb and typed and verb not in possible else []
    if stale_since is not None:
        return _meanwhile(scene, file, stale_since, lost, verb=verb, still=verb in possible)
    if verb is not None and typed is not None and verb not in possible:
        return _refused(scene, verb, lost)
    if verb is not None and verb not in possible:  # a link of before: its form can't stand here now
        no = barred(scene.state, verb, actor=scene.actor, now=scene.now, law=scene.law)
        given = {
            "kind": "care",
            "heading": confirming.called(verb, scene.state),
            "text": _why(scene, verb, no),
        }
        return render_to_string("shared/parts/alert.html", given)
    first, end, had = (*done_seq.split("-"), "", "")[:3]
    last = file.entries[-1]
    if (end or first) == str(last.seq) and last.by == scene.actor.key:
        text = _("Done: %(what)s.") % {"what": _own_acts(scene, file, whole(first, last.seq))}
        text = run_on(text, had_already(whole(had))) if whole(had) else text
        return render_to_string("shared/parts/alert.html", {"kind": "good", "text": text})
    return ""


def _own_acts(scene: Scene, file: File, first: int) -> str:
    """What this person did from an entry on, each kind once: a note goes with its photos."""
    own = [
        timeline.headline(e, file.state.stage)
        for e in file.entries
        if e.seq >= first and e.by == scene.actor.key
    ]
    return ("、" if language().startswith("zh") else ", ").join(dict.fromkeys(own))


def _meanwhile(
    scene: Scene, file: File, since: int, lost: list[tuple[str, str]], *, verb: Verb | None, still: bool
) -> str:
    """What others did meanwhile; one's own acts of another window, or of a second click, are called so."""
    new = [e for e in file.entries if e.seq > since]
    own = bool(new) and all(e.by == scene.actor.key for e in new)
    said = {
        "meanwhile": [f"{timeline.headline(e)} · {timeline.who(e, scene.names)}" for e in new],
        "own": own,
        "again": own and any(e.verb == verb for e in new),
        "kept": lost,
        "still": still,
    }
    return render_to_string("desk/parts/stale.html", said)


def _refused(scene: Scene, verb: Verb, lost: list[tuple[str, str]]) -> str:
    """Sent once more after it had become impossible for this person: a form that would say why can't stand there."""
    no = barred(scene.state, verb, actor=scene.actor, now=scene.now, law=scene.law)
    said = {"reason": _why(scene, verb, no), "kept": lost}
    return render_to_string("desk/parts/refused.html", said)


def _why(scene: Scene, verb: Verb, no: Refused | None) -> str:
    return barring.why(no, verb, scene.state, scene.law) if no is not None else ""


def done_line(said: str) -> str:
    """That an act was done, by the verb that the address names; nothing for what is none."""
    if said not in {verb.value for verb in Verb}:
        return ""
    return _("Done: %(what)s.") % {"what": done(Verb(said))}
