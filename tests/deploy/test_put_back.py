"""deploy/aws/put-back: what a restored table holds and the live one lacks comes back, and nothing else is touched."""

import datetime
import json
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path
from unittest import mock

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from aws import REGION, Aws
from lambda_runtime import body_of, canary
from programs import program
from world import World, api

PROGRAM = Path(__file__).parents[2] / "deploy" / "aws" / "put-back"
LIVE, RESTORED = "referrals", "referrals-restored"


class Signature(unittest.TestCase):
    def test_it_is_the_one_amazons_own_library_makes(self):
        put_back = program("put-back")
        now = datetime.datetime.now(datetime.timezone.utc)
        body = json.dumps({"TableName": "referrals"}).encode()
        for token in (None, "a+session/token=="):
            for url in ("https://dynamodb.eu-west-2.amazonaws.com/", "http://127.0.0.1:8000/"):
                made = put_back.signed(url, REGION, "Scan", body, ("AKIA", "secret/key+", token), now)
                given = {name: made[name] for name in ("content-type", "x-amz-target")}
                request = AWSRequest("POST", url, data=body, headers=given)
                with mock.patch("botocore.auth.get_current_datetime", lambda: now.replace(tzinfo=None)):
                    SigV4Auth(Credentials("AKIA", "secret/key+", token), "dynamodb", REGION).add_auth(request)
                self.assertEqual(made["authorization"], request.headers["Authorization"])


