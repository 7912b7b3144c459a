"""From a page of consultations one gets on: what changes comes first, nothing is a dead end."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from gouvernail.consultations.actions import Said, answer_remarks
from gouvernail.consultations.errors import RemarkInvalidError
from gouvernail.consultations.models import Remark
from gouvernail.consultations.tasks import follow_windows
from gouvernail.foundation.clock import now, today
from gouvernail.people.models import Person
from gouvernail.policies.models import PolicyVersion
from gouvernail.web.today.consultations import consultations_waiting
from gouvernail.web.today.lines import Source
from tests.make.consultations import OLD, make_consultation, make_remark
from tests.make.policies import make_charter, make_draft_version


@pytest.fixture(autouse=True)
def people(claire: Person, hugo: Person, nina: Person) -> None:
    """Have people."""


def after() -> datetime:
    return now() + timedelta(days=15)


def at(name: str, *args: object) -> str:
    return reverse(f"consultations:{name}", args=args)


@pytest.mark.parametrize("name", ["remarks-answer", "remarks-group"])
def test_what_was_typed_stays_where_no_remark_was_ticked(
    client: Client, claire: Person, hugo: Person, name: str
) -> None:
    consultation = make_consultation(at=now(), by=claire)
    make_remark(consultation, at=now(), by=hugo)
    typed = {"outcome": "kept", "words": "Un mot pesé.", "label": "La source"}
    sent = typed | {"consultation": consultation.pk}
    client.force_login(claire)

    refused = client.post(at(name), sent)
    client.force_login(hugo)
    stranger = client.post(at(name), sent)

    assert refused.status_code == 422
    page = refused.content.decode()
    assert "Un mot pesé." in page
    assert "La source" in page
    assert "Tick one remark at least" in page or "Choose two remarks or more." in page
    assert stranger.status_code == 403


def test_what_changes_is_listed_first_and_the_rest_is_folded_without_votes(
    client: Client, claire: Person, nina: Person
) -> None:
    consultation = make_consultation(at=now(), by=claire)
    client.force_login(nina)

    page = client.get(at("consultation-detail", consultation.pk)).content.decode()

    first, changed, same = (page.index(f'id="{one}"') for one in ("changes-title", "at-1", "at-2"))
    assert first < page.index('href="#at-1"', first) < changed < same
    assert "its text changes" in page[first:changed]
    assert 'value="concern"' in page[changed:same]
    assert "<ins>" in page[changed:same]
    folded = page[same : page.index('id="at-all"')]
    assert "unchanged" in folded
    assert 'value="concern"' not in folded
    assert "Say something about this clause" in folded


def test_a_first_text_is_new_as_a_whole_and_folds_nothing(
    client: Client, claire: Person, nina: Person
) -> None:
    consultation = make_consultation(at=now(), by=claire)
    PolicyVersion.objects.filter(pk=consultation.version_id).update(number=0)
    client.force_login(claire)

    page = client.get(at("consultation-detail", consultation.pk)).content.decode()

    assert "changes-title" not in page
    assert "unchanged" not in page


def test_once_it_is_over_nothing_is_said_of_clauses_nobody_spoke_of(
    client: Client, claire: Person, nina: Person
) -> None:
    consultation = make_consultation(at=now(), by=claire)
    client.force_login(nina)
    client.post(at("clause-mark", consultation.pk), {"anchor": "1", "value": "agree"})
    follow_windows(after())

    page = client.get(at("consultation-detail", consultation.pk)).content.decode()

    assert "Agree: 1. Concerned: 0." in page
    assert "Agree: 0" not in page


def test_who_answered_everything_ends_it_at_once_then_submits(
    client: Client, claire: Person, hugo: Person
) -> None:
    consultation = make_consultation(at=now() - timedelta(days=10), by=claire)
    remark = make_remark(consultation, at=now(), by=hugo)
    client.force_login(claire)
    desk = at("remark-desk", consultation.pk)
    said = Said(outcome="declined", words="La source est dans le guide.")
    answer_remarks(remark_ids=[remark.pk], said=said, by=claire, at=now())
    version = reverse("policies:policy-version", args=[consultation.policy.slug, 2])

    before = client.get(desk)
    yesterday = before.context["end_form"]["closes_on"].value()
    kept = client.get(reverse("policies:policy-draft", args=[consultation.policy.slug]))
    ended = {"closes_on": yesterday.isoformat(), "reason": "Tout est dit."}
    client.post(at("consultation-move", consultation.pk), ended)

    assert "End the consultation now" in before.content.decode()
    assert yesterday == today("UTC") - timedelta(days=1)
    assert version not in before.content.decode()
    assert kept.status_code == 409
    assert f'href="{version}"' in kept.content.decode()
    consultation.refresh_from_db()
    assert consultation.status == "closed"
    for address in (desk, at("consultation-detail", consultation.pk)):
        over = client.get(address).content.decode()
        assert "Submit for approval" in over
        assert f'href="{version}"' in over
    assert client.get(version).status_code == 200


def test_today_names_the_last_day_and_not_the_midnight_after_it(
    claire: Person, nina: Person
) -> None:
    consultation = make_consultation(at=now(), by=claire)

    asked = consultations_waiting(nina, at=now())[0]
    assert isinstance(asked, Source)
    row = asked.lines(list(asked.asked))[0]

    assert row.at is not None
    assert row.at.date() == consultation.closes_on


def test_a_consultation_is_opened_from_the_list_or_the_list_says_why_none_can(
    client: Client, claire: Person, nina: Person
) -> None:
    policy = make_charter(by=claire, source=OLD, source_en=OLD)
    create = at("consultation-create", policy.slug)

    def shown(person: Person) -> str:
        client.force_login(person)
        return client.get(at("consultation-list")).content.decode()

    assert "none that you may write waits" in shown(claire)
    assert "Open a consultation" not in shown(nina)
    none = client.get(create)
    client.force_login(claire)
    assert none.status_code == 403
    refused = client.get(create)
    assert refused.status_code == 409
    assert reverse("policies:policy-detail", args=[policy.slug]) in refused.content.decode()
    make_draft_version(policy, by=claire, source=OLD)
    assert create in shown(claire)


def test_a_question_is_simply_answered_a_remark_is_not(claire: Person, hugo: Person) -> None:
    consultation = make_consultation(at=now(), by=claire)
    question, remark = (make_remark(consultation, at=now(), by=hugo) for _one in range(2))
    Remark.objects.filter(pk=question.pk).update(kind="question")
    said = Said(outcome="answered", words="Au service presse.")

    given = answer_remarks(remark_ids=[question.pk], said=said, by=claire, at=now())

    assert given.outcome == "answered"
    with pytest.raises(RemarkInvalidError) as refused:
        answer_remarks(remark_ids=[remark.pk], said=said, by=claire, at=now())
    assert "outcome" in refused.value.fields
