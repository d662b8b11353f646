"""Where one installation keeps its data and secrets: the folder HUIYIN_HOME (default ./var).

Nobody but the owner of the process may look inside: the folders are 0700, the secrets 0600.
No Django in here, so that it can be asked before the settings are read.
"""

from __future__ import annotations

import os
import secrets
import tempfile
from dataclasses import dataclass
from pathlib import Path

ENVIRONMENT = "HUIYIN_HOME"
DEFAULT = "var"
KEY_CHARACTERS = 64  # of urlsafe base64 over 48 random bytes: 384 bits


@dataclass(frozen=True, slots=True)
class Home:
    """The folder and the places in it."""

    root: Path

    @property
    def database(self) -> Path:
        """The SQLite file of the embedded set-up."""
        return self.root / "huiyin.sqlite3"

    @property
    def secrets(self) -> Path:
        """Keys; to be kept in another place than the backups of the database."""
        return self.root / "secrets"

    @property
    def files(self) -> Path:
        """Attachments, outside the web root."""
        return self.root / "files"

    @property
    def logs(self) -> Path:
        """What commands leave to read: rejected rows of an import and the like."""
        return self.root / "logs"

    @property
    def static(self) -> Path:
        """Style sheets and scripts, hashed and compressed at the first start of the server."""
        return self.root / "static"

    @property
    def uploads(self) -> Path:
        """Uploads that are still under way; a crash may leave some here, `huiyin work` clears them."""
        return self.root / "uploads"

    def exists(self) -> bool:
        """Whether the folder has been made."""
        return self.secrets.is_dir()

    @property
    def _folders(self) -> tuple[Path, ...]:
        return self.secrets, self.files, self.logs, self.static, self.uploads

    def make(self) -> None:
        """Make the folders where they are missing and close them to everybody else."""
        self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        for folder in self._folders:
            folder.mkdir(mode=0o700, exist_ok=True)
        self.root.chmod(0o700)
        self.secrets.chmod(0o700)

    def secret_key(self) -> str:
        """Django's secret key, generated once; processes that start at the same time agree on it."""
        return self.once("django.key", secrets.token_urlsafe(KEY_CHARACTERS * 3 // 4))

    def once(self, name: str, candidate: str) -> str:
        """The secret called ``name``: what the file holds, or ``candidate`` if there was none yet.

        The candidate is written whole under another name and then linked into place. A link fails if the name is taken, so
        exactly one process wins and nobody ever reads half a secret.
        """
        path = self.secrets / name
        if not all(
            folder.is_dir() for folder in self._folders
        ):  # restored from a backup of what can't be made again
            self.make()
        if not path.exists():
            handle, draft = tempfile.mkstemp(prefix=".", dir=self.secrets)  # mkstemp makes it 0600
            try:
                with os.fdopen(handle, "w", encoding="ascii") as file:
                    file.write(candidate)
                    file.flush()
                    os.fsync(file.fileno())
                os.link(draft, path)
            except FileExistsError:
                pass  # another process was first
            finally:
                Path(draft).unlink()
        value = path.read_text(encoding="ascii").strip()
        if not value:
            raise RuntimeError(f"The secret file {path} is empty. Restore it from a backup.")
        return value


def home() -> Home:
    """The home that the environment names. Its absolute path is put back there, so that children agree wherever they run."""
    root = Path(os.environ.get(ENVIRONMENT) or DEFAULT).expanduser().absolute()
    os.environ[ENVIRONMENT] = str(root)
    return Home(root)
