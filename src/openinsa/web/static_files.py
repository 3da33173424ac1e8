"""Static files under names that carry their hash."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """Also renames what JavaScript modules import from each other; plain names are not kept."""

    support_js_module_import_aggregation = True
