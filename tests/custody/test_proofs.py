"""Proof of control: asked, read back, photographed and confirmed, declined, late, decided."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from gouvernail.custody import tasks
from gouvernail.custody.actions import (
    confirm_picture,
    decline_proof,
    keep_drills,
    note_look,
    open_drill,
    say_removed,
    send_back_picture,
    send_picture,
    set_proof_rule,
    settle_proof,
)
from gouvernail.custody.actions.drills import months_later, new_token
from gouvernail.custody.errors import (
    DrillUnderWayError,
    PictureNotTakenError,
    ProofExpiredError,
    ProofInvalidError,
    ProofNotFoundError,
    ProofNotYoursError,
    ProofStateError,
)
from gouvernail.custody.models import ControlProof, Handover, ProofDrill, ProofRule, Standing
from gouvernail.custody.queries.proofs import proofs_waiting
from gouvernail.foundation.actors import machine
from gouvernail.ledger.queries.replay import replay_differences
from gouvernail.media.errors import PictureRefusedError
from gouvernail.media.queries import stored_bytes
from gouvernail.notifications.models import Notification
from gouvernail.people.actions import mark_left
from gouvernail.people.errors import RightMissingError
from gouvernail.people.models import Person, Unit
from gouvernail.registry.models import Account, Connection
from gouvernail.registry.queries.profiles import Shown
from tests.make.custody import make_access
from tests.make.media import make_picture
from tests.make.registry import make_account, make_connection

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 17, 12, 0, tzinfo=UTC)
TODAY = date(2026, 11, 17)
DAY = timedelta(days=1)
WORKER = machine("worker")
PICTURE = make_picture()


@pytest.fixture
def account(energy: Unit, hugo: Person, nina: Person) -> Account:
    return make_account(unit=energy, name="Recharge", owner=hugo, backup=nina)


@pytest.fixture
def drill(account: Account, karim: Person, energy: Unit) -> ProofDrill:
    return open_drill(energy.pk, window_days=14, by=karim, at=NOON)


def proof_of(person: Person) -> ControlProof:
    return ControlProof.objects.filter(person=person).latest("asked_at", "pk")


def told(kind: str) -> set[Person]:
    return {one.person for one in Notification.objects.filter(kind=f"proof.{kind}")}


def test_a_drill_asks_owner_and_backup_each_for_a_token_of_their_own(
    account: Account, energy: Unit, karim: Person, hugo: Person, nina: Person, julie: Person
) -> None:
    make_account(unit=energy, name="Orphan")
    make_account(unit=energy, name="Own", owner=hugo, kind=Account.Kind.PERSONAL)
    make_account(unit=energy, name="Gone", owner=hugo, status=Account.Status.CLOSED)
    with pytest.raises(RightMissingError):
        open_drill(energy.pk, window_days=14, by=julie, at=NOON)
    with pytest.raises(ProofInvalidError):
        open_drill(energy.pk, window_days=1, by=karim, at=NOON)

    drill = open_drill(energy.pk, window_days=14, by=karim, at=NOON)

    asked = {proof.person: proof for proof in drill.proofs.all()}
    assert asked.keys() == {hugo, nina}
    assert asked[hugo].token != asked[nina].token
    assert (drill.left_out, drill.due_on, drill.filled_at) == (1, TODAY + 14 * DAY, NOON)
    assert told("asked") == {hugo, nina}
    with pytest.raises(DrillUnderWayError):
        open_drill(energy.pk, window_days=14, by=karim, at=NOON)
    tokens = {new_token() for _ in range(500)}
    assert len(tokens) == 500
    assert {len(token) for token in tokens} == {17}


def test_a_token_read_in_time_proves_once_and_its_removal_is_read_too(
    drill: ProofDrill, account: Account, hugo: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    connection = make_connection(account=account, by=hugo)
    access = make_access(account=account, by=hugo)
    proof, bio = proof_of(hugo), ["On recharge."]

    def read(asked: Connection) -> Shown | None:
        assert asked == connection
        return Shown(name="Recharge", bio=bio[0]) if bio else None

    monkeypatch.setattr(tasks, "read_profile", read)
    tasks.look(NOON)
    proof.refresh_from_db()
    assert (proof.state, proof.looked) == ("asked", "absent")
    bio[0] = f"On recharge. {proof.token.lower()}"
    tasks.look(NOON + DAY)
    proof.refresh_from_db()
    access.refresh_from_db()

    assert (proof.state, proof.method, proof.proved_at) == ("proved", "read", NOON + DAY)
    assert proof.token.lower() in proof.shown
    assert (access.tried_on, access.works) == (TODAY + DAY, True)
    assert Standing.objects.get(account=account).credentials == "earned"
    assert proof_of(drill.proofs.exclude(person=hugo).get().person).state == "asked"
    tasks.look(NOON + 5 * DAY)
    assert hugo in told("left_in")
    bio[0] = "On recharge."
    tasks.look(NOON + 6 * DAY)
    proof.refresh_from_db()
    assert proof.removed_at == NOON + 6 * DAY
    kinds = {"control_proof", "proof_drill", "proof_rule"}
    assert not {one.subject_kind for one in replay_differences()} & kinds


def test_a_token_seen_after_its_last_day_or_after_it_served_proves_nothing(
    drill: ProofDrill, hugo: Person, nina: Person
) -> None:
    late, other = proof_of(hugo), proof_of(nina)
    over = note_look(late.pk, text=late.token, by=WORKER, at=NOON + 15 * DAY)
    assert over.state == "asked"
    assert note_look(other.pk, text=late.token, by=WORKER, at=NOON).state == "asked"
    assert note_look(other.pk, text=other.token, by=WORKER, at=NOON).state == "proved"
    with pytest.raises(ProofStateError):
        decline_proof(other.pk, how="unable", reason="…", by=nina, at=NOON)
    with pytest.raises(ProofExpiredError):
        decline_proof(late.pk, how="unable", reason="…", by=hugo, at=NOON + 15 * DAY)


def test_a_photograph_proves_once_somebody_else_has_confirmed_it(
    drill: ProofDrill, account: Account, hugo: Person, nina: Person, karim: Person, julie: Person
) -> None:
    proof = proof_of(hugo)

    def send(data: bytes = PICTURE, day: date = TODAY, by: Person = hugo) -> ControlProof:
        return send_picture(proof.pk, data=data, taken_on=day, by=by, at=NOON)

    with pytest.raises(PictureRefusedError):
        send(b"<svg onload='x'/>")
    with pytest.raises(ProofInvalidError):
        send(day=TODAY - DAY)
    with pytest.raises(ProofNotYoursError):
        send(by=karim)
    with pytest.raises(ProofNotFoundError):
        send(by=julie)
    sent = send()
    assert (sent.state, told("to_confirm")) == ("photographed", {nina})
    assert stored_bytes(sent.picture_sha256)
    with pytest.raises(ProofNotYoursError):
        confirm_picture(proof.pk, by=hugo, at=NOON)
    with pytest.raises(ProofInvalidError):
        send_back_picture(proof.pk, reason=" ", by=nina, at=NOON)
    send_back_picture(proof.pk, reason="Le jeton est coupé.", by=nina, at=NOON)
    assert told("sent_back") == {hugo}
    send()
    assert proof in proofs_waiting(nina, today=TODAY)
    done = confirm_picture(proof.pk, by=nina, at=NOON + DAY)

    assert (done.state, done.method, done.confirmed_by) == ("proved", "picture", nina)
    with pytest.raises(ProofNotYoursError):
        say_removed(proof.pk, by=nina, at=NOON + DAY)
    assert say_removed(proof.pk, by=hugo, at=NOON + DAY).removed_at == NOON + DAY
    with pytest.raises(IntegrityError), transaction.atomic():
        ControlProof.objects.filter(pk=proof.pk).update(confirmed_by=hugo)


def test_where_the_site_reads_the_network_no_photograph_is_taken_unless_it_is_silent(
    drill: ProofDrill, account: Account, hugo: Person
) -> None:
    make_connection(account=account, by=hugo)
    proof = proof_of(hugo)
    with pytest.raises(PictureNotTakenError):
        send_picture(proof.pk, data=make_picture(), taken_on=TODAY, by=hugo, at=NOON)
    note_look(proof.pk, text=None, by=hugo, at=NOON)

    sent = send_picture(proof.pk, data=make_picture(), taken_on=TODAY, by=hugo, at=NOON)

    assert sent.state == "photographed"


def test_a_refusal_or_a_failure_goes_to_a_human_who_decides(
    drill: ProofDrill, account: Account, hugo: Person, nina: Person, karim: Person, yann: Person
) -> None:
    access = make_access(account=account, by=hugo)
    own, other = proof_of(hugo), proof_of(nina)
    with pytest.raises(ProofInvalidError):
        decline_proof(own.pk, how="unable", reason="", by=hugo, at=NOON)
    decline_proof(own.pk, how="unable", reason="Mot de passe changé.", by=hugo, at=NOON)
    decline_proof(other.pk, how="refused", reason="Je ne suis plus suppléante.", by=nina, at=NOON)
    access.refresh_from_db()
    assert access.works is False
    assert {karim, yann} <= told("to_decide")
    assert {own, other} <= set(proofs_waiting(yann, today=TODAY))
    with pytest.raises(RightMissingError):
        settle_proof(own.pk, how="again", note="", by=hugo, at=NOON)
    with pytest.raises(ProofInvalidError):
        settle_proof(own.pk, how="excused", note=" ", by=yann, at=NOON)
    with pytest.raises(RightMissingError):
        settle_proof(other.pk, how="handover", note="", by=yann, at=NOON)

    settle_proof(own.pk, how="again", note="Réinitialisé.", by=yann, at=NOON + DAY)
    settle_proof(other.pk, how="handover", note="", by=karim, at=NOON + DAY)

    again = proof_of(hugo)
    assert (again.state, again.due_on) == ("asked", TODAY + 15 * DAY)
    assert again.token != own.token
    case = Handover.objects.get()
    assert (case.place, case.giver, case.successor) == ("backup", nina, None)
    assert told("decided") == {nina}
    with pytest.raises(ProofStateError):
        settle_proof(other.pk, how="excused", note="Non.", by=karim, at=NOON + DAY)


def test_late_ones_are_reminded_then_closed_and_the_next_quarter_opens_by_itself(
    account: Account, energy: Unit, karim: Person, hugo: Person, nina: Person, claire: Person
) -> None:
    with pytest.raises(ProofInvalidError):
        set_proof_rule(
            energy.pk, every_months=5, window_days=99, next_on=TODAY - DAY, by=karim, at=NOON
        )
    set_proof_rule(energy.pk, every_months=3, window_days=10, next_on=TODAY, by=karim, at=NOON)
    keep_drills(at=NOON)
    drill = ProofDrill.objects.get()
    assert (drill.opened_by, drill.due_on) == (None, TODAY + 10 * DAY)
    assert ProofRule.objects.get().next_on == date(2027, 2, 17)
    keep_drills(at=NOON + 3 * DAY)
    keep_drills(at=NOON + 3 * DAY)
    assert told("soon") == {hugo, nina}
    assert Notification.objects.filter(kind="proof.soon").count() == 2
    mark_left(person_id=nina.pk, by=claire, at=NOON + 4 * DAY)

    keep_drills(at=NOON + 11 * DAY)

    assert {one.person: one.state for one in drill.proofs.all()} == {hugo: "late", nina: "dropped"}
    assert (told("late"), karim in told("to_decide")) == ({hugo}, True)
    drill.refresh_from_db()
    assert drill.finished_at == NOON + 11 * DAY
    keep_drills(at=NOON + 92 * DAY)
    assert ProofDrill.objects.count() == 2
    assert months_later(date(2026, 11, 30), 3) == date(2027, 2, 28)
