"""The plan of deploy/aws/ as it is applied: the real Terraform and AWS provider, against AWS on loopback.

Where the machine has no provider this says so in a line and leaves it at what can be read without one.
"""

import contextlib
import io
import json
import os
import re
import subprocess
import tempfile
import unittest
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from unittest import mock

import runbook
import terraform
from aws import ACCOUNT, REGION, Aws
from lambda_runtime import Function, http
from plan_edge import AtTheEdge
from plan_runbook import AsTyped
from programs import program
from terraform import SETTINGS, Terraform
from world import BIN, DIGEST, FUNCTION, World, send

TABLE = f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/referrals"
LAMBDA = f"arn:aws:lambda:{REGION}:{ACCOUNT}:function"
LOGS = f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:/aws"


def setUpModule():
    if why := terraform.missing():
        print(why)
        raise unittest.SkipTest(why)


class Applied(AtTheEdge, AsTyped, unittest.TestCase):
    """Applied once; each test reads what AWS holds then."""

    @classmethod
    def setUpClass(cls):
        folder = Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        cls.aws = cls.enterClassContext(Aws())
        cls.world = World(cls.aws, folder)
        recipients = (cls.world.data / "recipients.txt").read_text()
        cls.before_the_plan()
        cls.terraform, cls.staging = (Terraform(folder / name, cls.aws, recipients, name) for name in ("imha", "staging"))
        with ThreadPoolExecutor(2) as pool:
            cls.said, _ = pool.map(lambda one: one.applied(), (cls.terraform, cls.staging))
        cls.environment = cls._lambda("imha-referral")["Environment"]["Variables"]

    @classmethod
    def _lambda(cls, name):
        return cls.aws.client("lambda").get_function_configuration(FunctionName=name)

    def test_the_table_is_the_one_head_office_makes(self):
        dynamodb = self.aws.client("dynamodb")
        table = dynamodb.describe_table(TableName="referrals")["Table"]
        other = self.enterContext(Other(self.world))
        for key in ("KeySchema", "BillingModeSummary"):
            self.assertEqual(table[key], other[key], key)
        self.assertCountEqual(table["AttributeDefinitions"], other["AttributeDefinitions"])
        shape = ("IndexName", "KeySchema", "Projection")
        indexes = [[{key: index[key] for key in shape} for index in t["GlobalSecondaryIndexes"]] for t in (table, other)]
        self.assertEqual(*indexes)
        self.assertTrue(table["DeletionProtectionEnabled"])
        backups = dynamodb.describe_continuous_backups(TableName="referrals")["ContinuousBackupsDescription"]
        self.assertEqual(backups["PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"], "ENABLED")
        ttl = dynamodb.describe_time_to_live(TableName="referrals")["TimeToLiveDescription"]
        self.assertEqual(ttl, {"TimeToLiveStatus": "ENABLED", "AttributeName": "expires_at"})

    def test_each_identity_may_do_its_own_work_and_nothing_else(self):
        """docs/security.md, Least privilege on AWS: every word of every policy."""
        expected = json.loads((Path(__file__).parent / "policies.json").read_text())
        iam = self.aws.client("iam")
        roles = [role["RoleName"] for role in iam.list_roles()["Roles"] if role["RoleName"].startswith("imha-")]
        self.assertCountEqual(roles, expected["roles"])
        for role, (trust, policy) in expected["roles"].items():
            with self.subTest(role):
                held = iam.get_role(RoleName=role)["Role"]["AssumeRolePolicyDocument"]
                self.assertEqual(held, trust)
                self.assertEqual(iam.list_attached_role_policies(RoleName=role)["AttachedPolicies"], [])
                (name,) = iam.list_role_policies(RoleName=role)["PolicyNames"]
                held = iam.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"]
                self.assertEqual(held, policy)

    def test_the_buckets_are_private(self):
        s3 = self.aws.client("s3")
        buckets = [bucket["Name"] for bucket in s3.list_buckets()["Buckets"] if bucket["Name"].startswith("imha-")]
        self.assertCountEqual(buckets, [f"imha-site-{ACCOUNT}", f"imha-releases-{ACCOUNT}"])
        for bucket in buckets:
            block = s3.get_public_access_block(Bucket=bucket)["PublicAccessBlockConfiguration"]
            self.assertEqual(set(block.values()), {True}, bucket)
            self.assertEqual(s3.get_bucket_versioning(Bucket=bucket)["Status"], "Enabled")
            self.assertIn('"aws:SecureTransport":"false"', s3.get_bucket_policy(Bucket=bucket)["Policy"])
        policy = json.loads(s3.get_bucket_policy(Bucket=f"imha-site-{ACCOUNT}")["Policy"])
        allowed = [s for s in policy["Statement"] if s["Effect"] == "Allow"]
        self.assertEqual({s["Principal"]["Service"] for s in allowed}, {"cloudfront.amazonaws.com"})
        self.assertEqual({s["Action"] for s in allowed}, {"s3:GetObject", "s3:ListBucket"})
        self.assertTrue(all("AWS:SourceArn" in s["Condition"]["StringEquals"] for s in allowed))

    def test_the_function_as_it_is_set(self):
        function = self._lambda("imha-referral")
        self.assertEqual((function["Runtime"], function["Architectures"]), ("provided.al2023", ["arm64"]))
        self.assertEqual(function["Timeout"], 15, "docs/security.md, Accept protocol")
        self.assertIn(":key/", function["KMSKeyArn"])
        concurrency = self.aws.client("lambda").get_function_concurrency(FunctionName="imha-referral")
        self.assertEqual(concurrency["ReservedConcurrentExecutions"], 60)
        self.assertRegex(self.environment["IMHA_TOKEN_KEY"], "^[0-9a-f]{64}$")
        self.assertFalse(self.environment["IMHA_TOKEN_KEY"] in self.said, "the token key is never shown")
        outputs = self.terraform.does("output", "-json")
        self.assertFalse(self.environment["IMHA_TOKEN_KEY"] in outputs, "nor given to who publishes")
        self.assertEqual(self.environment["IMHA_ORIGIN"], "https://imha.example.org")
        self.assertFalse("this machine" in self.environment["IMHA_RECIPIENTS"], "keys and roles, no names")

    def test_the_programs_run_with_what_was_applied(self):
        """The function starts from its own applied environment, on the applied table; its answers carry the headers
        that CloudFront puts on the pages; the schedules' own events start both; the alarms read their log lines."""
        schedules = self.aws.client("scheduler")
        canary = json.loads(schedules.get_schedule(Name="imha-canary")["Target"]["Input"])
        settings = self.aws.environment(FUNCTION) | self.environment
        with Function(BIN / "referral-fn", settings, self.world.empty) as function:
            send(function)
            self.assertEqual(function.invoke(canary)["statusCode"], 204)
            page = function.invoke(http("GET", "/api/openapi.json", {}))
        self.assertEqual(len(json.loads(self.world.staff("list", "--json"))), 1)
        self._same_headers(page["headers"])
        settings = self.aws.environment(DIGEST) | self._lambda("imha-digest")["Environment"]["Variables"]
        with Function(BIN / "digest-fn", settings, self.world.empty) as digest:
            digest.invoke({})
        self._filters_read(digest.log + function.log + self._outside())
        self._within(DIGEST, "imha-digest")
        self._within(FUNCTION, "imha-function")

    def _outside(self):
        """What the check from outside logs with what was applied, of a site that nobody answers for."""
        applied = self._lambda("imha-outside")["Environment"]["Variables"]
        self.aws.gaps.programs[applied["IMHA_REFERRAL_FUNCTION"]] = lambda _event: {"statusCode": 503}
        settings = self.aws.environment("AKIAOUTSIDE") | applied | {"IMHA_ORIGIN": "https://127.0.0.1:1"}
        with mock.patch.dict(os.environ, settings), contextlib.redirect_stdout(io.StringIO()) as log:
            told = program("outside.py").handler({}, None)
        self.assertEqual(told["wrong"], ["start", "form", "check-page", "not-found", "api", "confirmation", "certificate"])
        return log.getvalue()

    def _same_headers(self, answer):
        policy = next(text for text in self.aws.gaps.policies.values() if "<Name>imha-protect</Name>" in text)
        self.assertRegex(policy, "<Header>Vary</Header>.*?<Value>Accept-Encoding</Value>")
        said = {name.lower(): value for name, value in answer.items()}
        for name in ("content-security-policy", "permissions-policy"):
            self.assertIn(said[name].replace("'", "&#39;") if "&#39;" in policy else said[name], policy, name)
        for name in ("cross-origin-opener-policy", "cross-origin-resource-policy"):
            self.assertEqual(said[name], "same-origin")
            self.assertRegex(policy, f"(?i)<Header>{name}</Header>.*?<Value>same-origin</Value>")
        self.assertIn(f"<ReferrerPolicy>{said['referrer-policy']}</ReferrerPolicy>", policy)
        self.assertIn("<AccessControlMaxAgeSec>31536000</AccessControlMaxAgeSec>", policy)
        self.assertEqual(said["strict-transport-security"], "max-age=31536000")
        self.assertIn("<ContentTypeOptions>", policy)

    def _filters_read(self, log):
        """Every value an alarm counts is in a line that its filter finds."""
        lines = [json.loads(line) for line in log.splitlines()]
        filters = self.aws.client("logs").describe_metric_filters()["metricFilters"]
        filters = [found for found in filters if "/imha-" in found["logGroupName"]]
        wanted = {"not-stored", "digest-ran", "redraw-ran", "outside-ran", "outside-fault", "late", "canary-missing", "canary-unopened"}
        self.assertEqual({found["filterName"] for found in filters}, wanted)
        for found in filters:
            outcomes = re.findall(r'\$\.fields\.outcome = "([a-z-]+)"', found["filterPattern"])
            self.assertTrue(outcomes, found["filterPattern"])
            value = found["metricTransformations"][0]["metricValue"]
            if value.startswith("$.fields."):
                line = next(line["fields"] for line in lines if line["fields"].get("outcome") in outcomes)
                self.assertIsInstance(line[value.removeprefix("$.fields.")], int, value)

    def _within(self, key, role):
        """What a program asked of DynamoDB is within its role's applied policy, conditions and all."""
        iam = self.aws.client("iam")
        (name,) = iam.list_role_policies(RoleName=role)["PolicyNames"]
        policy = iam.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"]
        (statement,) = [s for s in policy["Statement"] if str(s["Action"]).startswith("dynamodb:")]
        asked = self.aws.of(key)
        self.assertTrue(asked, f"{role} asked for nothing")
        for one in asked:
            self.assertEqual(f"dynamodb:{one.action}", statement["Action"])
            index = f"/index/{one.body['IndexName']}" if "IndexName" in one.body else ""
            self.assertIn(f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/{one.body['TableName']}{index}", statement["Resource"])
            conditions = statement.get("Condition", {})
            if select := conditions.get("StringEquals", {}).get("dynamodb:Select"):
                self.assertEqual(one.body["Select"], select)
                allowed = conditions["ForAllValues:StringEquals"]["dynamodb:Attributes"]
                self.assertLessEqual(set(one.body["ExpressionAttributeNames"].values()), set(allowed))

    def test_it_runs_by_the_clock_of_london(self):
        schedules = self.aws.client("scheduler")
        times = {"imha-digest": "cron(30 8 * * ? *)", "imha-canary": "cron(0 6 * * ? *)", "imha-redraw": "cron(0 * * * ? *)",
                 "imha-outside": "cron(7/15 * * * ? *)"}  # fmt: skip
        for name, at in times.items():
            schedule = schedules.get_schedule(Name=name)
            self.assertEqual((schedule["ScheduleExpression"], schedule["ScheduleExpressionTimezone"]), (at, "Europe/London"))
        targets = {name: schedules.get_schedule(Name=name)["Target"]["Arn"] for name in times}
        started = {"imha-digest": "imha-digest", "imha-canary": "imha-referral", "imha-redraw": "imha-redraw", "imha-outside": "imha-outside"}
        self.assertEqual(targets, {name: f"{LAMBDA}:{function}" for name, function in started.items()})

    def test_somebody_is_told(self):
        alarms = self.aws.client("cloudwatch").describe_alarms()["MetricAlarms"]
        names = {name.removeprefix("imha-"): alarm for alarm in alarms if (name := alarm["AlarmName"]).startswith("imha-")}
        counted = {"referral-errors", "referral-throttles", "digest-errors", "redraw-errors", "outside-errors", "form-4xx", "form-5xx", "api-5xx",
                   "table-throttles"}  # fmt: skip
        noticed = {"outside-fault", "not-stored", "late", "canary-missing", "canary-unopened"}
        absent = {"digest-absent": 26, "redraw-absent": 3, "outside-absent": 2}
        self.assertEqual(set(names), counted | noticed | set(absent))
        named = set(re.findall("`([a-z0-9-]+)`", runbook.README.read_text().partition("## Alarms")[2].partition("\n## ")[0]))
        self.assertLessEqual(set(names), named, "the runbook says what to do")
        sns = self.aws.client("sns")
        mails = {s["TopicArn"].rsplit(":", 1)[1]: s["Endpoint"] for s in sns.list_subscriptions()["Subscriptions"] if ":imha-" in s["TopicArn"]}
        self.assertEqual(mails, {"imha-alerts": "alerts@example.org", "imha-digest": "desk@example.org"})
        for name, alarm in names.items():
            self.assertTrue(alarm["AlarmActions"][0].endswith(":imha-alerts"), name)
        for name in noticed:
            alarm = names[name]
            self.assertEqual((alarm["TreatMissingData"], alarm["Period"]), ("notBreaching", 300), "told again each morning")
            self.assertEqual(alarm["OKActions"], [], "that a morning has passed is no good news")
        for name, hours in absent.items():
            alarm = names[name]
            self.assertEqual((alarm["TreatMissingData"], alarm["ComparisonOperator"]), ("breaching", "LessThanThreshold"))
            self.assertEqual(alarm["Period"] * alarm["EvaluationPeriods"], hours * 3600, "its runs, and some hours to spare")
        budget = self.aws.client("budgets").describe_budget(AccountId=ACCOUNT, BudgetName="imha-monthly")["Budget"]
        self.assertEqual(float(budget["BudgetLimit"]["Amount"]), 20)
        told = {"SubscriptionType": "EMAIL", "Address": "alerts@example.org"}
        self.assertEqual(self.aws.gaps.told, {"ACTUAL": [told], "FORECASTED": [told]})

    def test_logs_are_kept_for_thirty_days(self):
        groups = self.aws.client("logs").describe_log_groups()["logGroups"]
        kept = {group["logGroupName"]: group.get("retentionInDays") for group in groups if "/imha-" in group["logGroupName"]}
        self.assertEqual(kept, {f"/aws/lambda/imha-{name}": 30 for name in ("referral", "digest", "redraw", "outside")})

    def test_bad_settings_are_all_named_at_once(self):
        said = self.terraform.refuses({"region": "us-east-1", "architecture": "mips", "build_dir": "nowhere", "name": "IMHA"})
        everything = ["region", "domain", "certificate_arn", "alert_email", "digest_email", "recipients_file"]
        everything += ["staff_principals", "publisher_principals", "architecture", "build_dir", "name"]
        for name in everything:
            self.assertIn(f"{name} must", said, name)
        said = self.terraform.refuses(SETTINGS | {"reserved_concurrency": "55", "posts_per_client": "9"})
        self.assertIn("posts_per_client must be 0 or a whole number of at least 10", said)
        said = self.terraform.refuses(SETTINGS | {"reserved_concurrency": "55"})
        self.assertIn("reserved_concurrency must be at least 56", said)

    def test_people_of_identity_center_are_let_in_without_a_word_of_their_second_factor(self):
        user, role = f"arn:aws:iam::{ACCOUNT}:user/asha", f"arn:aws:iam::{ACCOUNT}:role/aws-reserved/sso.amazonaws.com/eu-west-2/AWSReservedSSO_imha_0a1b"
        mfa = {"Bool": {"aws:MultiFactorAuthPresent": "true"}}
        for people, expected in (([user], [([user], mfa)]), ([role], [([role], None)]), ([role, user], [([user], mfa), ([role], None)])):
            said = self.terraform.says("local.trust.staff", SETTINGS | {"staff_principals": json.dumps(people)})
            statements = json.loads(said)["Statement"]
            self.assertEqual([(one["Principal"]["AWS"], one.get("Condition")) for one in statements], expected)

    def test_never_fewer_than_three_recipients_and_never_a_secret(self):
        whole = (self.world.data / "recipients.txt").read_text()
        lines = whole.splitlines()
        secret = (self.world.data / "keys" / "staff-1.txt").read_text()
        table = [
            ("no recovery key", "\n".join(lines[:4]), "at least two staff keys and one recovery key"),
            ("one staff key", "\n".join(lines[:2] + lines[4:]), "at least two staff keys and one recovery key"),
            ("a key twice", "\n".join([*lines, lines[0], lines[1]]), "repeats a key"),
            ("cut short", whole.replace(lines[1], lines[1][:-1]), "age public keys"),
            ("nobody's key", "\n".join(lines[1:]), "whose it is"),
            ("a secret key", whole + secret, "SECRET key"),
        ]
        for row, text, said in table:
            with self.subTest(row):
                (self.terraform.folder / "other.txt").write_text(text)
                self.assertIn(said, self.terraform.refuses(SETTINGS | {"recipients_file": "other.txt"}))


class Other:
    """The table as `head-office init` makes it, under another name, for as long as it is compared."""

    def __init__(self, world):
        self.world = world

    def __enter__(self):
        settings = self.world.aws.environment("AKIAOWNER") | {"IMHA_TABLE": "other"}
        subprocess.run([str(BIN / "head-office"), "init"], env=settings, check=True, capture_output=True)
        return self.world.aws.client("dynamodb").describe_table(TableName="other")["Table"]

    def __exit__(self, *_):
        self.world.aws.client("dynamodb").delete_table(TableName="other")


if __name__ == "__main__":
    unittest.main()
