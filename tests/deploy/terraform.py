"""Terraform over the files of deploy/aws/, with the AWS provider from a folder of this machine, against AWS on loopback."""

import json
import os
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import runbook
from aws import ACCOUNT, Aws

DEPLOY = Path(__file__).parents[2] / "deploy" / "aws"
PROVIDER = "registry.terraform.io/hashicorp/aws"
"""OpenTofu keeps the same provider under its own registry's name."""
PLATFORMS = {"linux_amd64", "linux_arm64", "darwin_arm64", "windows_amd64"}
"""Of who may plan: the runbook's own."""
FOLDERS = [os.environ.get("IMHA_TF_PLUGINS", ""), "~/.terraform.d/plugins", "/usr/share/terraform/plugins", "/opt/tf-plugins"]

SETTINGS = {
    "domain": "imha.example.org",
    "certificate_arn": f"arn:aws:acm:us-east-1:{ACCOUNT}:certificate/0a1b",
    "alert_email": "alerts@example.org",
    "digest_email": "desk@example.org",
    "recipients_file": "recipients.txt",
    "staff_principals": json.dumps([f"arn:aws:iam::{ACCOUNT}:user/asha"]),
    "publisher_principals": json.dumps([f"arn:aws:iam::{ACCOUNT}:user/ben"]),
}


def program() -> str | None:
    """Terraform, or OpenTofu where that is what the machine has."""
    return shutil.which("terraform") or shutil.which("tofu")


def plugins() -> Path | None:
    """The folder of plugins that holds the AWS provider."""
    folders = [Path(folder).expanduser() for folder in FOLDERS if folder]
    return next((folder for folder in folders if any((folder / PROVIDER).glob("*/*"))), None)


def missing() -> str | None:
    """What this machine lacks, in a sentence; none if nothing."""
    if not program():
        return "SKIPPED the plan is not applied: this machine has neither terraform nor tofu"
    if not plugins():
        return "SKIPPED the plan is not applied: no folder of plugins holds the AWS provider (name one in IMHA_TF_PLUGINS)"
    return None


class Terraform:
    """A copy of deploy/aws/ in a folder of its own, with its state in the bucket of the runbook."""

    def __init__(self, folder: Path, aws: Aws, recipients: str, name: str = "imha"):
        self.folder, self.name = folder, name
        folder.mkdir()
        for name in DEPLOY.iterdir():
            if name.suffix in {".tf", ".js", ".json"}:
                shutil.copy(name, folder)
        shutil.copytree(DEPLOY / "policies", folder / "policies")
        (folder / "recipients.txt").write_text(recipients)
        (folder / "build").mkdir()
        for name in ("referral-fn", "digest-fn", "redraw-fn", "outside-fn"):
            with zipfile.ZipFile(folder / "build" / f"{name}.zip", "w") as archive:
                archive.writestr("bootstrap", "a stand-in for the program; the programs themselves run beside")
        (folder / "rehearsal_override.tf").write_text('provider "aws" {\n  s3_use_path_style = true\n}\n')
        (folder / "rc").write_text(f'provider_installation {{\n  filesystem_mirror {{\n    path = "{plugins()}"\n  }}\n}}\n')
        self.environment = aws.environment("AKIAOWNER") | {
            "TF_CLI_CONFIG_FILE": str(folder / "rc"),
            "TF_IN_AUTOMATION": "1",
            "CHECKPOINT_DISABLE": "1",
            # A call that moto does not know must end the run, not be tried for ever.
            "AWS_MAX_ATTEMPTS": "2",
        }
        self._stand_in_for_other_platforms()

    def _stand_in_for_other_platforms(self):
        """A mirror of the provider: this machine has that of its own platform alone, so for the others there is a file each."""
        real = max((plugins() / PROVIDER).glob("*/*"))
        version = self.folder / "mirror" / PROVIDER / real.parent.name
        version.mkdir(parents=True)
        (version / real.name).symlink_to(real)
        for platform in PLATFORMS - {real.name}:
            (version / platform).mkdir()
            (version / platform / f"terraform-provider-aws_v{real.parent.name}").write_text(f"stands for that of {platform}")

    def run(self, *verb: str, settings: dict | None = None, asked: str = "") -> subprocess.CompletedProcess:
        variables = self._variables(SETTINGS if settings is None else settings)
        return subprocess.run(
            [program(), *verb], cwd=self.folder, env=self.environment | variables, input=asked,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=900,
        )  # fmt: skip

    def applied(self) -> str:
        """From nothing to all of it, as the runbook's step says; what Terraform said."""
        # There is no registry here, but a mirror.
        registry = f'terraform() {{ if [ "$1" = providers ]; then set -- "$@" -fs-mirror=mirror; fi; {program()} "$@"; }}\n'
        step = runbook.block("7. **Plan and apply**").replace("key=imha/", f"key={self.name}/")
        return self.types(registry + step, MY_STATE=runbook.STATE)

    def types(self, commands: str, **words: str) -> str:
        """Commands of the runbook, typed in the folder of the plan."""
        settings = {"TF_INPUT": "0", "TF_CLI_ARGS": "-no-color"}
        return runbook.typed(commands, self.environment | self._variables(SETTINGS) | settings, self.folder, **words)

    def _variables(self, settings: dict) -> dict:
        return {f"TF_VAR_{name}": value for name, value in ({"name": self.name} | settings).items()}

    def waits_to_be_approved(self, *verb: str) -> subprocess.Popen:
        """An apply that asks whether to go on. Until it is ended it holds the state's lock."""
        asking = subprocess.Popen(
            [program(), "apply", "-no-color", "-refresh=false", *verb], cwd=self.folder, env=self.environment | self._variables(SETTINGS),
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        said = ""
        while "Enter a value:" not in said:
            letter = asking.stdout.read(1)
            assert letter, said
            said += letter
        return asking

    def does(self, *verb: str) -> str:
        done = self.run(*verb)
        assert done.returncode == 0, f"terraform {verb}: {done.stdout}"
        return done.stdout

    def needed(self) -> list[str]:
        """The settings that a plan refuses to be without."""
        return sorted(set(re.findall(r"(\w+) must", self.refuses({"name": self.name}))))

    def says(self, expression: str, settings: dict) -> str:
        """The text an expression stands for, with other settings."""
        done = self.run("console", settings=settings, asked=f"jsonencode({expression})")
        assert done.returncode == 0, done.stdout
        return json.loads(json.loads(done.stdout))

    def refuses(self, settings: dict) -> str:
        """The errors of a plan, each line without its frame, as one text."""
        done = self.run("plan", "-input=false", "-no-color", settings=settings)
        assert done.returncode != 0, f"planned with {settings}"
        return re.sub(r"\s+", " ", done.stdout.replace("│", " "))
