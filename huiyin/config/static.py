"""Where the pages' own files lie: under names that hold their digest, so that browsers may keep them for ever."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage


class Static(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # whitenoise brings no types
    """Whitenoise's own; an address is worked out once a process, not for each of a page's thirty icons."""

    @cached_property
    def _known(self) -> dict[str, str]:
        return {}

    def url(self, name: str, force: bool = False) -> Any:
        """The address of a file; it can't change while the process lives."""
        found = self._known.get(name)
        if found is None:
            found = self._known[name] = super().url(name, force)
        return found
