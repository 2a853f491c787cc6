"""deploy/aws/README.md as somebody types it: what is indented there are commands, run in bash as they are written."""

import re
import subprocess
import sys
import textwrap
from pathlib import Path

README = Path(__file__).parents[2] / "deploy" / "aws" / "README.md"
STATE = "my-state"


def block(after: str) -> str:
    """The first indented lines below the words of a line, which must be there once."""
    before, *rest = README.read_text().split(after)
    assert len(rest) == 1, f"README.md says {after!r} {len(rest)} times"
    (commands,) = re.search(r"\n\n((?: {4,}.*\n|\n(?= {4}))+)", rest[0]).groups()
    return textwrap.dedent(commands)


def typed(commands: str, environment: dict[str, str], folder: Path, asked: str = "", **words: str) -> str:
    """What the commands print, errors and all, with words put in the place of others. All of them must succeed."""
    for word, said in words.items():
        word = word.replace("_", "-")
        assert re.search(rf"\b{word}\b", commands), f"{word} is not typed in: {commands}"
        commands = re.sub(rf"\b{word}\b", said, commands)
    path = f"{Path(sys.executable).parent}:{environment['PATH']}"
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", commands], env=environment | {"PATH": path, "AWS_PAGER": ""}, cwd=folder, input=asked,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=900,
    )  # fmt: skip
    assert done.returncode == 0, f"{commands}\n{done.stdout}"
    return done.stdout
