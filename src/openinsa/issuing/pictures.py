"""The picture of an institution's seal: read once, made anew as a plain PNG, refused where it is none."""

import base64
import warnings
from io import BytesIO

from django.utils.translation import gettext_lazy as _
from PIL import Image

from openinsa.people.refusals import Refused, require

LARGEST_FILE = 1_000_000
LEAST_PIXELS, MOST_PIXELS = 80, 3_000
KEPT_PIXELS = 600
FORMATS = ("PNG", "JPEG")


class PictureTooLarge(Refused):
    status = 422
    sentence = _(
        "관인 그림이 너무 큽니다. 1MB, 가로세로 3,000픽셀 이하의 PNG나 JPEG로 올려 주세요. 저장하지 않았습니다."
    )


class PictureTooSmall(Refused):
    status = 422
    sentence = _(
        "관인 그림이 작아 인쇄하면 흐립니다. 가로세로 80픽셀 이상으로 올려 주세요. 저장하지 않았습니다."
    )


class PictureUnreadable(Refused):
    status = 422
    sentence = _("그림으로 읽을 수 없는 파일입니다. PNG나 JPEG 파일을 올려 주세요. 저장하지 않았습니다.")


def read_picture(content: bytes) -> bytes:
    """The same picture as a PNG without anything else that the file held.

    Raises PictureTooLarge, PictureTooSmall, PictureUnreadable.
    """
    require(len(content) <= LARGEST_FILE, PictureTooLarge())
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _made_anew(content)
    except (
        OSError,
        ValueError,
        SyntaxError,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
    ) as broken:
        raise PictureUnreadable from broken


def _made_anew(content: bytes) -> bytes:
    with Image.open(BytesIO(content), formats=FORMATS) as picture:  # sizes are known before a pixel is read
        require(max(picture.size) <= MOST_PIXELS, PictureTooLarge())
        require(min(picture.size) >= LEAST_PIXELS, PictureTooSmall())
        plain = picture.convert("RGBA")
    plain.thumbnail((KEPT_PIXELS, KEPT_PIXELS))
    made = BytesIO()
    Image.frombytes("RGBA", plain.size, plain.tobytes()).save(made, "PNG", optimize=True)
    return made.getvalue()


def data_address(png: bytes) -> str:
    """The picture as forms take it."""
    return f"data:image/png;base64,{base64.b64encode(png).decode()}" if png else ""
