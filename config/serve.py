"""`python -m config.serve ...`: granian, with the site loaded before it starts its workers.

They are forked and share what is loaded: half the work at a start, less memory, and a worker that
fell is back at once. Where processes are not forked, each loads the site itself as ever.
"""

import gc
from importlib import import_module

from granian.cli import entrypoint

if __name__ == "__main__":
    # Not config.supervised: a worker must load that itself, as it asks to end with its parent.
    import_module("config.wsgi")
    import_module("config.urls")
    # What is loaded now lives as long as the process: the collector need neither touch it, which
    # would unshare it, nor walk through it at the end.
    gc.freeze()
    entrypoint()  # type: ignore[no-untyped-call]
