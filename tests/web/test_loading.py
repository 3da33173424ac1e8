"""A server that has started has all its pages ready."""

from django.template.loader import get_template
from django.urls import get_resolver
from django.utils import translation

from openinsa.web.loading import load_pages, page_templates


def test_the_templates_of_all_rooms_are_found_and_can_be_read() -> None:
    found = page_templates()
    assert {"web/base.html", "issuing/paper.html", "worker/start.html"} <= set(found)
    for template in found:
        assert get_template(template)


def test_the_addresses_are_known_in_every_language_before_anybody_asks() -> None:
    load_pages()
    for language in ("ko", "en", "vi", "zh-hans"):
        with translation.override(language):
            assert get_resolver()._populated, language
            assert language in get_resolver()._reverse_dict
