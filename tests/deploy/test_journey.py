"""A referral on AWS, rehearsed: the Lambda binary under the runtime API, over DynamoDB's API, collected at head office.

docs/contract.md, Addresses; docs/security.md, What must hold.
"""

import json
import tempfile
import unittest
from pathlib import Path

from aws import Aws
from lambda_runtime import body_of, canary, http
from world import ANSWERS, FUNCTION, STAFF, Hidden, World, api, form, send


class Journey(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.aws = self.enterContext(Aws())
        self.world = World(self.aws, Path(folder.name))

    def test_a_referral_goes_from_the_form_to_head_office(self):
        self.world.owner("init")
        with self.world.function() as function:
            place = send(function)
            confirmed = function.invoke(http("GET", place, {}))
            self.assertEqual(confirmed["statusCode"], 200)
            reference = place.split("/")[3].split("?")[0]
            self.assertIn(reference, body_of(confirmed))

            answers = {
                "referrer": {"type": "patient"},
                "patient": {"name": "Ben Example", "address": "no fixed address"},
                "legal": {"route": "section-3"},
            }
            first = function.invoke(api("0123456789abcdef", answers))
            self.assertEqual(first["statusCode"], 201, body_of(first))
            repeat = function.invoke(api("0123456789abcdef", answers))
            self.assertEqual((repeat["statusCode"], body_of(repeat)), (200, body_of(first)))
            conflict = function.invoke(api("0123456789abcdef", answers | {"help_wanted": "more"}))
            self.assertEqual(conflict["statusCode"], 409)

        self.collect(reference, json.loads(body_of(first))["reference"])
        self.assertEqual({asked.action for asked in self.aws.of(FUNCTION)}, {"PutItem"}, "I8: the function only puts")
        for told in ("Ada Example", "Ben Example", "The canary sang", "no fixed address", "section-2"):
            self.assertFalse(told in function.log, f"I4: {told} in the log")
            self.assertFalse(told.encode() in self.aws.stored(), f"I4: {told} in the table")

    def collect(self, one, other):
        """Head office, under its own AWS settings, does the whole of its work."""
        listed = json.loads(self.world.staff("list", "--json"))
        self.assertEqual({row["reference"] for row in listed}, {one, other})
        shown = json.loads(self.world.staff("show", one, "--json"))
        self.assertEqual(shown["patient"]["name"], "Ada Example")
        self.assertEqual(shown["help_wanted"], "The canary sang at dawn.")
        for verb in (["claim"], ["contacted", "--how", "phone"], ["close", "--outcome", "supported"]):
            self.world.staff(verb[0], one, *verb[1:])
        self.assertEqual([row["reference"] for row in json.loads(self.world.staff("list", "--json"))], [other])
        done = [event["what"] for event in json.loads(self.world.staff("show", one, "--json"))["events"]]
        self.assertEqual([what for what in done if what != "opened"], ["claim", "contacted", "close"])
        self.assertEqual([row["reference"] for row in json.loads(self.world.staff("digest", "--json"))], [other])

    def test_without_the_table_every_answer_comes_back(self):
        with self.world.function() as function:
            check = function.invoke(form("/referral/patient", ANSWERS))
            sent = function.invoke(form("/referral/send", Hidden(body_of(check)).pairs))
            self.assertEqual(sent["statusCode"], 503)
            self.assertIn("0844 800 2776", body_of(sent))
            self.assertIn(("help_wanted", ANSWERS["help_wanted"]), Hidden(body_of(sent)).pairs)
            self.world.owner("init")
            sent = function.invoke(form("/referral/send", Hidden(body_of(sent)).pairs))
            self.assertEqual(sent["statusCode"], 303, "sending again once the table is there")
        self.assertEqual(len(json.loads(self.world.staff("list", "--json"))), 1)

    def test_the_canary_is_seen_by_the_digest_and_opened_by_a_desk(self):
        self.world.owner("init")
        topic = self.aws.topic()
        with self.world.function() as function:
            send(function)
            self.assertEqual(function.core_dump(), "0 0")
            self.assertEqual(function.invoke(canary())["statusCode"], 204)
            self.assertEqual(function.invoke(canary())["statusCode"], 204, "twice a day is fine")
            asked = http("POST", "/canary", {"content-type": "application/json"}, b"{}")
            self.assertEqual(function.invoke(asked)["statusCode"], 404, "no visitor has this route")
        with self.world.digest(topic) as digest:
            digest.invoke({})
            self.assertEqual(digest.core_dump(), "0 0", "nothing of its memory is left behind")
        lines = [json.loads(line)["fields"] for line in digest.log.splitlines()]
        told = next(line for line in lines if line.get("outcome") == "digest")
        self.assertEqual((told["waiting"], told["late"], told["canary_missing"]), (1, 0, 0))

        listed = json.loads(self.world.staff("list", "--json"))
        self.assertEqual(len(listed), 1, "the canary is on no list")
        opened = [asked.body["Item"]["sk"]["S"] for asked in self.aws.of(STAFF) if asked.action == "PutItem"]
        self.assertEqual(len(opened), 1, "and the desk that listed has opened it")
        self.assertTrue("#opened#" in opened[0], opened)
        mails = self.aws.mails(topic)
        for mail in mails:
            self.assertRegex(mail, "^1 referral is waiting. Open the desk to collect.\n\n[0-9A-Z]{10}  due on [^\n]*\n$")
        self.assertEqual(len(mails), 1 if told["mailed"] else 0, "on working days alone")


if __name__ == "__main__":
    unittest.main()
