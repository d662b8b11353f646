"""Refuse a form that is too large as a whole, before a byte of it is read."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler


class SizeGuard(FileUploadHandler):
    """First in FILE_UPLOAD_HANDLERS. Django bounds the fields of a form and the number of its files, but not their size."""

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, Any],  # noqa: N803  (Django's name)
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        """RequestDataTooBig (shown as 413) if more than HUIYIN_LARGEST_REQUEST bytes are announced.

        To announce less helps nobody: no more is read than was announced.
        """
        if content_length > settings.HUIYIN_LARGEST_REQUEST:
            raise RequestDataTooBig("The form with its files is larger than HUIYIN_LARGEST_REQUEST.")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Leave the data to the next handler."""
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the file to the next handler."""
