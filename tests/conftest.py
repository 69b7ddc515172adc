"""Fixtures that several files share: a running replica and a client of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from scraper.replica import Replica
from tests.changed_archive import Story, make
from tests.replica_client import Client
from tests.simulation import ARTICLES, Life

# On a busy machine an example may take any time.
settings.register_profile("busy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy")


@pytest.fixture
def replica() -> Iterator[Replica]:
    with Replica() as running:
        yield running


@pytest.fixture
def client(replica: Replica) -> Iterator[Client]:
    asking = Client(replica)
    yield asking
    asking.connection.close()


@pytest.fixture
def life(tmp_path: Path) -> Iterator[Life]:
    """A site that was crawled yesterday."""
    with Replica(ARTICLES) as site:
        found = Life(site, tmp_path / "data")
        assert found.refresh() == 0, found.said
        yield found


@pytest.fixture(scope="session")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    return make(tmp_path_factory.mktemp("story"))
