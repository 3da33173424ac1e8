"""What comes in as a picture or scan: a drawn signature, a paper. Read once, refused where it is none."""

import base64
import binascii
import warnings
from io import BytesIO

import pikepdf
from PIL import Image

from openinsa.agreements.refusals import (
    SignatureEmpty,
    SignatureUnreadable,
    UploadTooLarge,
    UploadUnreadable,
)
from openinsa.people.refusals import require

DATA_ADDRESS = "data:image/png;base64,"
LARGEST_STROKE, MOST_PIXELS, KEPT_PIXELS = 400_000, 3_000, 600
LEAST_INK = 12
"""Pixels from end to end below which it is a dot."""
LARGEST_MB = 10
PDF, PICTURES = "application/pdf", {"PNG": "image/png", "JPEG": "image/jpeg"}
BROKEN = (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning)


def read_stroke(sent: str) -> bytes:
    """A drawn signature as a PNG cut to its ink. Raises SignatureEmpty, SignatureUnreadable."""
    require(sent, SignatureEmpty())
    require(sent.startswith(DATA_ADDRESS) and len(sent) <= LARGEST_STROKE, SignatureUnreadable())
    try:
        content = base64.b64decode(sent.removeprefix(DATA_ADDRESS), validate=True)
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _ink_of(content)
    except (*BROKEN, binascii.Error) as broken:
        raise SignatureUnreadable from broken


def _ink_of(content: bytes) -> bytes:
    with Image.open(BytesIO(content), formats=["PNG"]) as picture:
        require(max(picture.size) <= MOST_PIXELS, SignatureUnreadable())
        alpha = picture.convert("RGBA").getchannel("A")
    box = alpha.getbbox()
    if box is None:
        raise SignatureEmpty()
    left, top, right, bottom = box
    require(max(right - left, bottom - top) >= LEAST_INK, SignatureEmpty())
    stroke = Image.new("RGBA", (right - left, bottom - top), (30, 33, 36, 0))  # whatever colour was sent
    stroke.putalpha(alpha.crop(box))
    stroke.thumbnail((KEPT_PIXELS, KEPT_PIXELS))
    made = BytesIO()
    stroke.save(made, "PNG", optimize=True)
    return made.getvalue()


def picture_address(png: bytes) -> str:
    """The picture as forms take it."""
    return DATA_ADDRESS + base64.b64encode(png).decode()


def media_type_of(content: bytes) -> str:
    """What a scan is. Raises UploadTooLarge, UploadUnreadable."""
    require(len(content) <= LARGEST_MB * 1024 * 1024, UploadTooLarge(most=LARGEST_MB))
    if content.startswith(b"%PDF-"):
        return _pdf(content)
    try:
        with Image.open(BytesIO(content), formats=list(PICTURES)) as picture:
            kind = PICTURES[picture.format or ""]
            picture.verify()
            return kind
    except (*BROKEN, KeyError) as broken:
        raise UploadUnreadable from broken


def _pdf(content: bytes) -> str:
    try:
        with pikepdf.open(BytesIO(content)) as paper:
            require(len(paper.pages) > 0, UploadUnreadable())
    except pikepdf.PdfError as broken:
        raise UploadUnreadable from broken
    return PDF
