"""What pages are made of, loaded before anybody waits for one."""

from pathlib import Path

from django.conf import settings
from django.template.loader import get_template
from django.template.utils import get_app_template_dirs
from django.urls import reverse
from django.utils import translation

HOUSE = Path(__file__).resolve().parents[1]


def load_pages() -> None:
    """Load the addresses and words of all pages in each language, and their templates; in a second at most."""
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            reverse("home")
    for template in page_templates():
        get_template(template)


def page_templates() -> list[str]:
    """The names of the templates of all our rooms."""
    folders = [folder for folder in get_app_template_dirs("templates") if HOUSE in folder.parents]
    files = ((folder, file) for folder in folders for file in folder.rglob("*") if file.is_file())
    return [file.relative_to(folder).as_posix() for folder, file in files]
