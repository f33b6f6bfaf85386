"""A site of the tests that can go away and come back at the same address."""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.servers.basehttp import ThreadedWSGIServer
from django.test.testcases import LiveServerThread

from tests.waiting import free_port


class Server(ThreadedWSGIServer):
    """A server that hangs up when it ends, also on who keeps a connection for later."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.lines: list[socket.socket] = []
        super().__init__(*args, **kwargs | {"allow_reuse_address": True})

    def process_request(self, request: Any, client_address: Any) -> None:
        self.lines.append(request)
        super().process_request(request, client_address)

    def server_close(self) -> None:
        for line in self.lines:
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
        super().server_close()


@contextmanager
def sites() -> Iterator[tuple[str, Callable[[], LiveServerThread]]]:
    """Yield an address and what starts the site there; `terminate()` of what it returns ends it."""
    port, running = free_port(), list[LiveServerThread]()

    def run() -> LiveServerThread:
        thread = LiveServerThread("localhost", StaticFilesHandler, port=port)
        thread.daemon, thread.server_class = True, Server
        thread.start()
        thread.is_ready.wait()
        assert thread.error is None
        running.append(thread)
        return thread

    yield f"http://localhost:{port}", run
    for thread in running:
        thread.terminate()
