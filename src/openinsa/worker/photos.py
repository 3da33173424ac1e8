"""A photograph from a phone, made anew so that nothing of it stays but the picture.

Telephones write the place, the time and the owner into a photograph. What is kept is drawn again from the dots
alone; the direction in which it was held is applied first.
"""

from io import BytesIO

from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

from openinsa.people.refusals import Refused, require

MEGABYTE = 1024 * 1024
BYTES_AT_MOST = 12 * MEGABYTE
DOTS_AT_MOST = 50_000_000
LONGEST_SIDE, QUALITY = 1600, 82
FORMATS = ("JPEG", "PNG")


class PhotoTooLarge(Refused):
    status = 422
    sentence = _(
        "사진은 %(megabytes)dMB, %(dots)d백만 화소까지 보낼 수 있습니다. 더 작게 찍거나 사진 없이 보내 주세요."
    )


class PhotoUnreadable(Refused):
    status = 422
    sentence = _("사진을 읽을 수 없습니다. JPEG나 PNG 사진을 골라 주세요. 아무것도 보내지 않았습니다.")


def picture_alone(content: bytes) -> bytes:
    """The photograph as a JPEG of the dots alone, its longer side cut down. Raises PhotoTooLarge, PhotoUnreadable."""
    too_large = PhotoTooLarge(megabytes=BYTES_AT_MOST // MEGABYTE, dots=DOTS_AT_MOST // 1_000_000)
    require(len(content) <= BYTES_AT_MOST, too_large)
    try:
        with Image.open(BytesIO(content), formats=FORMATS) as opened:
            require(opened.width * opened.height <= DOTS_AT_MOST, too_large)
            return _drawn_again(opened)
    except Image.DecompressionBombError as bomb:
        raise too_large from bomb
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as broken:
        raise PhotoUnreadable from broken


def _drawn_again(opened: Image.Image) -> bytes:
    opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    upright = ImageOps.exif_transpose(opened).convert("RGB")
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    bare = Image.new("RGB", upright.size)
    bare.paste(upright)
    file = BytesIO()
    bare.save(file, "JPEG", quality=QUALITY)
    return file.getvalue()
