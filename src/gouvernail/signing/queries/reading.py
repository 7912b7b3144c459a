"""What an employee reads before signing, and what they have to sign."""

import re
from dataclasses import dataclass
from typing import Final

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import get_language

from gouvernail.foundation.sorting import by_title
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, scope
from gouvernail.policies.models import CarryOver, Clause, Policy, PolicyVersion, Signature
from gouvernail.policies.queries import (
    carry_over_of,
    compared,
    latest_signature,
    to_sign,
    version_numbered,
)
from gouvernail.policies.queries.clauses import ComparedClause
from gouvernail.signing.models import Campaign, Line, Objection
from gouvernail.signing.queries.quizzes import QuizBefore, quiz_before

# What opens a sentence that says what one may do, and what turns it into the contrary.
MAY: Final = {
    "fr": re.compile(
        r"\b(?:vous pouvez|chacun peut|vous restez libres?|est libre|sont libres|"
        r"vous avez le droit|rien ne vous oblige|ne vous demande ni)\b",
        re.IGNORECASE,
    ),
    "en": re.compile(
        r"\b(?:you may|you can|everyone may|anyone may|you remain free|you are free|"
        r"is free to|are free to|you have the right|nothing obliges you|never asks you)\b",
        re.IGNORECASE,
    ),
}
NOT: Final = re.compile(
    r"\b(?:ne pouvez|ne peut|sauf si|may not|cannot|can not|must not|only if|seulement si)\b",
    re.IGNORECASE,
)
SENTENCE: Final = re.compile(r"(?<=[.!?])\s+")
MARKS: Final = re.compile(r"[*_`>]|(?<!\w)#|\[([^\]]*)\]\([^)]*\)")
WORDS_A_MINUTE: Final = 200
MOST: Final = 5
MOST_OFFERED: Final = 40


@dataclass(frozen=True, slots=True)
class Freedom:
    """One sentence of a clause that says what its reader may do."""

    anchor: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """All that the page of one signature shows.

    `changed` are the clauses that differ from the version this person signed last; `freedoms` the
    sentences that say what one may do, in the words of the text.
    """

    line: Line
    version: PolicyVersion
    lines: list[ComparedClause]
    changed: list[ComparedClause]
    before: Signature | None
    freedoms: list[Freedom]
    quiz: QuizBefore | None
    carried: CarryOver | None
    objection: Objection | None
    minutes: int

    @property
    def clauses(self) -> list[Clause]:
        """Return the clauses to read. No query."""
        return [one.after for one in self.lines if one.after is not None]

    @property
    def is_done(self) -> bool:
        """Return whether nothing is left to do."""
        return self.line.state in {Line.State.SIGNED, Line.State.CARRIED}

    @property
    def may_sign(self) -> bool:
        """Return whether the button is there: asked, open, and the questions answered."""
        return (
            self.line.state in {Line.State.WAITING, Line.State.CARRIED}
            and self.line.campaign.status == Campaign.Status.OPEN
            and (self.quiz is None or self.quiz.is_passed)
        )


def reading_of(line: Line) -> Reading:
    """Return what is read before signing, its campaign and policy loaded. Some ten queries."""
    campaign, person = line.campaign, line.person
    policy = campaign.version.policy
    version = version_numbered(policy, campaign.version.number)
    version.policy = policy
    signed = latest_signature(policy, person)
    before = signed if signed and signed.version_id != version.pk else None
    lines = compared(before.version if before else None, version)
    words = sum(len(clause.body.split()) for clause in version.clauses.all())
    objections = Objection.objects.filter(campaign=campaign, person=person)
    return Reading(
        line=line,
        version=version,
        lines=lines,
        changed=[one for one in lines if before and one.change != "same"],
        before=before,
        freedoms=freedoms_of(version),
        quiz=quiz_before(campaign, person),
        carried=carry_over_of(version),
        objection=objections.select_related("answered_by").order_by("-made_at").first(),
        minutes=max(1, round(words / WORDS_A_MINUTE)),
    )


