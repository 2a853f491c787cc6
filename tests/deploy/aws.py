"""AWS on loopback: moto's server in this process, and a note of every request it was sent.

Each program under test is given an access key of its own, so that a note says which identity asked for what.
"""

import io
import json
import logging
import os
import threading
from base64 import b64decode
from dataclasses import dataclass
from urllib.request import Request, urlopen

import boto3
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import make_server
from werkzeug.wrappers import Request as Received
from werkzeug.wrappers import Response

from gaps import Gaps

REGION = "eu-west-2"
ACCOUNT = "123456789012"

logging.getLogger("werkzeug").setLevel(logging.ERROR)


@dataclass
class Asked:
    """One request to DynamoDB, as its identity sent it."""

    key: str
    action: str
    body: dict


class Aws:
    """A fresh, empty AWS. Use as a context manager."""

    def __init__(self):
        self.asked: list[Asked] = []
        self.gaps = Gaps()
        self._one = threading.Lock()
        self._moto = DomainDispatcherApplication(create_backend_app)
        self._server = make_server("127.0.0.1", 0, self._serve, threaded=True)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    def __enter__(self):
        self._thread.start()
        # moto keeps everything in this process: what an earlier test left is dropped here.
        urlopen(Request(f"{self.url}/moto-api/reset", method="POST")).close()
        # moto loads a service when it is first asked, which takes longer than our programs wait for an answer.
        self.client("dynamodb").list_tables()
        self.client("sns").list_topics()
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._thread.join()

    def _serve(self, environ, start_response):
        request = Received(environ)
        target, body = request.headers.get("X-Amz-Target", ""), request.get_data(cache=True)
        if gap := self.gaps.answer(request.method, request.path, environ.get("QUERY_STRING", ""), target, body.decode("utf-8", "replace")):
            status, text = gap
            return Response(text, status, {"ETag": "E1"})(environ, start_response)
        environ["wsgi.input"] = io.BytesIO(body)
        if target.startswith("DynamoDB_"):
            credential = request.headers.get("Authorization", "").partition("Credential=")[2]
            self.asked.append(Asked(credential.partition("/")[0], target.partition(".")[2], json.loads(body or b"{}")))
        # What moto keeps is not made for two requests at a time.
        with self._one:
            return self._moto(environ, start_response)

    def environment(self, key: str) -> dict[str, str]:
        """What a program under test finds in its environment: this AWS, as one identity, and nothing of ours."""
        own = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
        return own | {
            "AWS_REGION": REGION,
            "AWS_DEFAULT_REGION": REGION,
            "AWS_ACCESS_KEY_ID": key,
            "AWS_SECRET_ACCESS_KEY": "invented",
            "AWS_ENDPOINT_URL": self.url,
            "AWS_ENDPOINT_URL_DYNAMODB": self.url,
            "AWS_EC2_METADATA_DISABLED": "true",
        }

    def topic(self) -> str:
        """A topic for mail; gives its ARN."""
        return self.client("sns").create_topic(Name="digest")["TopicArn"]

    def mails(self, topic: str) -> list[str]:
        """The text of everything published to a topic."""
        from moto.sns.models import sns_backends

        sent = sns_backends[ACCOUNT][REGION].topics[topic].sent_notifications
        return [message for _, message, *_ in sent]

    def client(self, service: str, region: str = REGION):
        """boto3's client for a service, as the account's owner."""
        keys = {"aws_access_key_id": "AKIAOWNER", "aws_secret_access_key": "invented"}
        return boto3.client(service, region_name=region, endpoint_url=self.url, **keys)

    def of(self, key: str) -> list[Asked]:
        """What this identity asked of DynamoDB."""
        return [asked for asked in self.asked if asked.key == key]

    def stored(self) -> bytes:
        """Every value DynamoDB was ever sent, binary ones as the bytes they are."""
        return b"\n".join(value for asked in self.asked for value in _values(asked.body))


def _values(part):
    if isinstance(part, dict):
        for name, value in part.items():
            yield from [b64decode(value)] if name == "B" and isinstance(value, str) else _values(value)
    elif isinstance(part, list):
        for value in part:
            yield from _values(value)
    else:
        yield str(part).encode()
