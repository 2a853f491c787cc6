"""A public address on loopback: what stands for the edge, with the function behind its paths."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from lambda_runtime import body_of, http


class Handler(BaseHTTPRequestHandler):
    """Paths of the function are asked of it; nothing is logged."""

    def is_the_functions(self):
        return self.path.startswith(("/referral/", "/api/"))

    def of_the_function(self, function):
        """Status, headers and text of the function's answer to this request."""
        length = int(self.headers.get("Content-Length") or 0)
        headers = {name.lower(): value for name, value in self.headers.items()}
        got = function.invoke(http(self.command, self.path, headers, self.rfile.read(length)))
        return got["statusCode"], got["headers"], body_of(got)

    def log_message(self, *_):
        pass


class PublicAddress:
    """Serves on a free port until the context ends."""

    def __init__(self, handler):
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler)

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()