def freedoms_of(version: PolicyVersion) -> list[Freedom]:
    """Return what the text says one may do, first sentences first; five at most. No query.

    Read from the words themselves, in the reader's language: a sentence that also restricts is
    left to its place in the text.
    """
    language = "en" if (get_language() or "").startswith("en") else "fr"
    found: list[Freedom] = []
    for clause in version.clauses.all():
        found += [Freedom(clause.anchor, said) for said in _freedoms(clause, language)][:1]
    return found[:MOST]


def _freedoms(clause: Clause, language: str) -> list[str]:
    plain = " ".join(MARKS.sub(lambda found: found.group(1) or "", clause.body).split())
    sentences = SENTENCE.split(plain)
    return [one for one in sentences if MAY[language].search(one) and not NOT.search(one)]


def lines_to_sign(person: Person) -> QuerySet[Line]:
    """Return what a person is asked to sign, the soonest first, its policy loaded. One query.

    Each with `is_objected`: they said that they cannot sign it as it is, and nobody answered yet.
    """
    rows = Line.objects.filter(
        person=person, state=Line.State.WAITING, campaign__status=Campaign.Status.OPEN
    )
    rows = rows.annotate(is_objected=_objection_of(person))
    rows = rows.select_related("campaign__version__policy")
    return rows.order_by("due_on", "pk")


def lines_to_do(person: Person) -> QuerySet[Line]:
    """Return `lines_to_sign` less those that wait for an answer to `person`. One query."""
    return lines_to_sign(person).exclude(_objection_of(person))


def _objection_of(person: Person) -> Exists:
    waiting = Objection.objects.filter(campaign=OuterRef("campaign"), person=person, outcome="")
    return Exists(waiting)


def policies_to_sign(person: Person) -> QuerySet[Policy]:
    """Return the policies that `person` has to sign and that no campaign asks of them.

    Their own page takes the signature. Where a campaign asked `person` about the version in force,
    its line alone says whether it still does. One query when iterated.
    """
    asked = Line.objects.filter(
        person=person,
        campaign__version__policy=OuterRef("pk"),
        campaign__version__status=PolicyVersion.Status.IN_FORCE,
    )
    return to_sign(person).exclude(Exists(asked))


def signatures_of(person: Person) -> list[Signature]:
    """Return what a person has signed, the latest first, its policy loaded. One query."""
    rows = Signature.objects.filter(person=person).select_related("version__policy")
    return list(rows.order_by("-at"))


def versions_to_ask(viewer: Person) -> QuerySet[PolicyVersion]:
    """Return the versions in force that are to be signed and that no campaign ever asked for.

    Those that `viewer` may plan campaigns of: theirs is offered to them. Two queries.
    """
    has = Campaign.objects.filter(version=OuterRef("pk"))
    rows = PolicyVersion.objects.filter(
        ~Exists(has),
        scope(viewer, Right.EDIT_POLICIES, "policy__unit__path"),
        policy__must_sign=True,
        policy__archived_at__isnull=True,
        status=PolicyVersion.Status.IN_FORCE,
    )
    return rows.select_related("policy").order_by("published_at")


def versions_to_plan(viewer: Person) -> list[PolicyVersion]:
    """Return the versions `viewer` may ask signatures of: approved or in force, none asked now.

    By policy, forty at most. Two queries.
    """
    going = Campaign.objects.filter(version=OuterRef("pk")).exclude(status=Campaign.Status.CLOSED)
    rows = PolicyVersion.objects.filter(
        ~Exists(going),
        scope(viewer, Right.EDIT_POLICIES, "policy__unit__path"),
        policy__must_sign=True,
        policy__archived_at__isnull=True,
        status__in=(PolicyVersion.Status.AGREED, PolicyVersion.Status.IN_FORCE),
    )
    return list(
        rows.select_related("policy").order_by(by_title("policy__"), "number")[:MOST_OFFERED]
    )
