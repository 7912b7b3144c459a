"""After a decision: appeals, effects on the licence, early ends, what is kept and forgotten."""

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
    lift_early,
    stand_aside,
    take_case,
)
from gouvernail.conduct.errors import (
    AppealTooLateError,
    CaseInvalidError,
    CaseNotFoundError,
    CaseNotYoursError,
    CaseStateError,
)
from gouvernail.conduct.models import Case, Decision, Proof
from gouvernail.conduct.queries import cases_waiting_for, comparable
from gouvernail.ledger.queries import replay_differences
from gouvernail.licences.models import Restriction
from gouvernail.people.actions import erase_person, mark_left
from gouvernail.people.models import Person
from tests.conduct.conftest import held, told
from tests.make.conduct import WHY, make_case, make_decided
from tests.make.ledger import leaves
from tests.make.people import make_person

DAY = timedelta(days=1)


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


@pytest.mark.parametrize(
    ("first", "said", "field"),
    [
        ({"acts": ("publish",), "network": "mastodon", "months": 3},
         {"acts": ("publish", "reply"), "months": 2}, "acts"),
        ({"acts": ("publish",), "network": "mastodon", "months": 3},
         {"acts": ("publish",), "months": 2}, "network"),
        ({"acts": ("publish",), "months": 3}, {"acts": ("reply",), "months": 1}, "acts"),
        ({"acts": ("publish",), "months": 1}, {"acts": ("publish",), "months": 12}, "months"),
    ],
)  # fmt: skip
def test_softened_touches_nothing_that_the_first_decision_left_alone(
    case: Case, claire: Person, hugo: Person, brune: Person, noon: datetime,
    first: dict[str, Any], said: dict[str, Any], field: str,
) -> None:  # fmt: skip
    make_decided(case, by=claire, at=noon, outcome="restricted", **first)
    appeal_case(case.pk, text="C’est trop.", by=hugo, at=noon + DAY)
    take_case(case.pk, is_free=True, by=brune, at=noon + DAY)

    ruling = Ruling(outcome="restricted", reason="Autrement.", why_not_less=WHY, **said)
    with pytest.raises(CaseInvalidError) as refused:
        decide_appeal(case.pk, verdict="softened", ruling=ruling, by=brune, at=noon + DAY)

    assert list(refused.value.fields) == [field]


@pytest.mark.parametrize(
    "first", [{"outcome": "restricted", "acts": ("publish", "reply")}, {"outcome": "suspended"}]
)
def test_softened_never_ends_later_than_what_was_appealed(
    case: Case, claire: Person, hugo: Person, brune: Person, noon: datetime, first: dict[str, Any]
) -> None:
    until = make_decided(case, by=claire, at=noon, months=1, **first).outcome_until
    appeal_case(case.pk, text="C’est trop.", by=hugo, at=noon + DAY)
    take_case(case.pk, is_free=True, by=brune, at=noon + DAY)

    ruling = Ruling(
        outcome="restricted", acts=("publish",), months=12, reason="Moins.", why_not_less=WHY
    )
    decided = decide_appeal(case.pk, verdict="softened", ruling=ruling, by=brune, at=noon + 2 * DAY)

    assert decided.outcome_until == until
    assert Restriction.objects.get(lifted_at__isnull=True).until == until


def test_there_is_one_appeal_and_it_is_made_in_time(
    case: Case, claire: Person, hugo: Person, amina: Person, noon: datetime
) -> None:
    make_decided(case, by=claire, at=noon)
    with pytest.raises(CaseNotYoursError):
        appeal_case(case.pk, text="À sa place.", by=amina, at=noon)
    ends = noon + 15 * DAY + timedelta(hours=11)  # the end of that day, where the site is
    with pytest.raises(AppealTooLateError):
        appeal_case(case.pk, text="Trop tard.", by=hugo, at=ends + timedelta(seconds=1))
    appeal_case(case.pk, text="À temps.", by=hugo, at=ends)

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
    assert list(cases_waiting_for(brune, at=noon)) == [case]


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

    assert (ended.status, held(hugo)) == ("decided", [])
    assert ended.outcome_until == noon + DAY
    with pytest.raises(CaseStateError):
        lift_early(case.pk, reason="Encore.", by=claire, at=noon + DAY)
    follow_cases(at=noon + 16 * DAY)
    assert Case.objects.get().status == "ended"
    assert (told("lifted"), told("ended")) == ({hugo.name}, set())


def test_what_ended_early_is_offered_no_second_end_and_may_still_be_appealed(
    client: Client, case: Case, claire: Person, hugo: Person, brune: Person, noon: datetime
) -> None:
    make_decided(case, by=claire, at=noon, outcome="suspended", months=12)
    address = f"/conduct/cases/{case.pk}/"
    client.force_login(claire)
    assert client.get(address).context["lift_form"]
    lift_early(case.pk, reason="Il a tout repris.", by=claire, at=noon + timedelta(minutes=1))
    assert "lift_form" not in client.get(address).context
    appeal_case(case.pk, text="Je n’y étais pas.", by=hugo, at=noon + 2 * DAY)
    take_case(case.pk, is_free=True, by=brune, at=noon + 2 * DAY)

    ruling = Ruling(outcome="", reason="La décision était juste.")
    upheld = decide_appeal(case.pk, verdict="upheld", ruling=ruling, by=brune, at=noon + 3 * DAY)

    assert (upheld.outcome, held(hugo)) == ("suspended", [])
    assert upheld.outcome_until == noon + timedelta(minutes=1)
    follow_cases(at=noon + 4 * DAY)
    assert Case.objects.get().status == "ended"
    assert told("ended") == set()


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


def test_a_restricted_licence_names_its_case_no_longer_than_the_case_names_the_person(
    case: Case, claire: Person, noon: datetime
) -> None:
    make_decided(case, by=claire, at=noon, outcome="restricted", acts=("publish",), months=1)
    follow_cases(at=noon + 16 * DAY)
    follow_cases(at=noon + 40 * DAY)
    assert Restriction.objects.get().case_ref == case.pk.hex

    forget_cases(at=noon + 800 * DAY)

    row = Restriction.objects.get()
    assert (row.case_ref, row.kind, row.acts) == ("", "restricted", ["publish"])
    assert len(leaves(verb="licence_restriction.redacted")) == 1
    assert not [one for one in replay_differences() if one.subject_kind == Restriction.ledger_kind]


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
