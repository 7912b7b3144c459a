"""A case from its facts to its end: who does what, who reads what, what it rests on."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from gouvernail.conduct.actions import (
    NewProof,
    Ruling,
    add_proof,
    appeal_case,
    appoint,
    ask_for_another,
    decide_appeal,
    decide_case,
    erase_from_cases,
    follow_cases,
    forget_cases,
    give_account,
    give_time,
    lift_early,
    stand_aside,
    take_case,
    weigh,
)
from gouvernail.conduct.errors import (
    AppealTooLateError,
    CaseInvalidError,
    CaseNotFoundError,
    CaseNotYoursError,
    CaseStateError,
    TooSoonError,
)
from gouvernail.conduct.models import Basis, Case, Decision, Proof
from gouvernail.conduct.permissions import visible_cases
from gouvernail.conduct.queries import cases_waiting_for, comparable
from gouvernail.foundation.ids import uuid7
from gouvernail.ledger.queries import replay_differences
from gouvernail.licences.models import Restriction
from gouvernail.notifications.models import Notification
from gouvernail.people.actions import erase_person, mark_left
from gouvernail.people.models import Person, Role, Unit
from gouvernail.policies.models import PolicyVersion
from gouvernail.training.models import Assignment
from tests.make.conduct import WHY, make_case, make_decided, make_staff_report
from tests.make.ledger import leaves
from tests.make.people import make_grant, make_person
from tests.make.policies import make_version
from tests.make.training import make_course

DAY = timedelta(days=1)


@pytest.fixture
def brune(nordet: Unit) -> Person:
    """Return a second lead of the group."""
    person = make_person(name="Brune Salaün", home_unit=nordet)
    make_grant(person=person, unit=nordet, role=Role.LEAD)
    return person


@pytest.fixture
def case(basis: Basis, clause: str, karim: Person, hugo: Person, claire: Person) -> Case:
    """Return a case that Karim brought about Hugo, for Claire to decide."""
    return make_case(by=karim, about=hugo, clause=clause, decider=claire)


def told(kind: str) -> set[str]:
    rows = Notification.objects.filter(kind=f"conduct_case.{kind}")
    return set(rows.values_list("person__name", flat=True))


def held(person: Person) -> list[str]:
    rows = Restriction.objects.filter(person=person, lifted_at__isnull=True)
    return list(rows.values_list("kind", flat=True))


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
    with pytest.raises(TooSoonError):
        decide_case(case.pk, ruling=ruling, by=claire, at=noon + 19 * DAY)
    follow_cases(at=noon + 20 * DAY)
    case.refresh_from_db()

    assert (case.status, told("due")) == ("deciding", {claire.name})
    assert decide_case(case.pk, ruling=ruling, by=claire, at=noon + 20 * DAY).status == "decided"


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


def test_a_restricted_licence_is_suspended_by_the_appeal_then_ends_by_itself(
    case: Case, claire: Person, hugo: Person, brune: Person, noon: datetime
) -> None:
    make_decided(case, by=claire, at=noon, outcome="restricted", acts=("publish",), months=2)
    assert held(hugo) == ["restricted"]
    appeal_case(case.pk, text="Je l’ignorais.", by=hugo, at=noon + 15 * DAY)
    assert held(hugo) == []
    with pytest.raises(CaseNotFoundError):
        take_case(case.pk, is_free=True, by=make_person(name="X"), at=noon + 16 * DAY)
    with pytest.raises(CaseNotYoursError):
        take_case(case.pk, is_free=True, by=claire, at=noon + 16 * DAY)
    take_case(case.pk, is_free=True, by=brune, at=noon + 16 * DAY)

    ruling = Ruling(outcome="", reason="La décision est juste.")
    settled = decide_appeal(case.pk, verdict="upheld", ruling=ruling, by=brune, at=noon + 17 * DAY)

    assert (settled.status, held(hugo)) == ("settled", ["restricted"])
    assert settled.outcome_until is not None
    follow_cases(at=settled.outcome_until - timedelta(minutes=1))
    assert Case.objects.get().status == "settled"
    follow_cases(at=settled.outcome_until)
    assert Case.objects.get().status == "ended"
    assert told("ended") == {hugo.name}
    assert Restriction.objects.filter(person=hugo, until__gt=settled.outcome_until).count() == 0


@pytest.mark.parametrize(
    ("verdict", "said", "outcome", "holds"),
    [
        ("annulled", {}, "nothing", []),
        ("softened", {"outcome": "reminder"}, "reminder", []),
        ("softened", {"outcome": "restricted", "acts": ("publish",), "months": 1,
                      "why_not_less": WHY}, "restricted", ["restricted"]),
    ],
)  # fmt: skip
def test_an_appeal_softens_or_annuls(
    case: Case, claire: Person, hugo: Person, brune: Person, noon: datetime, verdict: str,
    said: dict[str, Any], outcome: str, holds: list[str],
) -> None:  # fmt: skip
    make_decided(case, by=claire, at=noon, outcome="suspended", months=3)
    appeal_case(case.pk, text="C’est trop.", by=hugo, at=noon + DAY)
    take_case(case.pk, is_free=True, by=brune, at=noon + DAY)

    fields = {"outcome": "nothing", "reason": "Vu les faits, moins suffit."} | said
    decided = decide_appeal(
        case.pk, verdict=verdict, ruling=Ruling(**fields), by=brune, at=noon + 2 * DAY
    )

    assert (decided.outcome, held(hugo)) == (outcome, holds)


def test_an_appeal_never_makes_it_worse(
    case: Case, claire: Person, hugo: Person, brune: Person, noon: datetime
) -> None:
    make_decided(case, by=claire, at=noon)
    appeal_case(case.pk, text="C’est trop.", by=hugo, at=noon + DAY)
    take_case(case.pk, is_free=True, by=brune, at=noon + DAY)

    for said in ({"outcome": "suspended"}, {"outcome": "reminder", "months": 4}):
        fields = {"reason": "Plus sévère.", "why_not_less": WHY} | said
        with pytest.raises(CaseInvalidError):
            decide_appeal(
                case.pk, verdict="softened", ruling=Ruling(**fields), by=brune, at=noon + DAY
            )
    case.refresh_from_db()
    assert (case.status, case.outcome) == ("appealed", "reminder")


def test_there_is_one_appeal_and_it_is_made_in_time(
    case: Case, claire: Person, hugo: Person, amina: Person, noon: datetime
) -> None:
    make_decided(case, by=claire, at=noon)
    with pytest.raises(CaseNotYoursError):
        appeal_case(case.pk, text="À sa place.", by=amina, at=noon)
    with pytest.raises(AppealTooLateError):
        appeal_case(case.pk, text="Trop tard.", by=hugo, at=noon + 15 * DAY + timedelta(seconds=1))
    appeal_case(case.pk, text="À temps.", by=hugo, at=noon + 15 * DAY)

    with pytest.raises(AppealTooLateError):
        appeal_case(case.pk, text="Encore.", by=hugo, at=noon + 15 * DAY)


def test_what_protects_an_account_holds_while_the_appeal_is_examined(
    case: Case, claire: Person, hugo: Person, noon: datetime
) -> None:
    make_decided(case, by=claire, at=noon, outcome="suspended", urgency="Le compte est exposé.")

    appeal_case(case.pk, text="Je l’ignorais.", by=hugo, at=noon)

    assert held(hugo) == ["suspended"]


def test_of_two_tabs_the_second_changes_nothing(
    client: Client, case: Case, claire: Person, hugo: Person
) -> None:
    give_account(case.pk, text="Je croyais l’annonce faite.", by=hugo, at=case.opened_at)
    client.force_login(claire)
    address = f"/conduct/cases/{case.pk}/decide/"
    first = client.post(address, {"outcome": "reminder", "reason": "Un rappel.", "months": 3})

    second = client.post(address, {"outcome": "nothing", "reason": "Rien du tout.", "months": 3})

    assert (first.status_code, second.status_code) == (302, 409)
    assert Decision.objects.get().outcome == "reminder"
    client.force_login(hugo)
    again = client.post(f"/conduct/cases/{case.pk}/account/", {"text": "Autre chose."})
    assert again.status_code == 409


def test_one_stands_aside_and_the_person_asks_once_for_another(
    case: Case, claire: Person, hugo: Person, brune: Person, amina: Person, noon: datetime
) -> None:
    ask_for_another(case.pk, reason="Nous sommes voisins.", by=hugo, at=noon)
    assert claire.name in told("aside")
    assert told("free") == {brune.name, amina.name}
    with pytest.raises(CaseNotFoundError):
        take_case(case.pk, is_free=True, by=claire, at=noon)
    take_case(case.pk, is_free=True, by=brune, at=noon)
    with pytest.raises(CaseStateError):
        ask_for_another(case.pk, reason="Elle aussi.", by=hugo, at=noon)

    stand_aside(case.pk, by=brune, at=noon)

    assert appoint(case.pk, to=amina.pk, by=amina, at=noon).decider == amina


def test_who_was_to_decide_and_leaves_is_replaced(
    case: Case, claire: Person, amina: Person, brune: Person, noon: datetime
) -> None:
    mark_left(person_id=claire.pk, by=brune, at=noon)

    follow_cases(at=noon + DAY)

    case.refresh_from_db()
    assert (case.decider, case.status) == (None, "hearing")
    assert {brune.name, amina.name} <= told("free")
    assert cases_waiting_for(brune) == [case]


def test_nothing_of_a_licence_is_touched_once_the_person_has_left(
    case: Case, claire: Person, hugo: Person, noon: datetime
) -> None:
    mark_left(person_id=hugo.pk, by=claire, at=noon)
    ruling = Ruling(outcome="suspended", reason="Des faits graves.", why_not_less=WHY)

    with pytest.raises(CaseInvalidError) as refused:
        decide_case(case.pk, ruling=ruling, by=claire, at=noon + 30 * DAY)

    assert list(refused.value.fields) == ["outcome"]


def test_an_early_end_frees_the_licence_at_once(
    case: Case, claire: Person, hugo: Person, noon: datetime
) -> None:
    make_decided(case, by=claire, at=noon, outcome="suspended", months=3)

    ended = lift_early(case.pk, reason="Il a tout repris.", by=claire, at=noon + DAY)

    assert (ended.status, held(hugo)) == ("ended", [])


def test_past_cases_alike_are_shown_without_who_where_or_which_day(
    case: Case, clause: str, claire: Person, karim: Person, nina: Person, hugo: Person,
    noon: datetime,
) -> None:  # fmt: skip
    other = make_case(by=karim, about=nina, clause=clause, decider=claire)
    make_decided(other, by=claire, at=noon)
    same = make_case(by=karim, about=hugo, clause=clause, decider=claire)
    make_decided(same, by=claire, at=noon)
    assert comparable(case, at=noon) == []
    follow_cases(at=noon + 16 * DAY)

    (alike,) = comparable(case, at=noon + 16 * DAY)

    assert (alike.year, alike.seriousness, alike.days) == (2026, "notable", 92)
    assert comparable(case, at=noon + 1100 * DAY) == []


def test_either_side_adds_proofs_and_the_other_is_told(
    case: Case, claire: Person, hugo: Person, amina: Person, noon: datetime
) -> None:
    theirs = NewProof(kind="words", label="Le courriel du 10 l’annonçait.")
    add_proof(case.pk, proof=theirs, by=hugo, at=noon)
    entry = NewProof(kind="entry", reference="1")
    kept = add_proof(case.pk, proof=entry, by=claire, at=noon)

    assert kept.label.startswith("1. ")
    assert len(kept.digest) == 64
    assert told("proof") == {claire.name, hugo.name}
    with pytest.raises(CaseNotYoursError):
        add_proof(case.pk, proof=theirs, by=amina, at=noon)
    assert Proof.objects.count() == 2


def test_the_journal_names_neither_whom_it_is_about_nor_who_brought_it(
    case: Case, hugo: Person, karim: Person, claire: Person, noon: datetime
) -> None:
    make_decided(case, by=claire, at=noon)
    appeal_case(case.pk, text="C’est trop.", by=hugo, at=noon + DAY)

    told_of = [one for one in leaves() if one["type"].startswith("conduct_")]
    written = json.dumps([one for one in told_of if not one["type"].startswith("conduct_basis")])

    assert len(told_of) == 7  # the basis twice; opened, account, decision, decided, appealed
    assert str(hugo.pk) not in written
    assert str(karim.pk) not in written


def test_once_its_time_is_over_a_case_names_nobody_and_the_journal_still_replays(
    case: Case, claire: Person, hugo: Person, noon: datetime
) -> None:
    make_decided(case, by=claire, at=noon, months=1)
    follow_cases(at=noon + 16 * DAY)
    follow_cases(at=noon + 40 * DAY)
    case.refresh_from_db()
    assert case.keep_until_on is not None
    assert forget_cases(at=noon + 700 * DAY) == 0

    assert forget_cases(at=noon + 800 * DAY) == 1

    case.refresh_from_db()
    assert (case.person, case.opened_by, case.facts, case.account) == (None, None, "", "")
    assert (case.outcome, case.clause) == ("reminder", "charter#4.1")
    assert Decision.objects.get().reason == ""
    assert not [one for one in replay_differences() if one.subject_kind.startswith("conduct")]


def test_an_erasure_waits_for_the_retention_of_a_decision_and_no_longer(
    case: Case, clause: str, claire: Person, hugo: Person, karim: Person, noon: datetime
) -> None:
    nothing = make_case(by=karim, about=hugo, clause=clause, decider=claire)
    closed = Ruling(outcome="nothing", reason="Rien à suivre.")
    decide_case(nothing.pk, ruling=closed, by=claire, at=noon)
    make_decided(case, by=claire, at=noon, months=1)
    mark_left(person_id=hugo.pk, by=claire, at=noon)
    erase_person(person_id=hugo.pk, by=claire, at=noon)

    assert erase_from_cases(person_id=hugo.pk, at=noon) == 1
    assert erase_from_cases(person_id=hugo.pk, at=noon) == 0

    nothing.refresh_from_db()
    case.refresh_from_db()
    assert (nothing.person, case.person) == (None, hugo)
    assert case.erasure_asked_at == noon
    assert len(leaves(verb="conduct_case.erasure_deferred")) == 1
    follow_cases(at=noon + 60 * DAY)
    follow_cases(at=noon + 60 * DAY)
    forget_cases(at=noon + 800 * DAY)
    case.refresh_from_db()
    assert case.person is None
    assert not [one for one in replay_differences() if one.subject_kind.startswith("conduct")]


def test_coaching_asks_a_course_and_an_annulled_decision_asks_it_no_more(
    case: Case, claire: Person, hugo: Person, brune: Person, nordet: Unit, noon: datetime
) -> None:
    course = make_course(by=claire, unit=nordet)
    make_decided(case, by=claire, at=noon, outcome="coaching", course=course.slug)
    asked = Assignment.objects.get(person=hugo)
    assert (asked.course, asked.ended_at) == (course, None)

    appeal_case(case.pk, text="Je l’ai suivie en mai.", by=hugo, at=noon + DAY)

    asked.refresh_from_db()
    assert asked.ended_at == noon + DAY
    take_case(case.pk, is_free=True, by=brune, at=noon + DAY)
    ruling = Ruling(outcome="", reason="Elle est suivie, en effet.")
    decide_appeal(case.pk, verdict="annulled", ruling=ruling, by=brune, at=noon + DAY)
    assert not Assignment.objects.filter(person=hugo, ended_at__isnull=True).exists()
