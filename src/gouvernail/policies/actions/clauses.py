"""Writing a draft clause by clause; a clause keeps its anchor whatever is done around it."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from gouvernail.foundation.actions import action
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person
from gouvernail.policies.actions.clause_words import (
    ClauseWords,
    check_words,
    clause_of,
    depth,
    end_of,
    free_anchor,
    keep,
    new_clause,
    say,
    start_before,
    words_of,
)
from gouvernail.policies.actions.writing import draft_to_write
from gouvernail.policies.errors import (
    ClauseNotMovedError,
    ClauseStaleError,
    PolicyInvalidError,
    SummaryStaleError,
)
from gouvernail.policies.models import Clause, PolicyVersion
from gouvernail.policies.queries.clauses import summary_digest

DEEPEST: Final = 4


@action("policies.write_clause")
def write_clause(
    *, version_id: UUID, anchor: str, words: ClauseWords, base: str, by: Person, at: datetime
) -> Clause:
    """Write one clause of a draft over the text that was read, whose digest is `base`.

    Raises:
        ClauseStaleError: somebody else wrote it meanwhile; `theirs` is what they kept.
        ClauseGoneError: it was removed meanwhile.
        PolicyInvalidError: a title is missing or too long, a line would begin another clause.
        VersionPublishedError, VersionConsultedError: the version is no longer a draft.
    """
    version = draft_to_write(version_id, by)
    clause = clause_of(version, anchor)
    said = words.plain()
    if said == words_of(clause):
        return clause
    if clause.digest != base:
        raise ClauseStaleError(clause)
    check_words(said)
    say(clause, said)
    keep(version, [clause], by=by, at=at)
    return clause


@action("policies.write_summary")
def write_summary(
    *, version_id: UUID, summary: str, summary_en: str, base: str, by: Person, at: datetime
) -> PolicyVersion:
    """Write what a draft is for, over the words that were read, whose digest is `base`.

    Raises:
        SummaryStaleError: somebody else wrote it meanwhile.
        PolicyInvalidError: a line would begin a clause.
        VersionPublishedError, VersionConsultedError: the version is no longer a draft.
    """
    version = draft_to_write(version_id, by)
    said = ClauseWords(text=summary, text_en=summary_en).plain()
    main, english = said["text"], said["text_en"]
    if (main, english) == (version.summary, version.summary_en):
        return version
    if summary_digest(version) != base:
        raise SummaryStaleError(version)
    check_words({**said, "title": "-"})
    version.summary, version.summary_en = main, english
    version.save(update_fields=("summary", "summary_en"))
    keep(version, (), by=by, at=at)
    record(actor=by, verb="policy_version.drafted", subject=version, at=at)
    return version


@action("policies.add_clause")
def add_clause(  # noqa: PLR0913 - where, what, by whom
    *,
    version_id: UUID,
    title: str,
    by: Person,
    at: datetime,
    title_en: str = "",
    after: str = "",
    below: bool = False,
) -> Clause:
    """Add a clause after another and all below it, or as the last of those `below` it.

    Its anchor is one that no version of the policy ever had. At the end when `after` is empty.

    Raises:
        ClauseGoneError: the clause it follows was removed.
        PolicyInvalidError: no title, too long a title, or it would stand too deep.
        VersionPublishedError, VersionConsultedError: the version is no longer a draft.
    """
    version = draft_to_write(version_id, by)
    above = clause_of(version, after) if after else None
    parent = "" if above is None else after if below else after.rpartition(".")[0]
    if parent.count(".") >= DEEPEST - 1:
        raise PolicyInvalidError({"title": _("Clauses go four levels deep, not further.")})
    said = ClauseWords(title=title, title_en=title_en).plain()
    check_words(said)
    clauses = list(version.clauses.all())
    place = len(clauses) if above is None else end_of(clauses, clauses.index(above))
    clause = new_clause(version, free_anchor(version, parent), said)
    clauses.insert(place, clause)
    keep(version, [clause], by=by, at=at, order=clauses)
    return clause


@action("policies.move_clause")
def move_clause(
    *, version_id: UUID, anchor: str, up: bool, by: Person, at: datetime
) -> PolicyVersion:
    """Move a clause, with all below it, one place up or down; no anchor changes.

    Raises:
        ClauseNotMovedError: it is the first, or the last.
        ClauseGoneError: it was removed meanwhile.
        VersionPublishedError, VersionConsultedError: the version is no longer a draft.
    """
    version = draft_to_write(version_id, by)
    clauses = list(version.clauses.all())
    start = clauses.index(clause_of(version, anchor))
    end = end_of(clauses, start)
    if up and start > 0:
        to = start_before(clauses, start)
        order = clauses[:to] + clauses[start:end] + clauses[to:start] + clauses[end:]
    elif not up and end < len(clauses):
        to = end_of(clauses, end) if depth(clauses[end]) >= depth(clauses[start]) else end + 1
        order = clauses[:start] + clauses[end:to] + clauses[start:end] + clauses[to:]
    else:
        raise ClauseNotMovedError
    keep(version, (), by=by, at=at, order=order)
    return version
