"""The people named in a petition besides its first petitioner, as a matter's page shows them: masked, or in full."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiyin.rooms.cases.models import Party
from huiyin.rules.groups import PartyRole
from huiyin.rules.identifiers import mask_address, mask_id, mask_name, mask_phone
from huiyin.web.shared.words import word

OPEN_UP_TO = 10  # people; a longer list is folded


def people(rows: Sequence[Party], *, full: bool) -> SafeString:
    """A list of name and numbers under a heading; nothing where nobody else is named. A mandate's words only in full."""
    if not rows:
        return SafeString()
    items = format_html_join("", "<li>{}</li>", ((one(row, full=full),) for row in rows))
    heading = ngettext("%(n)s more person named", "%(n)s more people named", len(rows)) % {"n": len(rows)}
    opened = " open" if full or len(rows) <= OPEN_UP_TO else ""
    return format_html(
        '<details class="hy-named"{}><summary>{}</summary><ul>{}</ul></details>', opened, heading, items
    )


def one(row: Party, *, full: bool) -> SafeString:
    """Somebody named: in which role, what they are called and reached by; a mandate is noted, its words only in full."""
    who, role = row.petitioner, PartyRole(row.role)
    said = [
        (str(who.phone), mask_phone),
        (str(who.id_number), mask_id),
        (str(who.address), mask_address),
    ]
    parts = [value if full else mask(value) for value, mask in said if value]
    mandate = SafeString()
    if role is PartyRole.AGENT:
        text = row.mandate if full else _("A written mandate is noted.")
        mandate = format_html('<div class="hy-small hy-prose">{}</div>', text)
    return format_html(
        '<span class="hy-soft">{}</span> <strong>{}</strong> {}{}',
        word(role), who.name if full else mask_name(who.name), " · ".join(parts), mandate,
    )  # fmt: skip
