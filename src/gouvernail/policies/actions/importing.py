"""Files taken in: read, corrected by a person, then a policy and its draft in one act."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from gouvernail.foundation.actions import action
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, require
from gouvernail.policies.actions.writing import (
    PolicyFacts,
    create_policy,
    draft_version,
    write_clauses,
)
from gouvernail.policies.errors import (
    DraftUnderWayError,
    PolicyInvalidError,
    ReadingGoneError,
    ReadingStaleError,
)
from gouvernail.policies.models import PolicyReading, PolicyVersion
from gouvernail.policies.permissions import visible_policy
from gouvernail.policies.queries import version_in_force
from gouvernail.policies.queries.clauses import text_digest
from gouvernail.policies.queries.correcting import File, markdown_of


@action("policies.take_in")
def take_in(  # noqa: PLR0913 -- both languages, the policy they make, and what they may replace
    *,
    source: str,
    source_en: str,
    by: Person,
    at: datetime,
    facts: PolicyFacts | None = None,
    policy_id: UUID | None = None,
    replace: bool = False,
    base: str = "",
) -> PolicyVersion:
    """Write the draft of a policy from Markdown, and make the policy first where `facts` are given.

    All of it or nothing. `replace`: over what was written of a draft under way, too; so does
    `base`, the `text_digest` of the words that were read, while they are still the same.

    Raises:
        PolicyInvalidError: a field, or a line of the text, cannot be taken.
        DraftUnderWayError: a draft was begun, which says something else than what is in force.
        DraftStaleError: it no longer says what `base` says.
        VersionComingError, VersionConsultedError: a version of it is on its way.
        PolicyNotFoundError, RightMissingError: nothing was changed.
    """
    if facts is not None:
        policy_id = create_policy(facts=facts, by=by, at=at).pk
    elif policy_id is None:
        raise PolicyInvalidError({})
    draft = draft_version(policy_id=policy_id, by=by, at=at)
    if not replace and not base and _is_written(draft):
        raise DraftUnderWayError(draft.number)
    return write_clauses(
        version_id=draft.pk, source=source, source_en=source_en, base=base, by=by, at=at
    )


def _is_written(draft: PolicyVersion) -> bool:
    """Return whether a draft says something else than what is in force, or holds a file."""
    is_same = text_digest(draft) == text_digest(version_in_force(draft.policy))
    return not is_same or draft.file_id is not None


@action("policies.begin_reading")
def begin_reading(
    *, files: Sequence[File], by: Person, at: datetime, policy_id: UUID | None = None
) -> PolicyReading:
    """Keep what was read of files, to be corrected; for a policy that exists, or for a new one.

    Raises:
        PolicyNotFoundError, RightMissingError: nothing was kept.
    """
    policy = visible_policy(policy_id=policy_id, viewer=by) if policy_id else None
    require(by, Right.EDIT_POLICIES, unit=policy.unit if policy else None)
    return PolicyReading.objects.create(
        person=by, policy=policy, files=_told_apart(list(files)), read_at=at
    )


@action("policies.correct_reading")
def correct_reading(
    *, reading_id: UUID, files: Sequence[File], edit_count: int, by: Person
) -> PolicyReading:
    """Keep corrected clauses over those that were seen.

    Raises:
        ReadingStaleError: it was corrected in another window meanwhile.
        ReadingGoneError: it became a draft, or is somebody else's.
    """
    reading = _locked(reading_id, by)
    if reading.edit_count != edit_count:
        raise ReadingStaleError
    reading.files, reading.edit_count = list(files), edit_count + 1
    reading.save(update_fields=("files", "edit_count"))
    return reading


@action("policies.keep_reading")
def keep_reading(
    *,
    reading_id: UUID,
    by: Person,
    at: datetime,
    facts: PolicyFacts | None = None,
    replace: bool = False,
) -> PolicyVersion:
    """Make a draft of what was read, with its policy where it is for none yet; the reading goes.

    `replace`: over what was written of a draft under way, too.

    Raises:
        ReadingGoneError: it became a draft already.
        PolicyInvalidError, DraftUnderWayError, VersionComingError, VersionConsultedError,
        PolicyNotFoundError, RightMissingError: nothing was changed, the reading is kept.
    """
    reading = _locked(reading_id, by)
    texts = {file["language"]: markdown_of(file) for file in reading.files}
    version = take_in(
        facts=None if reading.policy_id else facts,
        policy_id=reading.policy_id,
        source=texts.get("fr", ""),
        source_en=texts.get("en", ""),
        by=by,
        at=at,
        replace=replace,
    )
    reading.delete()
    return version


@action("policies.drop_reading")
def drop_reading(*, reading_id: UUID, by: Person) -> None:
    """Throw away what was read.

    Raises:
        ReadingGoneError: it is gone already, or somebody else's.
    """
    _locked(reading_id, by).delete()


def _locked(reading_id: UUID, by: Person) -> PolicyReading:
    rows = PolicyReading.objects.select_for_update(of=("self",)).select_related("policy")
    reading = rows.filter(pk=reading_id, person=by).first()
    if reading is None:
        raise ReadingGoneError
    return reading


def _told_apart(files: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return two files in two languages: where both look alike, the second is the other one."""
    if len(files) > 1 and files[0]["language"] == files[1]["language"]:
        other = "en" if files[0]["language"] == "fr" else "fr"
        files[1] = files[1] | {"language": other}
    return sorted(files, key=lambda file: file["language"] == "en")
