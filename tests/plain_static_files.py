"""Static files as they lie in the checkout, with nothing gathered first."""

from django.contrib.staticfiles.storage import StaticFilesStorage

from openinsa.web.static_files import KnownAddresses


class PlainStaticFiles(KnownAddresses, StaticFilesStorage):
    """Under the names they have in the checkout."""
