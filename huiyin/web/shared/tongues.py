"""For templates: ``{% load tongues %}``, then ``{{ words|marked }}`` (``page.marked``) or ``|dated``."""

from __future__ import annotations

from django.template import Library

from huiyin.web.shared.page import dated, marked

register = Library()
register.filter("marked", marked)
register.filter("dated", dated)
