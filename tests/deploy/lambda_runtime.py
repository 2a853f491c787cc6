"""The Lambda runtime API on loopback, as the function's process meets it on AWS."""

import base64
import json
import queue
import subprocess
import threading
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl

DEPLOY = Path(__file__).parents[2] / "deploy" / "aws"
PATIENCE = 180
"""Seconds. Only a broken function waits it out."""


class Function:
    """A Lambda binary, started with an environment and invoked like on AWS. Use as a context manager."""

    def __init__(self, binary: Path, environment: dict[str, str], folder: Path):
        self._events: queue.Queue = queue.Queue()
        self._answers: dict[str, queue.Queue] = {}
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        # A function that is killed leaves its connections as they are.
        self._server.handle_error = lambda *_: None
        self._command = [str(binary)]
        self._folder = folder
        self._environment = environment | {
            "AWS_LAMBDA_RUNTIME_API": f"127.0.0.1:{self._server.server_port}",
            "AWS_LAMBDA_FUNCTION_NAME": binary.name,
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "256",
            "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
            "AWS_LAMBDA_LOG_GROUP_NAME": "g",
            "AWS_LAMBDA_LOG_STREAM_NAME": "s",
        }
        self.log = ""

    def __enter__(self):
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self._process = subprocess.Popen(
            self._command, env=self._environment, cwd=self._folder, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        return self

    def __exit__(self, *_):
        self._process.kill()
        self._process.wait()
        self._reader.join()
        self._server.shutdown()
        self._server.server_close()

    def _read(self):
        for line in self._process.stdout:
            self.log += line

    def core_dump(self) -> str:
        """How large an image of its memory it may leave, soft and hard limit, once it has answered."""
        limits = Path(f"/proc/{self._process.pid}/limits").read_text().splitlines()
        return " ".join(next(line for line in limits if line.startswith("Max core file size")).split()[4:6])

    def invoke(self, event: dict) -> dict:
        """One invocation. An error of the runtime is an exception."""
        name = str(uuid.uuid4())
        self._answers[name] = queue.Queue()
        self._events.put((name, event))
        try:
            kind, body = self._answers[name].get(timeout=PATIENCE)
        except queue.Empty:
            raise AssertionError(f"the function did not answer: {self.log}") from None
        assert kind == "response", f"{kind}: {body!r}: {self.log}"
        answer = json.loads(body)
        if isinstance(answer, dict) and "multiValueHeaders" in answer:
            answer["headers"] = {name: ", ".join(values) for name, values in answer["multiValueHeaders"].items()}
        return answer

    def _handler(self):
        function = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                name, event = function._events.get()
                body = json.dumps(event).encode()
                self.send_response(200)
                self.send_header("Lambda-Runtime-Aws-Request-Id", name)
                self.send_header("Lambda-Runtime-Deadline-Ms", "9999999999999")
                self.send_header("Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:eu-west-2:123456789012:function:f")
                self.send_header("Lambda-Runtime-Trace-Id", "Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=0")
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def do_POST(self):
                *_, name, kind = self.path.split("/")
                body = self._body()
                if name in function._answers:
                    function._answers[name].put((kind, body))
                self.send_response(202)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def _body(self):
                if self.headers.get("Transfer-Encoding", "").lower() != "chunked":
                    return self.rfile.read(int(self.headers.get("Content-Length") or 0))
                whole = b""
                while size := int(self.rfile.readline().split(b";")[0], 16):
                    whole += self.rfile.read(size)
                    self.rfile.readline()
                self.rfile.readline()
                return whole

            def log_message(self, *_):
                pass

        return Handler


def http(method: str, path: str, headers: dict[str, str], body: bytes = b"") -> dict:
    """The event a gateway makes of a request (REST; body in base64): its stage is the first folder of the address."""
    bare, _, query = path.partition("?")
    stage, _, rest = bare[1:].partition("/")
    headers = {"Host": "abc123.execute-api.eu-west-2.amazonaws.com", "X-Forwarded-For": "203.0.113.7"} | headers
    pairs = dict(parse_qsl(query, keep_blank_values=True))
    return {
        "resource": "/{proxy+}",
        "path": f"/{rest}",
        "httpMethod": method,
        "headers": headers,
        "multiValueHeaders": {name: [value] for name, value in headers.items()},
        "queryStringParameters": pairs or None,
        "multiValueQueryStringParameters": {name: [value] for name, value in pairs.items()} or None,
        "pathParameters": {"proxy": rest},
        "requestContext": {
            "accountId": "123456789012",
            "apiId": "abc123",
            "domainName": headers["Host"],
            "domainPrefix": "abc123",
            "httpMethod": method,
            "identity": {"sourceIp": "203.0.113.7", "userAgent": "t"},
            "path": bare,
            "protocol": "HTTP/1.1",
            "requestId": "6f0c3c2e-9a46-4b1b-a9a3-0c9f2a3d0a11",
            "resourcePath": "/{proxy+}",
            "stage": stage,
        },
        "body": base64.b64encode(body).decode(),
        "isBase64Encoded": True,
    }


def canary() -> dict:
    """What the schedule sends the function: the event deploy/aws/ holds."""
    return json.loads((DEPLOY / "canary.json").read_text())


def body_of(answer: dict) -> str:
    """The body of an answer as text."""
    body = answer.get("body") or ""
    return base64.b64decode(body).decode() if answer.get("isBase64Encoded") else body
