"""The WSGI entry point under `up`: a web worker ends with the web server that started it.

Otherwise a worker whose server was killed would keep the port and answer with old code.
"""

from config.processes import die_with_parent
from config.wsgi import application

__all__ = ["application"]
die_with_parent()
