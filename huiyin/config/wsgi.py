"""The application as the web server calls it. Everything slow happens here, once, before the first visitor."""

from __future__ import annotations

import gc
import os
import signal

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiyin.config.settings")

from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.urls import get_resolver

from huiyin.config.balance import Balance
from huiyin.config.gate import Gate
from huiyin.rooms.management.family import die_with_server

# SIGTERM would go to the handler that the fork has left us, and be lost.
die_with_server(signal.SIGKILL)
application = Gate(
    get_wsgi_application(), one_at_a_time=connection.vendor == "sqlite", balance=Balance.of_server()
)
get_resolver().url_patterns  # noqa: B018  loads every view now rather than with the first request
# What stands now stays: else Python looks through all of it now and then, and a visitor waits a tenth of a second for that.
gc.collect()
gc.freeze()
