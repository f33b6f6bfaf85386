"""Where static files are served from, each address worked out once."""

import re

from django.core.files.base import ContentFile, File
from rjsmin import jsmin  # type: ignore[import-untyped]
from whitenoise.storage import CompressedManifestStaticFilesStorage

# A sheet that another one is made of; each would be one more request before anything is seen.
SHEET = re.compile(rb'@import url\("([\w-]+\.\w{8}\.css)"\) layer\((\w+)\);\n')


class Storage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """WhiteNoise's storage of hashed names; its manifest is read once, so an address stays.

    A page names thirty files and icons, and to build each address anew took a tenth of its time.
    """

    # An `import` between our modules gets the hashed name of what it imports, like url() in CSS.
    support_js_module_import_aggregation = True

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.addresses: dict[str | None, str] = {}

    def file_hash(self, name: str, content: File | None = None) -> str | None:  # type: ignore[type-arg]
        """Return the part of a file's name that stands for what it says; short, for imports."""
        full = super().file_hash(name, content)
        return full and str(full)[:8]

    def url(self, name: str | None, force: bool = False) -> str:
        """Return the address of a file."""
        if force or name not in self.addresses:
            self.addresses[name] = str(super().url(name, force))
        return self.addresses[name]

    def _save(self, name: str, content: File) -> str:  # type: ignore[type-arg]
        """Keep a file; of our scripts without what only helps to read them: a quarter of them."""
        if name.startswith("js/"):
            content = ContentFile(jsmin(b"".join(content.chunks())))
        if name.startswith("css/"):
            content = ContentFile(SHEET.sub(self.sheet, b"".join(content.chunks())))
        return str(super()._save(name, content))

    def sheet(self, found: re.Match[bytes]) -> bytes:
        """Return a sheet in its layer, in place of the line that imports it, once it is there."""
        name = f"css/{found[1].decode()}"
        if not self.exists(name):
            return found[0]
        with self.open(name) as file:
            return b"@layer %s {\n%s}\n" % (found[2], file.read())
