"""The programs of deploy/aws as modules, so that a test can call what is inside."""

import importlib.machinery
import importlib.util
import sys
from pathlib import Path

DEPLOY = Path(__file__).parents[2] / "deploy" / "aws"


def program(name: str):
    """The file of this name. Nothing compiled is written beside it."""
    loader = importlib.machinery.SourceFileLoader(Path(name).stem.replace("-", "_"), str(DEPLOY / name))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader(loader.name, loader))
    written, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    try:
        loader.exec_module(module)
    finally:
        sys.dont_write_bytecode = written
    return module
