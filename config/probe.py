"""`python config/probe.py [live|ready]`: exit 0 if the site here says so; for container checks.

Standard library only, as it runs every few seconds.
"""

import os
import sys
import urllib.request
from urllib.parse import urlsplit


def main(page: str) -> int:
    """Return 0 if the page answers 200 under the site's own name."""
    port = os.environ.get("PORT", "8000")
    name = urlsplit(os.environ.get("BASE_URL", "")).netloc or f"127.0.0.1:{port}"
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/health/{page}", headers={"Host": name}
    )
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            return int(answer.status != 200)
    except OSError as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "live"))
