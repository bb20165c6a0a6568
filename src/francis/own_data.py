"""Data that comes with the program: YAML files beside its modules."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def own_data(module: str, file: str) -> Any:
    """Return what a YAML file of the program says; `file` is its path from the folder of the module `module`."""
    import yaml

    return yaml.load((Path(module).parent / file).read_bytes(), yaml.CSafeLoader)
