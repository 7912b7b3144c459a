"""Taking clauses out of a draft, putting them back, cutting and joining them."""

import re
from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from gouvernail.foundation.actions import action
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person
from gouvernail.policies.actions.clause_words import (
    WORDS,
    ClauseWords,
    check_words,
    clause_of,
    end_of,
    free_anchor,
    keep,
    new_clause,
    say,
    words_of,
)
from gouvernail.policies.actions.writing import draft_to_write
from gouvernail.policies.errors import (
    ClauseGoneError,
    ClauseNotMovedError,
    ClauseStaleError,
    PolicyInvalidError,
)
from gouvernail.policies.models import Clause, PolicyVersion

CUT: Final = re.compile(r"^[ \t]*-{3,}[ \t]*$", re.MULTILINE)
TITLE: Final = re.compile(r"(?:#{1,6}[ \t]+(?P<marked>\S.*)|\*\*(?P<bold>[^*]+)\*\*)$")
SHOWN: Final = 60
KEPT: Final = 20


@action("policies.remove_clause")
def remove_clause(*, version_id: UUID, anchor: str, by: Person, at: datetime) -> PolicyVersion:
    """Take a clause out of a draft; its words stay with the draft, to be put back.

    Raises:
        ClauseGoneError: it was removed already.
        VersionPublishedError, VersionConsultedError: the version is no longer a draft.
    """
    version = draft_to_write(version_id, by)
    _remove(version, clause_of(version, anchor), by=by, at=at)
    keep(version, (), by=by, at=at, order=list(version.clauses.all()))
    return version


@action("policies.restore_clause")
def restore_clause(*, version_id: UUID, anchor: str, by: Person, at: datetime) -> Clause:
    """Put a removed clause back where it stood; one that was joined is taken out of the other.

    Where the other was written in since, it keeps all its words.

    Raises:
        ClauseGoneError: nothing of that anchor is kept.
        VersionPublishedError, VersionConsultedError: the version is no longer a draft.
    """
    version = draft_to_write(version_id, by)
    kept = next((one for one in version.removed if one["anchor"] == anchor), None)
    clauses = list(version.clauses.all())
    if kept is None or any(one.anchor == anchor for one in clauses):
        raise ClauseGoneError(anchor)
    version.removed = [one for one in version.removed if one is not kept]
    clause = new_clause(version, anchor, {name: kept[name] for name in WORDS})
    clauses.insert(min(kept["position"], len(clauses)), clause)
    changed = [clause]
    joined = kept.get("joined")
    for other in clauses if joined else ():
        if other.anchor == joined["anchor"] and other.digest == joined["digest"]:
            say(other, {name: joined[name] for name in WORDS})
            changed.append(other)
    keep(version, changed, by=by, at=at, order=clauses)
    return clause


@action("policies.split_clause")
def split_clause(
    *, version_id: UUID, anchor: str, words: ClauseWords, base: str, by: Person, at: datetime
) -> Clause:
    """Cut a clause at its first line of three hyphens; what follows is a clause of its own.

    Each language is cut at its own line; one without such a line stays whole, above.

    Raises:
        PolicyInvalidError: there is no such line, nothing on one side, or a title is too long.
        ClauseStaleError, ClauseGoneError: somebody else was there meanwhile.
        VersionPublishedError, VersionConsultedError: the version is no longer a draft.
    """
    version = draft_to_write(version_id, by)
    clause, said = clause_of(version, anchor), words.plain()
    if clause.digest != base and said != words_of(clause):
        raise ClauseStaleError(clause)
    cuts = {name: _cut(said[name]) for name in ("text", "text_en")}
    if not any(after for _before, after in cuts.values()):
        raise PolicyInvalidError(
            {"text": _("Put a line of three hyphens (---) where the clause is to be cut.")}
        )
    said |= {name: before for name, (before, _after) in cuts.items()}
    check_words(said)
    (title, text), (title_en, text_en) = (_titled(after) for _before, after in cuts.values())
    below = {"title": title, "title_en": title_en, "text": text, "text_en": text_en}
    check_words(below)
    clauses = list(version.clauses.all())
    say(clause, said)
    twin = new_clause(version, free_anchor(version, anchor.rpartition(".")[0]), below)
    place = next(index for index, one in enumerate(clauses) if one.anchor == anchor)
    clauses[place] = clause
    clauses.insert(end_of(clauses, place), twin)
    keep(version, [clause, twin], by=by, at=at, order=clauses)
    return twin


@action("policies.merge_clause")
def merge_clause(*, version_id: UUID, anchor: str, by: Person, at: datetime) -> Clause:
    """Join a clause to the one above it, which keeps its anchor and its title.

    The title that goes stays in the text, in bold. It can be put back as a removed clause can.

    Raises:
        ClauseNotMovedError: it is the first.
        ClauseGoneError: it was removed meanwhile.
        VersionPublishedError, VersionConsultedError: the version is no longer a draft.
    """
    version = draft_to_write(version_id, by)
    clauses = list(version.clauses.all())
    place = clauses.index(clause_of(version, anchor))
    if place == 0:
        raise ClauseNotMovedError
    above, clause = clauses[place - 1], clauses.pop(place)
    before = words_of(above)
    joined = {
        "text": _joined(above.text, clause.title, clause.text),
        "text_en": _joined(above.text_en, clause.title_en, clause.text_en),
    }
    say(above, before | joined)
    was = {**before, "anchor": above.anchor, "digest": above.digest}
    _remove(version, clause, by=by, at=at, joined=was)
    keep(version, [above], by=by, at=at, order=clauses)
    return above


def _remove(
    version: PolicyVersion,
    clause: Clause,
    *,
    by: Person,
    at: datetime,
    joined: dict[str, str] | None = None,
) -> None:
    gone = {"anchor": clause.anchor, "position": clause.position, **words_of(clause)}
    gone |= {"by": str(by.pk), "at": at.isoformat()}
    if joined:
        gone["joined"] = joined
    version.removed = [gone, *version.removed][:KEPT]
    record(actor=by, verb="clause.removed", subject=clause, at=at)
    clause.delete()


def _cut(text: str) -> tuple[str, str]:
    found = CUT.search(text)
    if found is None:
        return text, ""
    return text[: found.start()].strip(), text[found.end() :].strip()


def _titled(text: str) -> tuple[str, str]:
    """Return the title of a text and the rest: its first line when it looks like one."""
    first, _line, rest = text.partition("\n")
    if found := TITLE.match(first.strip()):
        return (found["marked"] or found["bold"]).strip(), rest.strip()
    words = " ".join(re.sub(r"[*_`#>\[\]]+", "", first).split())
    if len(words) > SHOWN:
        words = words[:SHOWN].rsplit(" ", 1)[0].rstrip(".:;,") + "…"
    return words.rstrip(".:;,"), text


def _joined(above: str, title: str, text: str) -> str:
    return "\n\n".join(part for part in (above, f"**{title}**" if title else "", text) if part)
