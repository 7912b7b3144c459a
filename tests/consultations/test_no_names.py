"""Where no name is kept, none is: not in the tables, not in the journal, not on a page."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.test import Client
from django.urls import reverse

from gouvernail.consultations.actions import (
    NewRemark,
    change_by_code,
    keep_draft,
    mark_clause,
    send_remark,
    suggest_change,
    support_remark,
    tell_what_changed,
    write_terms,
)
from gouvernail.consultations.actions.remarks import MOST
from gouvernail.consultations.errors import (
    ConsultationInvalidError,
    ConsultationStateError,
    RemarkNotFoundError,
    TooManyRemarksError,
)
from gouvernail.consultations.models import Consultation, Held, Quota, Remark, Support
from gouvernail.consultations.queries.codes import said_under
from gouvernail.consultations.tasks import follow_windows, let_held_appear
from gouvernail.foundation.clock import now
from gouvernail.foundation.ids import uuid7
from gouvernail.ledger.models import Leaf
from gouvernail.people.models import Person, Role, Unit
from gouvernail.policies.models import Policy
from tests.make.consultations import NOON, OLD, make_consultation
from tests.make.ledger import leaves
from tests.make.people import make_grant, make_person
from tests.make.policies import make_charter


@pytest.fixture
def crowd(nordet: Unit, claire: Person) -> list[Person]:
    """Return ten employees; the charter allows that no name is kept."""
    people = [make_person(name=f"Worker {number}", home_unit=nordet) for number in range(10)]
    for one in people:
        make_grant(person=one, unit=nordet, role=Role.EMPLOYEE)
    write_terms(allows_anonymous=True, minimum_days=7, by=claire, at=NOON)
    return people


def say(consultation: Consultation, by: Person, text: str = "Je n’ose pas le dire.") -> str:
    new = NewRemark(key=uuid7(), text=text, anchor="1")
    return send_remark(consultation_id=consultation.pk, new=new, by=by, at=NOON).code


def rows_that_name(person: Person) -> set[str]:
    """Return the tables of the area where a column holds the key of a person, or their name."""
    key, found = str(person.pk), set()
    for model in apps.get_app_config("consultations").get_models():
        for row in model._default_manager.all():
            if any(_says(row, field, key) for field in model._meta.concrete_fields):
                found.add(model.__name__)
    return found


def _says(row: models.Model, field: "models.Field[Any, Any]", key: str) -> bool:
    return key in str(getattr(row, field.attname)) or key.replace("-", "") in str(
        getattr(row, field.attname)
    )


def test_neither_tables_nor_journal_say_who_wrote(claire: Person, crowd: list[Person]) -> None:
    consultation = make_consultation(by=claire, is_anonymous=True)
    before = Leaf.objects.count()
    for one in crowd[:5]:
        say(consultation, one)
        mark_clause(consultation_id=consultation.pk, anchor="1", value="agree", by=one, at=NOON)
    let_held_appear(NOON + timedelta(hours=1))
    shown = Remark.objects.filter(consultation=consultation)
    support_remark(remark_id=shown[0].pk, by=crowd[6], at=NOON)

    assert {one.author for one in shown} == {None}
    assert {one.sent_at for one in shown} == {consultation.opened_at}
    assert {one.pk.version for one in shown} == {4}  # not made of the time
    assert [rows_that_name(one) for one in crowd] == [set()] * len(crowd)
    told = json.dumps([list(leaf.values()) for leaf in _new_leaves(before)], default=str)
    assert all(str(one.pk) not in told for one in crowd)
    assert "session" not in told


def _new_leaves(before: int) -> Iterator[dict[str, Any]]:
    for leaf in Leaf.objects.order_by("pk")[before:]:
        yield {f.attname: getattr(leaf, f.attname) for f in leaf._meta.concrete_fields}


def test_a_session_is_not_written_beside_what_a_page_sends(
    client: Client, claire: Person, crowd: list[Person]
) -> None:
    consultation = make_consultation(by=claire, is_anonymous=True, at=now())
    for one in crowd[:5]:
        client.force_login(one)
        address = reverse("consultations:remark-send", args=[consultation.pk])
        sent = {"key": uuid7(), "anchor": "1", "kind": "comment", "text": "Je n’ose pas."}
        page = client.post(address, sent).content.decode()
        assert 'id="code"' in page
    let_held_appear(now())

    acts = leaves(verb="remark.sent")
    assert len(acts) == Remark.objects.count() == 5
    assert {json.dumps(leaf["actor"], sort_keys=True) for leaf in acts} == {
        json.dumps(acts[0]["actor"], sort_keys=True)
    }
    assert acts[0]["actor"]["auth"] == "anonymous"


def test_remarks_wait_for_others_or_for_the_end(claire: Person, crowd: list[Person]) -> None:
    consultation = make_consultation(by=claire, is_anonymous=True)
    for one in crowd[:4]:
        say(consultation, one)

    let_held_appear(NOON + timedelta(hours=2))
    assert (Remark.objects.count(), Held.objects.count()) == (0, 4)
    follow_windows(NOON + timedelta(days=15))

    assert (Remark.objects.count(), Held.objects.count()) == (4, 0)


def test_its_code_alone_changes_a_remark_before_and_after_it_appears(
    claire: Person, crowd: list[Person]
) -> None:
    consultation = make_consultation(by=claire, is_anonymous=True)
    codes = [say(consultation, one) for one in crowd[:5]]

    def change(code: str, text: str | None, by: Person = crowd[9]) -> None:
        change_by_code(consultation_id=consultation.pk, code=code, text=text, by=by, at=NOON)

    change(codes[0].lower().replace("-", " "), "Autrement dit.")
    let_held_appear(NOON)
    change(codes[1], "Après coup.")
    change(codes[2], None)

    texts = set(Remark.objects.filter(status="sent").values_list("text", flat=True))
    assert texts == {"Autrement dit.", "Après coup.", "Je n’ose pas le dire."}
    assert said_under(consultation, codes[2]) is None
    for wrong in ("", "AAAAA-AAAAA-AAAAA-AAAAA"):
        with pytest.raises(RemarkNotFoundError):
            change(wrong, "À moi.")


def test_nobody_floods_and_nothing_tells_who_supported_once_it_is_over(
    claire: Person, crowd: list[Person]
) -> None:
    consultation = make_consultation(by=claire, is_anonymous=True)
    for number in range(MOST):
        say(consultation, crowd[0], f"Remarque {number}")
    with pytest.raises(TooManyRemarksError):
        say(consultation, crowd[0])
    let_held_appear(NOON)
    assert not Remark.objects.exists()  # sixty remarks of one person hide nobody
    taken_back = say(consultation, crowd[1])
    for one in crowd[1:4]:
        say(consultation, one)
    last = say(consultation, crowd[4])
    change_by_code(
        consultation_id=consultation.pk, code=taken_back, text=None, by=crowd[8], at=NOON
    )
    let_held_appear(NOON)
    assert not Remark.objects.exists()  # perhaps it was all that somebody said
    assert said_under(consultation, taken_back) is None
    assert said_under(consultation, last) is not None
    say(consultation, crowd[5])
    let_held_appear(NOON)
    assert Remark.objects.count() == MOST + 5
    support_remark(remark_id=Remark.objects.all()[0].pk, by=crowd[2], at=NOON)
    consultation.refresh_from_db()
    assert consultation.secret

    follow_windows(NOON + timedelta(days=15))

    consultation.refresh_from_db()
    assert (consultation.secret, Quota.objects.count()) == ("", 0)
    assert Support.objects.count() == 1  # counted, and nobody’s


def test_no_draft_is_kept_and_small_groups_are_not_asked_so(
    claire: Person, crowd: list[Person], energy: Unit, noon: datetime
) -> None:
    with pytest.raises(ConsultationInvalidError) as refused:
        make_consultation(
            by=claire,
            is_anonymous=True,
            only_unit_ids=[energy.pk],
            also_person_ids=[crowd[0].pk],
        )
    assert "is_anonymous" in refused.value.fields
    consultation = make_consultation(by=claire, policy=Policy.objects.get(), is_anonymous=True)
    new = NewRemark(key=uuid7(), text="Pas encore.", anchor="1")
    with pytest.raises(ConsultationStateError):
        keep_draft(consultation_id=consultation.pk, new=new, by=crowd[0], at=noon)


def test_everyone_who_read_it_is_told_what_changed(
    client: Client, claire: Person, crowd: list[Person]
) -> None:
    consultation = make_consultation(by=claire, is_anonymous=True, at=now())
    for one in crowd[:3]:
        client.force_login(one)
        client.get(reverse("consultations:consultation-detail", args=[consultation.pk]))
    say_at = NewRemark(key=uuid7(), text="Un mot.", anchor="1")
    send_remark(consultation_id=consultation.pk, new=say_at, by=crowd[0], at=now())
    follow_windows(now() + timedelta(days=15))

    assert tell_what_changed(version_id=consultation.version_id, at=now()) == 3


def test_a_signed_suggestion_does_not_enter_a_window_without_names(
    claire: Person, crowd: list[Person]
) -> None:
    policy = make_charter(by=claire, source=OLD, source_en=OLD)
    new = NewRemark(key=uuid7(), text="Un exemple, s’il vous plaît.")
    waits = suggest_change(policy_id=policy.pk, new=new, by=crowd[0], at=NOON)

    consultation = make_consultation(by=claire, policy=policy, is_anonymous=True)

    waits.refresh_from_db()
    assert (consultation.status, waits.consultation) == ("open", None)
