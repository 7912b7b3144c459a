"""A consultation opens, is read, ends; every remark is answered before the text is approved."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from gouvernail.consultations.actions import (
    Said,
    answer_remarks,
    cancel_consultation,
    edit_remark,
    group_remarks,
    move_end,
    note_reading,
    support_remark,
    tell_what_changed,
    ungroup_remark,
    withdraw_remark,
)
from gouvernail.consultations.errors import (
    ConsultationInvalidError,
    ConsultationStateError,
    NotAskedError,
    RemarkClosedError,
    RemarkInvalidError,
    RemarkNotFoundError,
)
from gouvernail.consultations.models import Consultation, Remark
from gouvernail.consultations.permissions import visible_consultations
from gouvernail.consultations.queries.asked import asked_people
from gouvernail.consultations.tasks import follow_windows, remind_of_ends
from gouvernail.notifications.models import Notification
from gouvernail.people.errors import RightMissingError
from gouvernail.people.models import Person, Role, Unit
from gouvernail.policies.actions import (
    agree_version,
    draft_version,
    put_version_in_force,
    submit_version,
    write_clauses,
)
from gouvernail.policies.errors import VersionConsultedError, VersionHeldError
from gouvernail.policies.models import PolicyVersion
from tests.make.consultations import FINAL, make_consultation, make_remark

AFTER = datetime(2026, 12, 1, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def people(claire: Person, hugo: Person, ines: Person, nina: Person, amina: Person) -> None:
    """Have people in two departments, and a reviewer."""


def told(kind: str) -> set[str]:
    rows = Notification.objects.filter(kind=f"consultation.{kind}")
    return set(rows.values_list("person__name", flat=True))


def close(consultation: Consultation) -> None:
    follow_windows(AFTER)
    consultation.refresh_from_db()
    assert consultation.status == "closed"


def test_those_it_binds_are_asked_and_the_text_is_frozen(
    claire: Person, hugo: Person, noon: datetime
) -> None:
    consultation = make_consultation(by=claire)

    assert consultation.status == "open"
    assert consultation.version.status == PolicyVersion.Status.CONSULTATION
    assert hugo.name in told("opened")
    with pytest.raises(VersionConsultedError):
        write_clauses(
            version_id=consultation.version_id, source=FINAL, source_en="", by=claire, at=noon
        )
    with pytest.raises(VersionConsultedError):
        draft_version(policy_id=consultation.policy_id, by=claire, at=noon)


def test_lines_narrow_and_widen_whom_it_asks(
    claire: Person, hugo: Person, ines: Person, nina: Person, energy: Unit, amina: Person
) -> None:
    consultation = make_consultation(
        by=claire,
        only_unit_ids=[energy.pk],
        only_roles=[Role.CONTRIBUTOR],
        also_person_ids=[ines.pk],
    )

    assert set(asked_people(consultation)) == {hugo, ines}
    for person, sees in ((hugo, True), (ines, True), (nina, False), (amina, False)):
        assert visible_consultations(person).exists() == sees, person
    with pytest.raises(NotAskedError):
        make_remark(consultation, by=claire)


@pytest.mark.parametrize(
    ("field", "fault"),
    [
        ("closes_on", {"closes_on": date(2026, 11, 20)}),
        ("opens_on", {"opens_on": date(2026, 11, 16)}),
        ("is_anonymous", {"is_anonymous": True}),
        ("zone", {"zone": "Europe/Atlantis"}),
    ],
)
def test_a_window_that_cannot_be_held_is_refused_at_its_field(
    claire: Person, field: str, fault: dict[str, Any]
) -> None:
    with pytest.raises(ConsultationInvalidError) as refused:
        make_consultation(by=claire, **fault)

    assert field in refused.value.fields


def test_whoever_does_not_run_it_cannot_open_it(claire: Person, hugo: Person) -> None:
    consultation = make_consultation(by=claire)

    with pytest.raises(RightMissingError):
        move_end(
            consultation_id=consultation.pk,
            closes_on=date(2026, 12, 5),
            reason="Plus de temps.",
            by=hugo,
            at=AFTER - timedelta(days=5),
        )


def test_it_opens_by_itself_on_its_day_or_is_cancelled(claire: Person, noon: datetime) -> None:
    planned = make_consultation(by=claire, opens_on=date(2026, 11, 20))
    assert (planned.status, planned.version.status) == ("planned", "draft")
    with pytest.raises(VersionHeldError):
        submit(planned, claire, noon)

    follow_windows(noon + timedelta(days=3))

    planned.refresh_from_db()
    assert planned.status == "open"
    with pytest.raises(ConsultationStateError):
        cancel_consultation(consultation_id=planned.pk, reason="Trop tard.", by=claire, at=AFTER)


def test_its_end_moves_with_a_reason_never_below_the_days_of_the_charter(
    claire: Person, noon: datetime
) -> None:
    consultation = make_consultation(by=claire)

    def move(day: date, reason: str = "Les congés.") -> Consultation:
        return move_end(
            consultation_id=consultation.pk, closes_on=day, reason=reason, by=claire, at=noon
        )

    for day, reason in ((date(2026, 11, 22), "Vite."), (date(2026, 12, 4), " ")):
        with pytest.raises(ConsultationInvalidError):
            move(day, reason)
    assert move(date(2026, 12, 4)).closes_on == date(2026, 12, 4)
    assert move(date(2026, 11, 24)).closes_on == date(2026, 11, 24)
    assert told("extended") == told("shortened") == told("opened")
    ended = move_end(
        consultation_id=consultation.pk,
        closes_on=date(2026, 11, 1),
        reason="Tout le monde a parlé.",
        by=claire,
        at=noon + timedelta(days=7),
    )
    assert (ended.status, ended.version_id) == ("closed", consultation.version_id)
    consultation.version.refresh_from_db()
    assert consultation.version.status == "draft"


def test_who_has_not_read_is_reminded_three_days_and_one_day_before(
    claire: Person, hugo: Person, nina: Person, noon: datetime
) -> None:
    consultation = make_consultation(by=claire)
    note_reading(consultation_id=consultation.pk, by=hugo, at=noon)

    remind_of_ends(noon + timedelta(days=9))
    assert told("ends_soon") == set()
    remind_of_ends(noon + timedelta(days=11))
    assert nina.name in told("ends_soon")
    assert hugo.name not in told("ends_soon")
    remind_of_ends(noon + timedelta(days=13))
    assert told("ends_tomorrow") == told("ends_soon")


def test_a_remark_is_edited_withdrawn_and_supported_until_the_end(
    claire: Person, hugo: Person, nina: Person, noon: datetime
) -> None:
    consultation = make_consultation(by=claire)
    remark = make_remark(consultation, by=hugo)

    edit_remark(remark_id=remark.pk, text="Quelle source, et de quand ?", by=hugo, at=noon)
    assert support_remark(remark_id=remark.pk, by=nina, at=noon)
    assert not support_remark(remark_id=remark.pk, by=nina, at=noon)
    assert support_remark(remark_id=remark.pk, by=nina, at=noon)
    with pytest.raises(RemarkNotFoundError):
        support_remark(remark_id=remark.pk, by=hugo, at=noon)
    gone = make_remark(consultation, by=nina, text="Erreur.")
    withdraw_remark(remark_id=gone.pk, by=nina, at=noon)
    close(consultation)
    with pytest.raises(RemarkClosedError):
        edit_remark(remark_id=remark.pk, text="Encore.", by=hugo, at=AFTER)
    assert consultation.asked_count == len(told("opened"))
    assert consultation.secret == ""


def submit(consultation: Consultation, by: Person, at: datetime) -> PolicyVersion:
    return submit_version(
        version_id=consultation.version_id,
        in_force_on=date(2026, 12, 15),
        changes="La source.",
        by=by,
        at=at,
    )


def test_nothing_is_approved_while_a_remark_waits_and_its_author_is_told(
    claire: Person, hugo: Person, nina: Person, ines: Person, amina: Person
) -> None:
    consultation = make_consultation(by=claire)
    first, alike, other = (
        make_remark(consultation, by=hugo),
        make_remark(consultation, by=nina, text="La source ?"),
        make_remark(consultation, by=ines, text="Rien sur les vidéos.", anchor=""),
    )
    close(consultation)
    with pytest.raises(VersionHeldError, match="3"):
        submit(consultation, claire, AFTER)

    group = group_remarks(
        remark_ids=[first.pk, alike.pk, other.pk], label="La source", by=claire, at=AFTER
    )
    ungroup_remark(remark_id=other.pk, by=claire, at=AFTER)
    changed = Said(outcome="changed", anchor="1", words="Un lien vers la source.")
    with pytest.raises(RemarkInvalidError) as refused:  # the text is still the one asked about
        answer_remarks(remark_ids=[first.pk], said=changed, by=claire, at=AFTER)
    assert "anchor" in refused.value.fields
    write_clauses(
        version_id=consultation.version_id, source=FINAL, source_en="", by=claire, at=AFTER
    )
    answer_remarks(remark_ids=[first.pk], said=changed, by=claire, at=AFTER)
    assert told("answered") == {hugo.name, nina.name}
    assert set(group.remarks.all()) == {first, alike}
    with pytest.raises(RemarkInvalidError):
        answer_remarks(
            remark_ids=[other.pk], said=Said(outcome="declined", words=" "), by=claire, at=AFTER
        )
    with pytest.raises(VersionHeldError, match="1"):
        submit(consultation, claire, AFTER)
    said = Said(outcome="declined", words="Les vidéos ont leur propre guide.")
    answer_remarks(remark_ids=[other.pk], said=said, by=claire, at=AFTER)

    version = submit(consultation, claire, AFTER)

    agree_version(version_id=version.pk, digest=version.digest, by=amina, at=AFTER)
    put_version_in_force(version_id=version.pk, at=AFTER + timedelta(days=20))
    tell_what_changed(version_id=version.pk, at=AFTER + timedelta(days=20))
    assert told("in_force") == {hugo.name, nina.name, ines.name}
    with pytest.raises(ConsultationStateError):
        answer_remarks(remark_ids=[other.pk], said=said, by=claire, at=AFTER)


def test_a_change_taken_back_holds_the_version_again(
    claire: Person, hugo: Person, noon: datetime
) -> None:
    consultation = make_consultation(by=claire)
    remark = make_remark(consultation, by=hugo)
    source = consultation.version
    text = "\n\n".join(f"## {c.anchor} {c.title}\n\n{c.text}" for c in source.clauses.all())
    close(consultation)
    write_clauses(version_id=source.pk, source=FINAL, source_en="", by=claire, at=AFTER)
    said = Said(outcome="changed", anchor="1", words="Un lien.")
    answer_remarks(remark_ids=[remark.pk], said=said, by=claire, at=AFTER)

    write_clauses(version_id=source.pk, source=text, source_en=text, by=claire, at=AFTER)

    with pytest.raises(VersionHeldError, match="1"):
        submit(consultation, claire, AFTER)
    assert Remark.objects.get().answer is not None


def test_a_remark_put_with_others_is_its_author_s_until_it_is_answered(
    claire: Person, hugo: Person, nina: Person, noon: datetime
) -> None:
    consultation = make_consultation(by=claire)
    first, second = (make_remark(consultation, by=one) for one in (hugo, nina))
    group = group_remarks(remark_ids=[first.pk, second.pk], label="La source", by=claire, at=noon)

    assert edit_remark(remark_id=first.pk, text="Quelle date ?", by=hugo, at=noon).text
    withdraw_remark(remark_id=second.pk, by=nina, at=noon)

    assert list(group.remarks.all()) == [first]
    said = Said(outcome="declined", words="Elle y est.")
    answer_remarks(remark_ids=[first.pk], said=said, by=claire, at=noon)
    with pytest.raises(RemarkClosedError):
        edit_remark(remark_id=first.pk, text="Encore.", by=hugo, at=noon)


def test_who_is_not_asked_is_not_noted_as_a_reader(
    claire: Person, hugo: Person, noon: datetime
) -> None:
    consultation = make_consultation(by=claire, only_person_ids=[claire.pk])

    with pytest.raises(NotAskedError):
        note_reading(consultation_id=consultation.pk, by=hugo, at=noon)

    assert not consultation.readings.exists()
