"""What the processes of the tests share is made once."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.shared.once import once


def test_the_first_makes_it_and_the_others_wait(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """They find all of it."""
    made: list[Path] = []

    def fill(folder: Path) -> None:
        made.append(folder)
        time.sleep(0.2)
        (folder / "paper").write_text("whole")

    def ask(number: int) -> str:
        return (once(tmp_path_factory, f"shared-{tmp_path.name}", fill) / "paper").read_text()

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(ask, range(4))) == ["whole"] * 4
    assert len(made) == 1


def test_what_could_not_be_made_is_tried_again(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """From an empty folder, so that no half is taken for the whole."""
    tries: list[list[Path]] = []

    def fill(folder: Path) -> None:
        tries.append(list(folder.iterdir()))
        (folder / "half").touch()
        if len(tries) == 1:
            raise ValueError("no")

    name = f"failing-{tmp_path.name}"
    with pytest.raises(ValueError, match="no"):
        once(tmp_path_factory, name, fill)
    assert once(tmp_path_factory, name, fill) == once(tmp_path_factory, name, fill)
    assert tries == [[], []]
