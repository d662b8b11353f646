"""For templates: ``{% load tongues %}``, then ``{{ words|marked }}`` (``page.marked``)."""

from __future__ import annotations

from django.template import Library

from huiyin.web.shared.page import marked

register = Library()
register.filter("marked", marked)
