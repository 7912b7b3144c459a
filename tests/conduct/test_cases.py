"""A case from its facts to its end: who does what, who reads what, what it rests on."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from gouvernail.conduct.actions import (
    NewProof,
    Ruling,
    add_proof,
    appoint,
    decide_case,
    follow_cases,
    give_time,
    stand_aside,
    take_case,
    weigh,
)
from gouvernail.conduct.errors import (
    CaseInvalidError,
    CaseNotFoundError,
    CaseNotYoursError,
    TooSoonError,
)
from gouvernail.conduct.models import Basis, Case, Decision
from gouvernail.conduct.permissions import visible_cases
from gouvernail.conduct.permissions.cases import barred_from, part_in
from gouvernail.foundation.ids import uuid7
from gouvernail.notifications.models import Notification
from gouvernail.people.models import Person, Role, Seat
from gouvernail.policies.models import PolicyVersion
from tests.conduct.conftest import told
from tests.make.conduct import make_case, make_decided, make_staff_report
from tests.make.ledger import leaves
from tests.make.people import make_grant
from tests.make.policies import make_version

DAY = timedelta(days=1)


def test_a_case_is_read_by_who_it_is_about_who_decides_and_the_legal_seat_alone(
    case: Case, hugo: Person, claire: Person, amina: Person, brune: Person, karim: Person,
    odile: Person, nina: Person, yann: Person,
) -> None:  # fmt: skip
    readers = [
        one for one in (hugo, claire, amina, brune, karim, odile, nina, yann)
        if visible_cases(one).filter(pk=case.pk).exists()
    ]  # fmt: skip

    assert readers == [hugo, claire, amina]
    assert told("opened") == {hugo.name}
    assert told("given") == {claire.name}


def test_it_keeps_the_version_that_bound_that_day_and_what_was_signed(
    basis: Basis, clause: str, karim: Person, hugo: Person, nina: Person, claire: Person,
    noon: datetime,
) -> None:  # fmt: skip
    policy = PolicyVersion.objects.get().policy
    first = PolicyVersion.objects.get()
    make_version(policy, by=claire, source="## 4.1 Prix\n\nJamais avant l’annonce.\n")
    second = PolicyVersion.objects.get(status="in_force")
    PolicyVersion.objects.filter(pk=second.pk).update(in_force_on=(noon + 5 * DAY).date())

    then = make_case(by=karim, about=hugo, clause=clause, happened_on=noon.date())
    later = make_case(
        by=karim, about=hugo, clause=clause, happened_on=(noon + 6 * DAY).date(), at=noon + 7 * DAY
    )
    nothing = make_case(by=karim, about=nina, clause=clause, happened_on=noon.date())

    assert (then.version, then.signed) == (first, "this")
    assert (later.version, later.signed) == (second, "other")
    assert later.signature is not None
    assert later.signature.version == first
    assert (nothing.signed, nothing.signature) == ("none", None)


@pytest.mark.parametrize(
    ("field", "changed"),
    [
        ("clause", {"clause": "charter#99"}),
        ("happened_on", {"happened_on": datetime(2027, 1, 1).date()}),  # noqa: DTZ001 -- a day
        ("seriousness", {"seriousness": "capital"}),
        ("kind", {"proofs": (NewProof(kind="rumour"),)}),
        ("reference", {"proofs": (NewProof(kind="record", reference=str(uuid7())),)}),
        ("reference", {"proofs": (NewProof(kind="entry", reference="999999"),)}),
        ("report", {"report_id": uuid7()}),
    ],
)
def test_what_cannot_be_taken_is_said_at_its_field_and_no_case_is_left(
    basis: Basis, clause: str, karim: Person, hugo: Person, field: str, changed: dict[str, Any]
) -> None:
    said: dict[str, Any] = {"by": karim, "about": hugo, "clause": clause, **changed}
    with pytest.raises(CaseInvalidError) as refused:
        make_case(**said)

    assert list(refused.value.fields) == [field]
    assert not Case.objects.exists()


def test_sent_twice_it_is_one_case(
    basis: Basis, clause: str, karim: Person, hugo: Person, claire: Person
) -> None:
    key = uuid7()
    first = make_case(by=karim, about=hugo, clause=clause, key=key)

    assert make_case(by=karim, about=hugo, clause=clause, key=key) == first
    with pytest.raises(CaseNotFoundError):
        make_case(by=claire, about=hugo, clause=clause, key=key)
    assert Case.objects.count() == 1


def test_whoever_reports_their_own_mistake_is_not_followed_up(
    basis: Basis, clause: str, karim: Person, nina: Person, hugo: Person
) -> None:
    report = make_staff_report(by=nina, kind="mistake")

    with pytest.raises(CaseInvalidError) as refused:
        make_case(by=karim, about=nina, clause=clause, report_id=report.pk)

    assert list(refused.value.fields) == ["person"]
    assert make_case(by=karim, about=hugo, clause=clause, report_id=report.pk).report == report


def test_who_reports_who_brings_it_and_who_it_is_about_never_decide(
    basis: Basis, clause: str, karim: Person, claire: Person, brune: Person, amina: Person,
    noon: datetime,
) -> None:  # fmt: skip
    report = make_staff_report(by=brune, kind="mistake")
    case = make_case(by=claire, about=karim, clause=clause, report_id=report.pk)

    for person in (brune, claire, karim):
        with pytest.raises((CaseNotYoursError, CaseNotFoundError)):
            take_case(case.pk, is_free=True, by=person, at=noon)
        with pytest.raises(CaseInvalidError):
            appoint(case.pk, to=person.pk, by=amina, at=noon)
    with pytest.raises(CaseInvalidError):
        take_case(case.pk, is_free=False, by=amina, at=noon)
    assert take_case(case.pk, is_free=True, by=amina, at=noon).decider == amina


def test_the_name_of_who_reported_is_nowhere_in_the_case(
    client: Client, basis: Basis, clause: str, karim: Person, hugo: Person, nina: Person,
    claire: Person,
) -> None:  # fmt: skip
    report = make_staff_report(by=nina, kind="mistake", words="Nina Cherif l’a vu.")
    proof = NewProof(kind="report", reference=str(report.pk))
    case = make_case(
        by=karim, about=hugo, clause=clause, decider=claire, report_id=report.pk, proofs=(proof,)
    )

    for reader, names_opener in ((hugo, False), (claire, True)):
        client.force_login(reader)
        page = client.get(f"/conduct/cases/{case.pk}/").content.decode()
        assert nina.name not in page
        assert (karim.name in page) is names_opener


def test_nothing_is_decided_before_the_person_has_spoken_or_had_the_time(
    case: Case, claire: Person, hugo: Person, noon: datetime
) -> None:
    ruling = Ruling(outcome="reminder", reason="Un rappel suffit.")
    with pytest.raises(TooSoonError):
        decide_case(case.pk, ruling=ruling, by=claire, at=noon + 9 * DAY)

    give_time(case.pk, days=20, by=claire, at=noon)
    ends = noon + 20 * DAY + timedelta(hours=11)  # the end of that day, where the site is
    with pytest.raises(TooSoonError):
        decide_case(case.pk, ruling=ruling, by=claire, at=ends - timedelta(seconds=1))
    follow_cases(at=ends)
    case.refresh_from_db()

    assert (case.status, told("due")) == ("deciding", {claire.name})
    assert decide_case(case.pk, ruling=ruling, by=claire, at=ends).status == "decided"


def test_it_may_be_closed_at_once_in_favour_of_the_person(
    case: Case, claire: Person, noon: datetime
) -> None:
    closed = decide_case(
        case.pk, ruling=Ruling(outcome="nothing", reason="Rien à suivre."), by=claire, at=noon
    )

    assert (closed.status, closed.outcome) == ("ended", "nothing")


@pytest.mark.parametrize(
    ("field", "weighed", "said"),
    [
        ("why_not_less", {}, {"outcome": "referred", "why_not_less": "Trop court."}),
        ("course", {}, {"outcome": "coaching"}),
        ("acts", {}, {"outcome": "restricted"}),
        ("acts", {}, {"outcome": "restricted", "acts": ("fly",)}),
        ("months", {}, {"outcome": "reminder", "months": 13}),
        ("outcome", {"is_experiment": True}, {"outcome": "referred"}),
        ("outcome", {"good_faith": "yes"}, {"outcome": "suspended"}),
        ("outcome", {"signed": "none"}, {"outcome": "suspended"}),
        ("outcome", {}, {"outcome": "dismissed"}),
    ],
)
def test_more_than_a_reminder_is_refused_without_its_ground(
    case: Case, claire: Person, noon: datetime, field: str, weighed: dict[str, Any],
    said: dict[str, Any],
) -> None:  # fmt: skip
    Case.objects.filter(pk=case.pk).update(**weighed)

    with pytest.raises(CaseInvalidError) as refused:
        make_decided(case, by=claire, at=noon, **said)

    assert list(refused.value.fields) == [field]
    assert not Decision.objects.exists()


def test_good_faith_and_a_trial_declared_are_weighed_with_what_shows_them(
    case: Case, claire: Person, noon: datetime
) -> None:
    said: dict[str, Any] = {"seriousness": "minor", "good_faith": "yes", "is_experiment": True}
    with pytest.raises(CaseInvalidError) as refused:
        weigh(case.pk, **said, exemption="", by=claire, at=noon)
    assert list(refused.value.fields) == ["exemption"]

    kept = weigh(case.pk, **said, exemption="Essai déclaré le 3.", by=claire, at=noon)

    assert (kept.seriousness, kept.good_faith, kept.is_experiment) == ("minor", "yes", True)


def test_a_seat_reads_no_case_that_its_holder_brought_or_reported_or_left(
    basis: Basis, clause: str, karim: Person, hugo: Person, amina: Person, claire: Person,
    noon: datetime,
) -> None:  # fmt: skip
    assert hugo.home_unit is not None
    assert hugo.home_unit.parent is not None
    make_grant(person=karim, unit=hugo.home_unit.parent, role=Role.REVIEWER, seat=Seat.LEGAL)
    karim = Person.objects.get(pk=karim.pk)
    brought = make_case(by=karim, about=hugo, clause=clause)
    report = make_staff_report(by=amina, kind="mistake", unit=hugo.home_unit)
    reported = make_case(by=karim, about=hugo, clause=clause, report_id=report.pk)
    left = make_case(by=claire, about=hugo, clause=clause, decider=amina)
    stand_aside(left.pk, by=amina, at=noon)

    assert not visible_cases(karim).filter(pk=brought.pk).exists()
    assert set(visible_cases(amina)) == {brought}
    left.refresh_from_db()
    assert [part_in(amina, one) for one in (brought, reported, left)] == ["legal", "", ""]


def test_a_report_cited_as_a_proof_bars_who_made_it(
    basis: Basis, clause: str, karim: Person, hugo: Person, nina: Person, brune: Person,
    amina: Person, claire: Person, noon: datetime,
) -> None:  # fmt: skip
    def cite(person: Person) -> NewProof:
        report = make_staff_report(by=person, kind="mistake", unit=hugo.home_unit)
        return NewProof(kind="report", reference=str(report.pk))

    with pytest.raises(CaseInvalidError) as refused:
        make_case(by=karim, about=nina, clause=clause, proofs=(cite(nina),))
    assert list(refused.value.fields) == ["person"]
    Notification.objects.all().delete()

    case = make_case(by=karim, about=hugo, clause=clause, proofs=(cite(brune), cite(amina)))

    assert case.report is not None
    assert barred_from(case) == {hugo.pk, karim.pk, brune.pk, amina.pk}
    assert told("free") == {claire.name}
    assert not visible_cases(amina).exists()
    Case.objects.filter(pk=case.pk).update(aside="")
    take_case(case.pk, is_free=True, by=claire, at=noon)
    with pytest.raises(CaseInvalidError):
        add_proof(case.pk, proof=cite(hugo), by=claire, at=noon)
    add_proof(case.pk, proof=cite(amina), by=claire, at=noon)
    case.refresh_from_db()
    assert amina.pk in barred_from(case)
    assert [len(leaves(verb=f"conduct_case.{one}")) for one in ("barred", "stood_aside")] == [1, 0]
