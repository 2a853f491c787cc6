"""A stand-in for CloudFront and the gateways on loopback: deploy/aws/rewrite.js before everything, pages from the bucket,
the function behind its gateways, and a page for each error that the plan names one for."""

import json
import ssl
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from lambda_runtime import body_of, http

CODE = Path(__file__).parents[2] / "deploy" / "aws" / "rewrite.js"
PAGES = {404: "404.html", 500: "500.html", 502: "500.html", 504: "500.html"}
"""The distribution's error pages; test_plan holds the plan to them."""
TOO_MUCH = 6 << 20
"""Bytes that Lambda takes."""
NODE = """
const made = new Map();
require('readline').createInterface({ input: process.stdin }).on('line', (line) => {
  const { code, request } = JSON.parse(line);
  if (!made.has(code)) made.set(code, new Function(code + '; return handler;')());
  console.log(JSON.stringify(made.get(code)({ request })));
});
"""


class Rewrites:
    """The function at the edge, in node."""

    def __init__(self):
        self._node = subprocess.Popen(["node", "-e", NODE], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self._one = threading.Lock()

    def ask(self, code: str, uri: str, headers: dict[str, str]) -> dict:
        """The request as it goes on, or the answer to it."""
        request = {"uri": uri, "headers": {name.lower(): {"value": value} for name, value in headers.items()}}
        with self._one:
            self._node.stdin.write(json.dumps({"code": code, "request": request}) + "\n")
            self._node.stdin.flush()
            return json.loads(self._node.stdout.readline())

    def close(self):
        self._node.kill()
        self._node.communicate()


class Edge:
    """Serves on a free port until the context ends. `refusals` are a gateway's own answers by its stage and their kind; with
    `certificate` it speaks TLS."""

    def __init__(self, aws, bucket, function, code=CODE.read_text, refusals=None, certificate=None):
        self._s3, self._bucket, self._code, self._rewrites = aws.client("s3"), bucket, code, Rewrites()
        self.function, self.refusals, self.trouble = function, refusals or {}, ""
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(*certificate)
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self.url = f"https://localhost:{self._server.server_port}" if certificate else f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self):
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._server.server_close()
        self._rewrites.close()

    def answer(self, method, path, headers, body):
        """Status, headers and body."""
        uri, _, query = path.partition("?")
        asked = self._rewrites.ask(self._code(), uri, headers)
        if "statusCode" in asked:
            own = {name: value["value"] for name, value in asked["headers"].items()}
            return asked["statusCode"], own, asked.get("body", "").encode()
        stage = uri.split("/")[1]
        if uri.startswith(("/referral/", "/api/")):
            status, headers, body = self._gateway(stage, method, uri + (f"?{query}" if query else ""), headers, body)
        else:
            status, headers, body = self._page(asked["uri"].lstrip("/"))
        if page := PAGES.get(status):
            headers, body = self._page(page)[1:]
        return status, {"content-security-policy": "default-src 'none'"} | headers, body

    def _page(self, key):
        try:
            kept = self._s3.get_object(Bucket=self._bucket, Key=key)
        except self._s3.exceptions.NoSuchKey:
            return 404, {}, b""
        coding = {"content-encoding": kept["ContentEncoding"]} if "ContentEncoding" in kept else {}
        return 200, coding | {"content-type": kept["ContentType"]}, kept["Body"].read()

    def _gateway(self, stage, method, path, headers, body):
        kind = self.trouble or ("REQUEST_TOO_LARGE" if len(body) > TOO_MUCH else "")
        if not kind:
            try:
                got = self.function.invoke(http(method, path, headers, body))
                return got["statusCode"], got["headers"], body_of(got).encode()
            except AssertionError:
                kind = "DEFAULT_5XX"
        kinds = self.refusals.get(stage, {})
        refusal = kinds.get(kind) or kinds.get("DEFAULT_4XX") or {"statusCode": "500"}
        given = refusal.get("responseParameters", {}).items()
        headers = {name.removeprefix("gatewayresponse.header."): value.strip("'") for name, value in given}
        return int(refusal["statusCode"]), headers, refusal.get("responseTemplates", {}).get("application/json", "").encode()

    def _handler(edge):
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_any(self):
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                # As CloudFront sends it on: the host is the origin's.
                headers = {name: value for name, value in self.headers.items() if name.lower() != "host"}
                status, headers, body = edge.answer(self.command, self.path, headers, body)
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(body)

            def __getattr__(self, name):
                if name.startswith("do_"):
                    return self.do_any
                raise AttributeError(name)

            def log_message(self, *_):
                pass

        return Handler
