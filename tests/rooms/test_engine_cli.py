"""The `huiyin` command: its menu, its sentences, its exit statuses; and `init`."""

from __future__ import annotations

import os
import re
import runpy
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand
from django.db import OperationalError
from django.test import Client
from django.utils.translation import get_language, override

from huiyin.config import cli, tongue
from huiyin.rooms.accounts.models import Post, User
from huiyin.rooms.county.models import Unit
from huiyin.rooms.management.commands import init, serve
from huiyin.rooms.vault.keys import KeyRingError

pytestmark = pytest.mark.usefixtures("in_english")

COMMANDS = Path(cli.__file__).parents[1] / "rooms" / "management" / "commands"
OWN = sorted(path.stem for path in COMMANDS.glob("*.py") if path.stem != "__init__")


@pytest.fixture
def somewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("HUIYIN_HOME", str(tmp_path))
    return tmp_path


@pytest.fixture(autouse=True)
def connections_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    """A command closes its connections when it ends; here they are the tests'."""
    monkeypatch.setattr("django.db.connections.close_all", lambda: None)


def test_the_menu_names_every_command_of_ours(capsys: pytest.CaptureFixture[str]) -> None:
    for words in ([], ["--help"], ["-h"], ["help"]):
        assert cli.run(words) == 0
        menu = re.findall(r"^  (\w+)  +\S.*", capsys.readouterr().out, re.MULTILINE)
        assert set(OWN) <= set(menu) == set(cli.COMMANDS)


def test_the_menu_loads_no_django() -> None:
    code = "import sys; from huiyin.config import cli; cli.run(['--help']); sys.exit('django' in sys.modules)"
    assert (
        subprocess.run([sys.executable, "-c", code], check=False, stdout=subprocess.DEVNULL).returncode == 0
    )


@pytest.mark.parametrize("name", OWN)
def test_every_command_explains_itself(
    name: str, capsys: pytest.CaptureFixture[str], somewhere: Path
) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.run([name, "--help", "--lang", "en"])
    text = capsys.readouterr().out
    assert ended.value.code == 0
    assert f"usage: huiyin {name}" in text
    assert re.search(r"\n\n[A-Z][^\n]{20,}", text), "a sentence that says what it does"
    assert "--pythonpath" not in text, "Django's own switches only get in the way"


