"""Where static files are served from, each address worked out once."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class Storage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """WhiteNoise's storage of hashed names; its manifest is read once, so an address stays.

    A page names thirty files and icons, and to build each address anew took a tenth of its time.
    """

    # An `import` between our modules gets the hashed name of what it imports, like url() in CSS.
    support_js_module_import_aggregation = True

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.addresses: dict[str | None, str] = {}

    def url(self, name: str | None, force: bool = False) -> str:
        """Return the address of a file."""
        if force or name not in self.addresses:
            self.addresses[name] = str(super().url(name, force))
        return self.addresses[name]
