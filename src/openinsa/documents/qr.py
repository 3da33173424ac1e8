"""QR codes as pictures in a text."""

from io import BytesIO

import segno

ERROR_LEVEL = "m"
QUIET_MODULES = 4


def qr_svg(text: str) -> str:
    """An SVG of one line, with the quiet zone that readers need (ISO/IEC 18004), as large as it is placed."""
    picture = BytesIO()
    segno.make_qr(text, error=ERROR_LEVEL).save(
        picture,
        kind="svg",
        border=QUIET_MODULES,
        dark="#000",
        light="#fff",
        omitsize=True,
        xmldecl=False,
        nl=False,
    )
    return picture.getvalue().decode()
