"""What is left out on PostgreSQL: what could not differ there, and nothing else."""

import subprocess
import sys

import pytest
from django.test import Client

from tests.databases import is_the_same_on_any


@pytest.fixture
def answered(db: None) -> int:
    return asked("/")


def asked(path: str) -> int:
    return Client().get(path).status_code


def test_what_may_reach_no_database_is_the_same_on_any(request: pytest.FixtureRequest) -> None:
    assert is_the_same_on_any(request.node)


@pytest.mark.django_db
def test_what_reaches_the_database_may_differ(request: pytest.FixtureRequest) -> None:
    assert not is_the_same_on_any(request.node)


def test_a_fixture_that_reaches_the_database_counts(
    request: pytest.FixtureRequest, db: None
) -> None:
    assert not is_the_same_on_any(request.node)


@pytest.mark.sqlite
def test_a_page_is_found_in_a_fixture_and_in_a_function_it_calls(
    request: pytest.FixtureRequest, answered: int
) -> None:
    assert answered in {200, 302}
    assert is_the_same_on_any(request.node)


@pytest.mark.django_db(transaction=True)
def test_transactions_that_are_real_may_differ_whatever_asks(
    request: pytest.FixtureRequest, client: Client
) -> None:
    assert not is_the_same_on_any(request.node)


def test_a_process_that_a_test_starts_may_reach_the_database(
    request: pytest.FixtureRequest,
) -> None:
    assert subprocess.run([sys.executable, "-c", ""], check=False).returncode == 0
    assert not is_the_same_on_any(request.node)
