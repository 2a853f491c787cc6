"""What the rehearsals start from: AWS, a key set, and the settings of each identity. Everybody in them is invented."""

import json
import os
import subprocess
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlencode

from aws import Aws
from lambda_runtime import Function, body_of, http

BIN = Path(os.environ["IMHA_BIN_DIR"])
ORIGIN = "https://imha.example.org"
FUNCTION, DIGEST, STAFF, OWNER = "AKIAFUNCTION", "AKIADIGEST", "AKIASTAFF", "AKIAOWNER"
ANSWERS = {
    "patient.name": "Ada Example",
    "patient.hospital": "other",
    "legal.route": "section-2",
    "help_wanted": "The canary sang at dawn.",
}


class Hidden(HTMLParser):
    """The hidden inputs of a check page, as a browser would send them."""

    def __init__(self, page):
        super().__init__()
        self.pairs = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "input" and attrs.get("type") == "hidden":
            self.pairs.append((attrs["name"], attrs.get("value") or ""))


class World:
    """AWS, a key set, and the settings of each identity."""

    def __init__(self, aws: Aws, folder: Path):
        self.aws = aws
        self.data = folder / "data"
        self.empty = folder / "empty"
        self.empty.mkdir()
        self._head_office(["--data", str(self.data), "init"], {})
        self.function_settings = aws.environment(FUNCTION) | {
            "IMHA_RECIPIENTS": (self.data / "recipients.txt").read_text(),
            "IMHA_TOKEN_KEY": "5e" * 32,
            "IMHA_ORIGIN": ORIGIN,
        }
        self.staff_settings = {
            "IMHA_RECIPIENTS": str(self.data / "recipients.txt"),
            "IMHA_IDENTITY": str(self.data / "keys" / "staff-1.txt"),
            "IMHA_STAFF": "AR",
        }

    def _head_office(self, verb, settings):
        done = subprocess.run(
            [str(BIN / "head-office"), *verb], env=settings, cwd=self.empty, stdin=subprocess.DEVNULL,
            capture_output=True, text=True,
        )  # fmt: skip
        assert done.returncode == 0, f"head-office {verb}: {done.stderr}"
        return done.stdout

    def staff(self, *verb):
        return self._head_office(list(verb), self.aws.environment(STAFF) | self.staff_settings)

    def as_staff(self, verb, settings):
        """A verb by somebody with settings of their own."""
        return self._head_office(verb, self.aws.environment(STAFF) | self.staff_settings | settings)

    def owner(self, *verb):
        return self._head_office(list(verb), self.aws.environment(OWNER) | self.staff_settings)

    def function(self):
        return Function(BIN / "referral-fn", self.function_settings, self.empty)

    def function_at(self, origin):
        """The function for another public origin; with none it goes by the Host header."""
        settings = {name: value for name, value in self.function_settings.items() if name != "IMHA_ORIGIN"}
        return Function(BIN / "referral-fn", settings | ({"IMHA_ORIGIN": origin} if origin else {}), self.empty)

    def digest(self, topic):
        settings = self.aws.environment(DIGEST) | {"IMHA_DIGEST_TOPIC": topic}
        return Function(BIN / "digest-fn", settings, self.empty)


def form(path, answers):
    headers = {
        "content-type": "application/x-www-form-urlencoded",
        "origin": ORIGIN,
        "sec-fetch-site": "same-origin",
    }
    return http("POST", path, headers, urlencode(answers).encode())


def api(key, answers):
    headers = {"content-type": "application/json", "idempotency-key": key}
    return http("POST", "/api/referrals", headers, json.dumps(answers).encode())


def send(function):
    """From the filled form to the address of the confirmation."""
    check = function.invoke(form("/referral/patient", ANSWERS))
    assert check["statusCode"] == 200, body_of(check)
    carried = Hidden(body_of(check)).pairs
    assert ("patient.name", "Ada Example") in carried, carried
    sent = function.invoke(form("/referral/send", carried))
    assert sent["statusCode"] == 303, body_of(sent)
    again = function.invoke(form("/referral/send", carried))
    assert again["headers"]["location"] == sent["headers"]["location"], "sent twice is one referral"
    return sent["headers"]["location"]
