"""A small country, written once, and what comes of collating it."""

from __future__ import annotations

from pathlib import Path

import pytest

from francis.collate.figures import CollatedFigures, collated_figures
from francis.collate.sources import sources_in
from francis.dataset.extract import Asked
from francis.dataset.store import Stored, on_all_cores, store
from tests.shared.country import Country

SET = "inquiry"
ASKED = Asked(SET)


def collated(target: Path, *folders: Path, asked: Asked = ASKED) -> Stored:
    """Collate some folders into a dataset, in this process."""
    sources = sources_in(folders, target, asked).found
    return store(target, sources, asked, on_all_cores(sources, asked, cores=1))


@pytest.fixture(scope="session")
def country() -> Country:
    """Return a country of 12 bodies."""
    return Country()


@pytest.fixture(scope="session")
def together(country: Country, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return one workspace with all bodies; it is not to be changed."""
    return country.write(tmp_path_factory.mktemp("country"))


@pytest.fixture(scope="session")
def dataset(together: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the collated dataset of the country; it is not to be changed."""
    target = tmp_path_factory.mktemp("collated")
    assert not collated(target, together).left_out
    return target


@pytest.fixture(scope="session")
def figures(dataset: Path) -> CollatedFigures:
    """Return the figures of the country."""
    return collated_figures(dataset, SET)
