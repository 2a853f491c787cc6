"""What test_plan types of deploy/aws/README.md, beside the steps that made what is applied: state, people, restoring, leaving."""

import json
import os
import re
import signal
from unittest import mock

import runbook
from aws import ACCOUNT, REGION
from terraform import SETTINGS
from world import BIN


class AsTyped:
    """Tests of a class that has the plan applied by the runbook's steps."""

    @classmethod
    def before_the_plan(cls):
        """Steps 2 to 4: who works here, and where the state is kept."""
        cls.owner = cls.aws.environment("AKIAOWNER")
        for name in ("asha", "ben"):
            cls.person(name)
        runbook.typed(runbook.block("4. **State**"), cls.owner, cls.world.empty, MY_STATE=runbook.STATE)

    @classmethod
    def person(cls, name):
        """Somebody new; their access key."""
        codes = {"ACCOUNT": ACCOUNT, "NEXT_CODE": "234567", "CODE": "123456"}
        said = runbook.typed(runbook.block("3. **People.**").replace("asha", name), cls.owner, cls.world.empty, **codes)
        return {key: re.search(rf'"{key}": "(.*?)"', said)[1] for key in ("AccessKeyId", "SecretAccessKey")}

    def test_the_settings_that_the_runbook_names_are_those_without_a_default(self):
        named = set(re.findall(r"^(\w+) +=", runbook.block("6. **Settings**"), re.M))
        self.assertEqual(named, set(self.terraform.needed()))

    def test_keys_made_as_the_runbook_says_are_a_list_that_the_plan_takes(self):
        passphrase = self.world.data / "passphrase"
        passphrase.write_text("an invented phrase of many words")
        settings = self.owner | {"IMHA_PASSPHRASE_FILE": str(passphrase), "PATH": f"{BIN}:{self.owner['PATH']}"}
        staff, recovery = runbook.block("1. **Keys.**").splitlines()[2:4]
        said = [runbook.typed(command, settings, self.world.data) for command in (staff, staff.replace("Asha Rao", "Ben Oye"), recovery)]
        lines = re.findall(r"^# .*\nage1.*$", "".join(said), re.M)
        (self.terraform.folder / "made.txt").write_text("\n".join(lines) + "\n")
        kept = self.terraform.says("local.recipients", SETTINGS | {"recipients_file": "made.txt"})
        self.assertEqual(re.findall("# (.*),", kept), ["staff", "staff", "recovery"])

    def test_the_certificate_is_asked_for_and_waited_for(self):
        asked, described, waited = runbook.block("2. **Certificate.**").splitlines()[:3]
        with mock.patch("moto.settings.ACM_VALIDATION_WAIT", -1):
            name = json.loads(runbook.typed(asked, self.owner, self.world.empty))["CertificateArn"]
            self.assertIn('"Type": "CNAME"', runbook.typed(described, self.owner, self.world.empty, ARN=name))
            runbook.typed(waited, self.owner, self.world.empty, ARN=name)

    def test_the_state_is_kept_apart_encrypted_and_private(self):
        s3 = self.aws.client("s3")
        kept = {one["Key"]: one for one in s3.list_objects_v2(Bucket=runbook.STATE)["Contents"]}
        self.assertEqual(set(kept), {"imha/terraform.tfstate", "staging/terraform.tfstate"}, "and no lock is left")
        for name in kept:
            self.assertEqual(s3.head_object(Bucket=runbook.STATE, Key=name)["ServerSideEncryption"], "AES256")
        self.assertEqual(s3.get_bucket_versioning(Bucket=runbook.STATE)["Status"], "Enabled")
        block = s3.get_public_access_block(Bucket=runbook.STATE)["PublicAccessBlockConfiguration"]
        self.assertEqual(set(block.values()), {True})
        (rule,) = s3.get_bucket_lifecycle_configuration(Bucket=runbook.STATE)["Rules"]
        self.assertEqual((rule["Status"], rule["NoncurrentVersionExpiration"]), ("Enabled", {"NoncurrentDays": 90}))
        self.assertFalse(list(self.terraform.folder.glob("*.tfstate*")), "nothing of it lies in the folder")
        self.assertFalse((self.terraform.folder / "build" / "plan").exists())

    def test_two_cannot_apply_at_once(self):
        """The second is told who is at it. Where the first died, its lock is taken off by the name it is told."""
        asking = self.terraform.waits_to_be_approved("-replace=terraform_data.token_key")
        try:
            done = self.terraform.run("apply", "-auto-approve", "-input=false", "-no-color")
            self.assertEqual(done.returncode, 1, done.stdout)
            self.assertIn("Error acquiring the state lock", done.stdout)
            self.assertIn("Operation: OperationTypeApply", re.sub(" +", " ", done.stdout))
        finally:
            os.kill(asking.pid, signal.SIGKILL)
            asking.communicate()
        (unlock,) = re.findall(r"`(terraform force-unlock ID)`", runbook.README.read_text())
        identity = re.search(r"ID: +([0-9a-f-]{36})", done.stdout)[1]
        self.terraform.types(unlock.replace("force-unlock", "force-unlock -force"), ID=identity)
        self.terraform.does("apply", "-auto-approve", "-input=false", "-no-color", "-refresh=false", "-target=terraform_data.token_key")

    def test_the_provider_is_fixed_for_every_machine_that_plans(self):
        text = (self.terraform.folder / ".terraform.lock.hcl").read_text()
        self.assertEqual(text.count('"h1:'), 4, text)
        self.terraform.does("init", "-lockfile=readonly", "-input=false", "-no-color")
        with self.subTest("another provider of the same version is refused"):
            (self.terraform.folder / ".terraform.lock.hcl").write_text(text.replace('"h1:', '"h1:0'))
            self.addCleanup((self.terraform.folder / ".terraform.lock.hcl").write_text, text)
            done = self.terraform.run("init", "-lockfile=readonly", "-input=false", "-no-color")
            self.assertNotEqual(done.returncode, 0, done.stdout)

    def test_somebody_signs_in_and_leaves(self):
        key = self.person("cara")
        answers = "\n".join((key["AccessKeyId"], key["SecretAccessKey"], REGION, "json", ""))
        home = self.owner | {"AWS_CONFIG_FILE": f"{self.world.data}/config", "AWS_SHARED_CREDENTIALS_FILE": f"{self.world.data}/credentials"}
        signing = runbook.block("**Without Identity Center**").replace("asha", "cara") + 'echo "$AWS_ACCESS_KEY_ID"'
        runbook.typed("aws configure --profile imha", home, self.world.empty, asked=answers)
        said = runbook.typed(signing, home, self.world.empty, ACCOUNT=ACCOUNT, CODE="123456")
        self.assertRegex(said, "^ASIA")
        first, last = (runbook.block(step).replace("asha", "cara").replace("AKIA…", key["AccessKeyId"]) for step in
                       ("1. Their access key ends", "6. Delete the user"))  # fmt: skip
        runbook.typed(first, self.owner, self.world.empty)
        iam = self.aws.client("iam")
        self.addCleanup(iam.delete_role_policy, RoleName="imha-staff", PolicyName="AWSRevokeOlderSessions")
        self.assertEqual(iam.list_access_keys(UserName="cara")["AccessKeyMetadata"][0]["Status"], "Inactive")
        held = iam.get_role_policy(RoleName="imha-staff", PolicyName="AWSRevokeOlderSessions")["PolicyDocument"]
        self.assertEqual(held["Statement"][0]["Effect"], "Deny")
        runbook.typed(last, self.owner, self.world.empty, ACCOUNT=ACCOUNT)
        self.assertEqual({one["UserName"] for one in iam.list_users()["Users"]}, {"asha", "ben"})

    def test_what_was_lost_is_restored(self):
        staff = self.owner | self.world.staff_settings | {"PATH": f"{BIN}:{self.owner['PATH']}"}
        said = runbook.typed(runbook.block("**Restore** (rehearse"), staff, runbook.README.parents[2])
        self.assertIn("nothing was changed", said)
        self.aws.client("dynamodb").delete_table(TableName="referrals-restored")

    def test_the_table_is_moved_over(self):
        """To what was restored; and back, so that the other tests find what they know."""
        table, code = self.aws.client("dynamodb"), self.staging.folder / "table.tf"
        whole, step = code.read_text(), runbook.block("If the live table is gone")
        for name, source in (("staging-referrals-restored", "staging-referrals"), ("staging-referrals", "")):
            if source:
                table.restore_table_to_point_in_time(SourceTableName=source, TargetTableName=name, UseLatestRestorableTime=True)
            else:
                code.write_text(whole)
            self.staging.types(step.replace("referrals-restored", name))
            held = json.loads(self.staging.does("show", "-json"))["values"]["root_module"]["resources"]
            self.assertIn(name, [part["values"].get("name") for part in held if part["address"] == "aws_dynamodb_table.referrals"])
        code.write_text(whole)

    def test_the_buckets_are_emptied_of_every_version(self):
        s3, buckets = self.aws.client("s3"), ("one-to-empty", "other-to-empty")
        for bucket in buckets:
            s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": REGION})
            s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
            for text in (b"old", b"new"):
                s3.put_object(Bucket=bucket, Key="a page", Body=text)
            s3.delete_object(Bucket=bucket, Key="a page")
        empty = runbook.block("**Leaving AWS.**").replace("imha-site-ACCOUNT imha-releases-ACCOUNT", " ".join(buckets))
        runbook.typed(empty, self.owner, self.world.empty)
        for bucket in buckets:
            runbook.typed("aws s3api delete-bucket --bucket MY-STATE", self.owner, self.world.empty, MY_STATE=bucket)

    def test_the_brake_shuts_a_gateway_and_applying_opens_it(self):
        key = self.gateways()["referral"][0]
        runbook.typed(runbook.block("**The brake**"), self.owner, self.world.empty, ID=key, STAGE="referral")
        self.assertEqual({stage: limit for stage, (_, limit) in self.gateways().items()}, {"referral": (0, 0), "api": (2, 10)})
        self.terraform.does("apply", "-auto-approve", "-input=false", "-no-color")
        self.assertEqual(self.gateways()["referral"][1], (2, 10))
