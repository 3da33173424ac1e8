"""Where forms and fonts lie in the checkout."""

from pathlib import Path

FORMS = Path(__file__).parent / "forms"
FONTS = Path(__file__).parent / "fonts"
REGULAR, BOLD = FONTS / "PretendardGOV-Regular.otf", FONTS / "PretendardGOV-Bold.otf"