class PutBack(unittest.TestCase):
    def setUp(self):
        self.aws = self.enterContext(Aws())
        self.world = World(self.aws, Path(self.enterContext(tempfile.TemporaryDirectory())))
        self.table = self.aws.client("dynamodb")
        self.world.owner("init")

    def items(self, table=LIVE):
        pages = self.table.get_paginator("scan").paginate(TableName=table, ConsistentRead=True)
        return {(item["pk"]["S"], item["sk"]["S"]): item for page in pages for item in page["Items"]}

    def restore(self):
        """A copy of the table as it is now, as DynamoDB restores one: without its time to live."""
        shape = self.table.describe_table(TableName=LIVE)["Table"]
        (index,) = shape["GlobalSecondaryIndexes"]
        index = {name: index[name] for name in ("IndexName", "KeySchema", "Projection")}
        self.table.create_table(
            TableName=RESTORED, BillingMode="PAY_PER_REQUEST", KeySchema=shape["KeySchema"],
            AttributeDefinitions=shape["AttributeDefinitions"], GlobalSecondaryIndexes=[index],
        )  # fmt: skip
        for item in self.items().values():
            self.table.put_item(TableName=RESTORED, Item=item)

    def lose(self, reference, *places):
        for home, place in self.items():
            if home == reference and (not places or place in places):
                self.table.delete_item(TableName=LIVE, Key={"pk": {"S": home}, "sk": {"S": place}})

    def put_back(self, *arguments):
        done = subprocess.run(
            [sys.executable, str(PROGRAM), *arguments], env=self.aws.environment("AKIAOWNER"), capture_output=True,
            text=True, timeout=300,
        )  # fmt: skip
        return done.returncode, done.stdout + done.stderr

    def receive(self, function, count):
        made = []
        for n in range(count):
            answers = {"referrer": {"type": "patient"}, "patient": {"name": f"Ada {n} Example", "hospital": "other"}}
            self.sent = getattr(self, "sent", 0) + 1
            key = f"{self.sent:016}"
            answer = function.invoke(api(key, answers | {"legal": {"route": "section-3"}}))
            self.assertEqual(answer["statusCode"], 201, body_of(answer))
            made.append(json.loads(body_of(answer))["reference"])
        return made

    def test_what_was_lost_comes_back_and_what_came_since_stays(self):
        with self.world.function() as function:
            lost, closed, moved, kept, altered = self.receive(function, 5)
            function.invoke(canary())
            for verb in (["claim"], ["contacted", "--how", "phone"], ["close", "--outcome", "supported"]):
                self.world.staff(verb[0], closed, *verb[1:])
            self.restore()
            (newer,) = self.receive(function, 1)
        self.world.staff("claim", moved)
        before = self.items()
        for reference in (lost, closed):
            self.lose(reference)
        self.lose(next(home for home, place in before if place == "canary"))
        spoilt = before[altered, "entry"] | {"digest": {"S": "another"}}
        self.table.put_item(TableName=LIVE, Item=spoilt)
        damaged = self.items()

        status, said = self.put_back(RESTORED)
        self.assertEqual(status, 0, said)
        self.assertIn("2 entries and parts of 0 others", said)
        self.assertIn("nothing was changed", said)
        self.assertEqual(self.items(), damaged, "nothing is written unless asked")
        for reference in (lost, closed, altered):
            self.assertIn(reference, said)
        for reference in (moved, kept, newer):
            self.assertNotIn(reference, said)
        self.assertNotIn("Example", said)

        status, said = self.put_back("--write", "--only", lost, RESTORED)
        self.assertIn("1 entries", said)
        status, said = self.put_back("--write", RESTORED)
        self.assertEqual(status, 0, said)
        after = self.items()
        self.assertEqual({place: item for place, item in after.items() if place[1] == "canary"}, {})
        of = lambda items, *homes: {place: item for place, item in items.items() if place[0] in homes}  # noqa: E731
        self.assertEqual(of(after, lost, closed), of(before, lost, closed), "bytes and all")
        self.assertEqual(of(after, moved, kept, newer), of(before, moved, kept, newer))
        self.assertEqual(after[altered, "entry"], spoilt, "nothing is overwritten")
        self.lose(altered)
        self.assertIn("whole", self.world.staff("verify"))
        self.assertIn("0 entries and parts of 0 others", self.put_back("--write", "--only", lost, RESTORED)[1])

    def test_a_run_that_was_cut_short_is_finished(self):
        with self.world.function() as function:
            (lost,) = self.receive(function, 1)
        self.world.staff("claim", lost)
        self.restore()
        before = self.items()
        self.lose(lost, "entry", "event#000001")
        self.put_back("--write", RESTORED)
        self.assertEqual(self.items(), before)
        self.lose(lost, "event#000001")
        self.assertIn("missing beside it", self.put_back("--write", RESTORED)[1])
        self.assertEqual(self.items(), before)

    def test_whom_the_service_has_forgotten_does_not_come_back(self):
        with self.world.function() as function:
            purged, over = self.receive(function, 2)
        for reference in (purged, over):
            self.world.staff("claim", reference)
            self.world.staff("close", reference, "--outcome", "spam")
        past = {":past": {"N": str(int(time.time()) - 60)}}
        for home, place in self.items():
            if home == over and place != "activity":
                key = {"pk": {"S": home}, "sk": {"S": place}}
                self.table.update_item(TableName=LIVE, Key=key, UpdateExpression="SET expires_at = :past",
                                       ExpressionAttributeValues=past)  # fmt: skip
        self.restore()
        for home, place in self.items():
            if home in (purged, over) and place != "activity":
                self.table.delete_item(TableName=LIVE, Key={"pk": {"S": home}, "sk": {"S": place}})
        # What a purge leaves: the row for counting, and the line that says who purged it.
        for place in ("activity", "event#000003"):
            self.table.put_item(TableName=LIVE, Item={"pk": {"S": purged}, "sk": {"S": place}, "ct": {"B": b"x"}})
        left = self.items()
        status, said = self.put_back("--write", RESTORED)
        self.assertEqual(status, 0, said)
        self.assertIn("1 purged since, 1 past their end", said)
        self.assertEqual(self.items(), left)

    def test_what_goes_wrong_is_one_sentence(self):
        for arguments, said in ((["nowhere"], "put-back: ResourceNotFoundException"), ([LIVE], "are the same")):
            status, told = self.put_back(*arguments)
            self.assertEqual(status, 1)
            self.assertIn(said, told)
            self.assertNotIn("Traceback", told)


if __name__ == "__main__":
    unittest.main()
