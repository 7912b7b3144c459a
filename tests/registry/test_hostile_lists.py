"""Lists that mean harm are refused by name or read as plain text; the reader holds (T16)."""

import json

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation

from gouvernail.people.models import Person
from gouvernail.registry.importers.reports import file_reason
from gouvernail.registry.importers.tables import MAX_FILE_BYTES, FileProblemError
from gouvernail.registry.models import ImportRun
from tests.make.confined import Outcome, each_in_its_own_process
from tests.make.imports import send
from tests.registry.hostile import READ, HostileFile, corpus

READER = "gouvernail.registry.importers.reading"
ARCHIVES = ("a.xlsx", "a.zip", "a.xlsm")


@pytest.fixture(scope="module")
def files() -> list[HostileFile]:
    """Give the corpus, built once."""
    return corpus()


def test_the_corpus_is_large_and_every_file_could_be_sent(files: list[HostileFile]) -> None:
    assert len({file.title for file in files}) == len(files) >= 80
    assert sum(file.name in ARCHIVES for file in files) >= 40
    assert max(len(file.data) for file in files) <= MAX_FILE_BYTES


def test_a_hostile_list_is_refused_by_name_or_read_as_text(files: list[HostileFile]) -> None:
    outcomes = each_in_its_own_process(READER, [(file.name, file.data) for file in files])

    fates = {file.title: _fate(outcome) for file, outcome in zip(files, outcomes, strict=True)}
    wrong = {file.title: fate for file in files if (fate := fates[file.title]) not in file.fates}
    assert wrong == {}


def _fate(outcome: Outcome) -> str:
    """Return what became of a file; a process that a limit had to end has none of the names."""
    if outcome.code not in {0, 1}:
        return f"ended with {outcome.code}"
    answer = json.loads(outcome.said.splitlines()[0])
    return str(answer["problem"]) if answer else READ


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_refusal_of_the_corpus_has_words(files: list[HostileFile], language: str) -> None:
    codes = {code for file in files for code in file.fates if code != READ}
    with translation.override(language):
        unknown = file_reason(FileProblemError("of another world"))
        words = {code: file_reason(FileProblemError(code)) for code in codes}

    assert [code for code, text in words.items() if text == unknown] == []


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_bomb_is_refused_beside_its_field_and_the_site_answers_on(
    client: Client, claire: Person, files: list[HostileFile], language: str
) -> None:
    client.force_login(claire)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    bomb = next(file for file in files if file.title == "102 MB of zeros")

    answer = send(client, bomb.data, bomb.name)

    assert answer.status_code == 422
    with translation.override(language):
        assert answer.context["form"].errors["file"] == [
            file_reason(FileProblemError("too_large_inside"))
        ]
    assert not ImportRun.objects.exists()
    assert client.get("/accounts/").status_code == 200
