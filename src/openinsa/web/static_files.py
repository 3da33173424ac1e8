"""Static files under names that carry their hash."""

from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage


class KnownAddresses:
    """Each file's address is worked out once: it stays while a process runs, and every page names two dozen."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._known: dict[tuple[Any, ...], str] = {}

    def url(self, *asked: Any) -> str:
        if asked not in self._known:
            self._known[asked] = super().url(*asked)  # type: ignore[misc]
        return self._known[asked]


class HashedStaticFiles(KnownAddresses, CompressedManifestStaticFilesStorage):
    """Also renames what JavaScript modules import from each other; plain names are not kept."""

    support_js_module_import_aggregation = True
