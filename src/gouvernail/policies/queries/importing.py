"""What was read of files, as the page shows it to be corrected."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import get_language

from gouvernail.people.models import Person
from gouvernail.policies.errors import ReadingGoneError
from gouvernail.policies.models import PolicyReading
from gouvernail.policies.queries.correcting import pieces, problems_in, without_twin


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundLine:
    """One clause that was recognised; `problem` is a code of `problems_in`, or empty."""

    anchor: str
    title: str
    pieces: list[str]
    problem: str
    alone: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundFile:
    """One file as it was cut into clauses."""

    name: str
    title: str
    language: str
    summary: str
    warnings: list[str]
    lines: list[FoundLine]


def reading_of(reading_id: UUID, *, viewer: Person) -> PolicyReading:
    """Return what `viewer` had read of files. One query.

    Raises:
        ReadingGoneError: it became a draft, or is somebody else's.
    """
    rows = PolicyReading.objects.select_related("policy")
    reading = rows.filter(pk=reading_id, person=viewer).first()
    if reading is None:
        raise ReadingGoneError
    return reading


def found_files(reading: PolicyReading) -> list[FoundFile]:
    """Return the files of a reading, what is wrong at its clause. No query."""
    alone = without_twin(reading.files)
    return [_file(file, alone[index]) for index, file in enumerate(reading.files)]


def _file(file: dict[str, Any], alone: set[str]) -> FoundFile:
    spoken = "en" if (get_language() or "").startswith("en") else "fr"
    wrong = problems_in(file)
    return FoundFile(
        name=file["name"],
        title=file["title"],
        language=file["language"],
        summary=file["summary"],
        warnings=[one["message"][spoken] for one in file["warnings"]],
        lines=[
            FoundLine(
                anchor=clause["anchor"],
                title=clause["title"],
                pieces=pieces(clause["text"]),
                problem=wrong.get(index, ""),
                alone=clause["anchor"] in alone,
            )
            for index, clause in enumerate(file["clauses"])
        ],
    )
