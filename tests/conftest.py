"""Fixtures that several files share: a running replica and a client of it."""

from collections.abc import Iterator

import pytest

from scraper.replica import Replica
from tests.changed_archive import Story, make
from tests.replica_client import Client


@pytest.fixture
def replica() -> Iterator[Replica]:
    with Replica() as running:
        yield running


@pytest.fixture
def client(replica: Replica) -> Iterator[Client]:
    asking = Client(replica)
    yield asking
    asking.connection.close()


@pytest.fixture(scope="session")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    return make(tmp_path_factory.mktemp("story"))