@pytest.mark.parametrize(
    ("typed", "hint"), [("srve", "Did you mean “serve”?"), ("xqzj", "`huiyin --help` lists them.")]
)
def test_a_command_that_is_not_there(typed: str, hint: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run([typed, "--lang", "en"]) == 2
    found = capsys.readouterr()
    assert hint in found.err
    assert len(found.err.splitlines()) == 1
    assert not found.out


def test_a_wrong_switch(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.run(["init", "--colour", "--lang", "en"])
    assert ended.value.code == 2
    assert "unrecognized arguments: --colour" in capsys.readouterr().err


@pytest.mark.parametrize("name", sorted(set(cli.COMMANDS) - cli.WITHOUT_HOME))
def test_without_a_home_it_says_what_to_do(
    name: str, somewhere: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run([name, "--lang", "en"]) == 1
    assert (
        capsys.readouterr().err
        == f"There is no Huiyin in {somewhere}. Run `huiyin init` first, or set HUIYIN_HOME.\n"
    )
    assert not list(somewhere.iterdir()), "nothing is made by asking"


@pytest.mark.parametrize(
    ("error", "status"), [(CommandError("No.", returncode=3), 3), (KeyRingError("No."), 1)]
)
def test_a_refusal_is_a_plain_sentence(
    error: Exception, status: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(self: Any, *args: Any, **options: Any) -> None:
        raise error

    monkeypatch.setattr(init.Command, "handle", refuse)
    assert cli.run(["init"]) == status
    assert capsys.readouterr().err == "No.\n"
    if isinstance(error, CommandError):
        with pytest.raises(CommandError):
            cli.run(["init", "--traceback"])


@pytest.mark.parametrize(("missing", "told"), [(1, True), (0, False), (OperationalError("gone"), False)])
def test_tables_of_another_edition_are_told_in_a_sentence(
    missing: Any, told: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(self: Any, *args: Any, **options: Any) -> None:
        raise OperationalError("no such column: huiyin_petitioner.account")

    def behind() -> int:
        if isinstance(missing, Exception):
            raise missing
        return int(missing)

    monkeypatch.setattr(init.Command, "handle", fail)
    monkeypatch.setattr("huiyin.rooms.management.readiness.missing_migrations", behind)
    if told:
        assert cli.run(["init", "--lang", "zh"]) == 1
        assert capsys.readouterr().err == "数据表与当前程序版本不符，请运行 `huiyin init`。\n"
    else:
        with pytest.raises(OperationalError, match="no such column"):
            cli.run(["init"])


@pytest.mark.parametrize(("error", "status"), [("KeyboardInterrupt", 130), ("BrokenPipeError", 0)])
def test_stopped_from_outside(error: str, status: int) -> None:
    code = f"""
from huiyin.config import cli
def stop(words):
    print("before")
    raise {error}
cli.run = stop
cli.main([])
"""
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)
    assert done.returncode == status
    assert not done.stderr, "no traceback"


def test_what_it_makes_is_for_its_owner_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    monkeypatch.setattr(os, "umask", asked.append)
    monkeypatch.setattr(sys, "argv", ["huiyin", "--version"])
    with pytest.raises(SystemExit):
        cli.main()
    assert asked == [0o077]


@pytest.mark.parametrize(
    ("switch", "environment", "spoken"),
    [([], "", "zh-hans"), (["--lang", "ko"], "", "ko"), ([], "en", "en"), (["--lang", "ko"], "en", "ko")],
)
def test_every_command_speaks_the_language_that_was_asked_for(
    switch: list[str], environment: str, spoken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[str | None] = []

    class Speaking(BaseCommand):
        def handle(self, *args: Any, **options: Any) -> None:
            assert "lang" not in options
            heard.append(get_language())

    monkeypatch.setenv("HUIYIN_LANG", environment)
    with override("en"):
        assert cli._execute(Speaking(), ["due", *switch]) == 0
    assert heard == [spoken]


@pytest.mark.parametrize("asked", [["--lang", "ko"], ["--lang=ko"]])
def test_the_language_may_stand_anywhere(asked: list[str]) -> None:
    for words in ([*asked, "a", "--b"], ["a", *asked, "--b"], ["a", "--b", *asked]):
        assert tongue.language_first(words) == [*asked, "a", "--b"]
    assert tongue.language_first(["a", "--b"]) == ["a", "--b"]


def test_a_language_that_isnt_there_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HUIYIN_LANG", "de")
    assert cli._execute(BaseCommand(), ["due"]) == 2
    assert "HUIYIN_LANG" in capsys.readouterr().err
    monkeypatch.setenv("HUIYIN_LANG", "")
    with pytest.raises(SystemExit):
        cli._execute(BaseCommand(), ["due", "--lang", "de"])


@pytest.mark.django_db
def test_django_s_own_commands_work_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["showmigrations", "huiyin"]) == 0
    assert "0001_squashed" in capsys.readouterr().out


# -- init -----------------------------------------------------------------------------------------------------------------


@pytest.fixture
def no_assets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huiyin.rooms.management.assets.gather", lambda: True)


def run_init(**options: Any) -> str:
    out = StringIO()
    call_command("init", stdout=out, **options)
    return out.getvalue()


@pytest.mark.slow
@pytest.mark.django_db
def test_init_prepares_everything_and_repeats_without_harm(no_assets: None, client: Client) -> None:
    text = run_init()
    found = re.search(r"password +(\S+)", text)
    assert found is not None
    user = User.objects.get(username="admin")
    assert user.check_password(found[1])
    assert user.must_change_password
    assert Unit.objects.count() > 100
    again = run_init(admin="other")
    assert "there is one already" in again
    assert "password" not in again
    assert User.objects.count() == Post.objects.count() == 1


@pytest.mark.django_db
def test_init_without_administrator(no_assets: None) -> None:
    run_init(no_admin=True)
    assert not User.objects.exists()


@pytest.mark.django_db
def test_init_refuses_a_name_that_can_t_be_one(no_assets: None) -> None:
    with pytest.raises(
        CommandError, match=r"No administrator “a b” could be made \(--admin\): A user name is"
    ):
        run_init(admin="a b")
    assert not User.objects.exists()


@pytest.mark.django_db
def test_init_refuses_a_county_it_has_no_data_of(settings: Any) -> None:
    settings.HUIYIN_COUNTY = "999999"
    with pytest.raises(CommandError, match="no data of county 999999"):
        run_init()


def test_init_without_a_database(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> int:
        raise OperationalError("postgres://user:password@host")

    monkeypatch.setattr(init, "missing_migrations", fail)
    with pytest.raises(CommandError, match="The database does not answer") as refused:
        run_init()
    assert "password@" not in str(refused.value)


def test_one_time_passwords_differ_and_are_long() -> None:
    made = {init.one_time_password() for _ in range(100)}
    assert len(made) == 100
    assert all(re.fullmatch(r"([a-z2-9]{5}-){3}[a-z2-9]{5}", password) for password in made)


# -- what serve checks before it starts -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "port"), [("", 8000), ("8123", 8123), (" 80 ", 80)])
def test_the_port_of_the_environment(text: str, port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", text)
    assert serve.port_of_environment() == port


@pytest.mark.parametrize("text", ["0", "65536", "http", "-1"])
def test_a_port_that_is_none(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", text)
    with pytest.raises(CommandError, match="PORT should be a number"):
        serve.port_of_environment()


@pytest.mark.parametrize("missing", [1, OperationalError("x")])
def test_serve_refuses_a_database_that_is_not_prepared(missing: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def answer() -> int:
        if isinstance(missing, Exception):
            raise missing
        return int(missing)

    monkeypatch.setattr(serve, "missing_migrations", answer)
    with pytest.raises(CommandError, match="huiyin init" if missing == 1 else "does not answer"):
        call_command("serve")


@pytest.mark.parametrize("wrong", [{"workers": 0}, {"threads": 0}])
def test_serve_needs_somebody_to_serve(wrong: dict[str, int]) -> None:
    with pytest.raises(CommandError, match="at least one"):
        call_command("serve", **wrong)


# -- settings -----------------------------------------------------------------------------------------------------------------


def read_settings(monkeypatch: pytest.MonkeyPatch, **environment: str) -> dict[str, Any]:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return runpy.run_path(str(Path(cli.__file__).with_name("settings.py")))


def test_plain_http_by_default(monkeypatch: pytest.MonkeyPatch) -> None:
    found = read_settings(monkeypatch)
    assert not found["DEBUG"]
    assert not found["SESSION_COOKIE_SECURE"]
    assert found["SECURE_PROXY_SSL_HEADER"] is None, "a visitor could send that header"
    assert "*" not in found["ALLOWED_HOSTS"]
    assert found["EMAIL_HOST"] == ""
    policy = found["CONTENT_SECURITY_POLICY"]["DIRECTIVES"]
    assert not [word for words in policy.values() for word in words if "unsafe" in word or "*" in word]


def test_behind_a_proxy_with_https(monkeypatch: pytest.MonkeyPatch) -> None:
    found = read_settings(
        monkeypatch, HUIYIN_HTTPS="1", HUIYIN_HOSTS="a.gov.cn, b.gov.cn", HUIYIN_SMTP="mail:587"
    )
    assert found["SESSION_COOKIE_SECURE"]
    assert found["CSRF_COOKIE_SECURE"]
    assert found["SECURE_HSTS_SECONDS"] > 0
    assert found["ALLOWED_HOSTS"] == ["a.gov.cn", "b.gov.cn"]
    assert (found["EMAIL_HOST"], found["EMAIL_PORT"], found["EMAIL_USE_TLS"]) == ("mail", 587, True)


@pytest.mark.parametrize(
    ("url", "engine"),
    [
        ("sqlite:////tmp/x.sqlite3", "huiyin.config.sqlite"),
        ("postgres://h/d", "django.db.backends.postgresql"),
    ],
)
def test_another_database(url: str, engine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert read_settings(monkeypatch, DATABASE_URL=url)["DATABASES"]["default"]["ENGINE"] == engine
