"""Files to download."""

from pathlib import PurePath

from django.http import HttpResponse
from django.utils.http import content_disposition_header

KINDS = {
    ".hwpx": "application/hwp+zip",
    ".json": "application/json",
    ".pdf": "application/pdf",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".zip": "application/zip",
}


def as_file(content: bytes, name: str) -> HttpResponse:
    """A file to save under a name in any language; its extension, one of KINDS, says what it is."""
    response = HttpResponse(content, content_type=KINDS[PurePath(name).suffix])
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return response
