"""Whether those who answer for a draft may publish it where it is to appear."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from gouvernail.approvals.models import Request
from gouvernail.content.queries.drafts import Manuscript
from gouvernail.licences.models import Act
from gouvernail.licences.queries import Licence, told
from gouvernail.licences.queries.answering import Answering, answering, reasons_kept
from gouvernail.licences.queries.reading import licences_of
from gouvernail.licences.queries.words import in_a_line, tell_reasons
from gouvernail.people.models import Person

Licences = Mapping[tuple[UUID, str, str], Licence]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lacking:
    """What is said beside a draft of the licence of its author: one act, and what is missing."""

    act: str
    words: str
    suspended: bool


def who_answers(manuscript: Manuscript, *, by: Person) -> set[UUID]:
    """Return who answers for a draft: its author, and whoever submits it."""
    return {manuscript.draft.author_id, by.pk}


def answers_for(manuscript: Manuscript, *, people: Iterable[UUID], at: datetime) -> Answering:
    """Return whether these people may publish a draft on each of its networks. Three queries."""
    return answering(list(people), manuscript.networks or {""}, at=at)


def answers_of(
    manuscript: Manuscript, known: Licences, *, people: set[UUID], at: datetime
) -> Answering:
    """Return the same, of what is known of the author already where nobody else answers."""
    if known and people == {manuscript.draft.author_id}:
        return Answering(licences={key: one for key, one in known.items() if key[1] == Act.PUBLISH})
    return answers_for(manuscript, people=people, at=at)


def licences_of_author(manuscript: Manuscript, *, at: datetime) -> Licences:
    """Return what the author may do on each network: write it, publish it. Three queries at most.

    One query when nothing is asked of anybody.
    """
    networks = sorted(manuscript.networks) or [""]
    author = manuscript.draft.author_id
    return licences_of([author], (Act.PUBLISH, Act.DRAFT), networks, at=at)


def lacking_in(licences: Licences) -> list[Lacking]:
    """Return what is lacking, act by act, in words. Two queries, or none where nothing is."""
    lines = []
    for act in (Act.PUBLISH, Act.DRAFT):
        short = [one for one in licences.values() if one.act == act and not one.ok]
        if short:
            suspended = any(one.suspended for one in short)
            lines.append(Lacking(act=str(act), words=in_a_line(told(short)), suspended=suspended))
    return lines


def lapsed_words(request: Request | None) -> str:
    """Return what the licences lacked when agreement was asked, in a line. Two queries or none."""
    reasons = reasons_kept(request) if request is not None else []
    return in_a_line(tell_reasons(reasons)) if reasons else ""


def card_words(one: Lacking, name: str) -> tuple[str, str]:
    """Return the title and the sentence of what stands beside a draft."""
    said = {"name": name, "missing": one.words}
    if one.suspended and one.act == Act.PUBLISH:
        return (
            _("The licence of %(name)s is suspended") % said,
            _("Somebody else takes the text up and submits it: %(missing)s.") % said,
        )
    if one.act == Act.PUBLISH:
        return (
            _("The licence of %(name)s does not hold here") % said,
            _("It can go all the same, with one more approval: %(missing)s.") % said,
        )
    return (
        _("To write drafts, something is asked of %(name)s") % said,
        _("Nothing is lost and you may go on writing: %(missing)s.") % said,
    )
