"""Whatever people do, in whatever order, nothing leaves that its own editors agreed to."""

from datetime import UTC, datetime
from typing import Any

from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from gouvernail.approvals.models import Decision, Request
from gouvernail.charter.models import Charter
from gouvernail.content.actions import (
    Choice,
    Writing,
    cancel_draft,
    decide_draft,
    release_draft_alone,
    reopen_draft,
    save_draft,
    submit_draft,
    withdraw_draft,
)
from gouvernail.content.models import Draft, Editor, Revision
from gouvernail.foundation.errors import DomainError
from gouvernail.people.models import Absence, Person, Role, RoleGrant, Seat
from gouvernail.publishing.models import Delivery
from tests.make.content import make_draft
from tests.make.people import make_grant, make_person, make_unit
from tests.make.registry import make_account

NOON = datetime(2026, 11, 17, 12, 0, tzinfo=UTC)
NAMES = ("Hugo Petit", "Karim Benali", "Camille Roux", "Julie Marchand")
PEOPLE = st.integers(0, len(NAMES) - 1)
ALIVE = ("queued", "to_hand_off", "sent", "verified")


class NothingLeavesUnseen(RuleBasedStateMachine):
    """People write, submit, decide, stand in for one another and change roles."""

    def __init__(self) -> None:
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()

    def teardown(self) -> None:
        """Undo the example: each starts from an empty site."""
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    @initialize()
    def site(self) -> None:
        self.unit = make_unit(code="root")
        Charter.objects.get_or_create(name="Nordet")
        self.people = [make_person(name=name, home_unit=self.unit) for name in NAMES]
        for person in self.people[:3]:
            make_grant(person=person, unit=self.unit, role=Role.CONTRIBUTOR)
        for person in self.people[2:]:
            make_grant(person=person, unit=self.unit, role=Role.REVIEWER, seat=Seat.COLLEAGUE)
        accounts = (make_account(unit=self.unit),)
        self.draft = make_draft(author=self.people[0], unit=self.unit, accounts=accounts)
        self.texts = 0

    def person(self, number: int) -> Person:
        """Return a fresh object, so that rights are read again."""
        return Person.objects.get(pk=self.people[number].pk)

    def attempt(self, act: Any, **arguments: Any) -> None:
        try:
            act(at=NOON, **arguments)
        except DomainError:
            return

    def request(self) -> Request | None:
        return Request.objects.filter(subject_id=self.draft.pk).order_by("-pk").first()

    @rule(who=PEOPLE)
    def edit(self, who: int) -> None:
        self.texts += 1
        writing = Writing(text=f"Text number {self.texts}.")
        self.attempt(save_draft, draft_id=self.draft.pk, writing=writing, by=self.person(who))

    @rule(who=PEOPLE)
    def submit(self, who: int) -> None:
        self.attempt(submit_draft, draft_id=self.draft.pk, by=self.person(who))

    @precondition(lambda self: self.request() is not None)
    @rule(who=PEOPLE, verdict=st.sampled_from(["approve", "approve", "changes"]))
    def decide(self, who: int, verdict: str) -> None:
        request = self.request()
        assert request is not None
        choice = Choice(verdict=verdict, digest=request.digest, comment="Because.")
        self.attempt(decide_draft, request_id=request.pk, choice=choice, by=self.person(who))

    @precondition(lambda self: self.request() is not None)
    @rule(who=PEOPLE)
    def release_alone(self, who: int) -> None:
        request = self.request()
        assert request is not None
        self.attempt(
            release_draft_alone,
            request_id=request.pk,
            digest=request.digest,
            reason="Nobody is here.",
            by=self.person(who),
        )

    @rule(who=PEOPLE, act=st.sampled_from([withdraw_draft, reopen_draft, cancel_draft]))
    def take_back(self, who: int, act: Any) -> None:
        if act is cancel_draft and self.texts % 7:
            return
        self.attempt(act, draft_id=self.draft.pk, by=self.person(who))

    @rule(away=PEOPLE, stand_in=PEOPLE)
    def stand_in(self, away: int, stand_in: int) -> None:
        if away != stand_in:
            Absence.objects.create(
                person=self.people[away],
                delegate=self.people[stand_in],
                starts_at=datetime(2026, 1, 1, tzinfo=UTC),
                ends_at=datetime(2027, 1, 1, tzinfo=UTC),
            )

    @rule(who=PEOPLE, role=st.sampled_from([Role.CONTRIBUTOR, Role.REVIEWER]))
    def change_role(self, who: int, role: str) -> None:
        seat = Seat.COLLEAGUE if role == Role.REVIEWER else ""
        found = RoleGrant.objects.filter(person=self.people[who], role=role)
        if found.exists():
            found.delete()
        else:
            make_grant(person=self.people[who], unit=self.unit, role=role, seat=seat)

    @invariant()
    def what_leaves_was_agreed_to_by_somebody_whose_hand_is_not_in_it(self) -> None:
        if not hasattr(self, "draft"):
            return
        for delivery in Delivery.objects.filter(status__in=ALIVE):
            revision = Revision.objects.get(draft_id=delivery.subject_id, number=delivery.revision)
            assert delivery.approval_id is not None
            agreed = Decision.objects.filter(
                request_id=delivery.approval_id, verdict=Decision.Verdict.APPROVE
            )
            editors = set(
                Editor.objects.filter(
                    draft_id=delivery.subject_id, first_at__lte=revision.at
                ).values_list("person_id", flat=True)
            )
            assert agreed.exists()
            assert all(decision.digest == revision.digest for decision in agreed)
            assert all(decision.person_id not in editors for decision in agreed)
            assert all(decision.person_id != revision.by_id for decision in agreed)

    @invariant()
    def an_approved_draft_says_exactly_what_was_approved(self) -> None:
        if not hasattr(self, "draft"):
            return
        draft = Draft.objects.get(pk=self.draft.pk)
        if draft.status == "approved":
            revision = Revision.objects.get(draft=draft, number=draft.revision)
            assert revision.text == draft.text


def test_nothing_leaves_that_its_own_editors_agreed_to(db: None) -> None:
    run_state_machine_as_test(
        NothingLeavesUnseen,
        settings=settings(
            max_examples=25,
            stateful_step_count=16,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
