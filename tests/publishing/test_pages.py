"""Deliveries, hand-off and freeze in the browser: who sees, who may, what is refused where."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gouvernail.foundation import clock
from gouvernail.people.models import Person, Unit
from gouvernail.practice.models import Post
from gouvernail.publishing.actions import engage_freeze
from gouvernail.publishing.models import Delivery, Freeze
from gouvernail.publishing.tasks import seal_engaged, turn
from gouvernail.records.models import Record
from tests.make.publishing import make_delivery, make_practice_account, status_of

LIST = "/deliveries/"


@pytest.fixture
def delivery(energy: Unit, hugo: Person) -> Delivery:
    return make_delivery(make_practice_account(unit=energy, by=hugo), by=hugo)


@pytest.fixture
def by_hand(energy: Unit, hugo: Person, noon: datetime) -> Delivery:
    account = make_practice_account(unit=energy, by=hugo, network="linkedin", handle="nordet")
    given = make_delivery(account, by=hugo)
    turn(clock=lambda: noon)
    return given


def url(name: str, *arguments: object) -> str:
    return reverse(f"publishing:{name}", args=arguments)


def code_of(response: object) -> str:
    text: str = response.text  # type: ignore[attr-defined]  # Django's test response
    return text.partition('data-code="')[2].partition('"')[0]


def test_one_sees_the_deliveries_of_ones_own_units(
    client: Client, hugo: Person, ines: Person, delivery: Delivery
) -> None:
    client.force_login(hugo)
    assert [row.pk for row in client.get(LIST).context["page"].rows] == [delivery.pk]
    assert "Bonjour à tous." in client.get(url("delivery-detail", delivery.pk)).text

    client.force_login(ines)
    assert client.get(LIST).context["page"].rows == []
    assert client.get(url("delivery-detail", delivery.pk)).status_code == 404


def test_a_stranger_sees_no_page_of_publishing(client: Client, delivery: Delivery) -> None:
    pages = [LIST, url("delivery-detail", delivery.pk), url("hand-off", delivery.pk), "/freeze/"]

    assert [client.get(page).status_code for page in pages] == [302] * len(pages)


@pytest.mark.parametrize("state", ["", "?state=problems", "?state=done", "?state=rubbish"])
def test_twenty_deliveries_cost_what_one_costs(
    client: Client, hugo: Person, delivery: Delivery, state: str
) -> None:
    client.force_login(hugo)

    def cost() -> int:
        client.get(LIST + state)
        with CaptureQueriesContext(connection) as context:
            client.get(LIST + state)
        return len(context)

    one = cost()
    for _number in range(20):
        make_delivery(delivery.account, by=hugo)

    assert cost() == one


def test_what_left_shows_where_it_stands_and_its_archive(
    client: Client, hugo: Person, delivery: Delivery, noon: datetime
) -> None:
    turn(clock=lambda: noon)
    client.force_login(hugo)

    page = client.get(url("delivery-detail", delivery.pk))

    assert f"/practice/energie/{Post.objects.get().pk}/" in page.text
    assert [row.record for row in page.context["records"]] == list(Record.objects.all())


def test_an_unknown_outcome_is_settled_by_who_may(
    client: Client, hugo: Person, karim: Person, delivery: Delivery
) -> None:
    Delivery.objects.filter(pk=delivery.pk).update(status=Delivery.Status.NEEDS_HUMAN)
    address = url("delivery-resolve", delivery.pk)

    client.force_login(hugo)
    assert client.get(url("delivery-detail", delivery.pk)).context["resolve_form"] is None
    assert client.post(address, {"verdict": "cancel"}).status_code == 403

    client.force_login(karim)
    assert client.get(url("delivery-detail", delivery.pk)).context["resolve_form"] is not None
    client.post(address, {"verdict": "cancel"})
    assert status_of(delivery.pk) == Delivery.Status.CANCELLED


def test_a_verdict_nobody_knows_changes_nothing(
    client: Client, karim: Person, delivery: Delivery
) -> None:
    Delivery.objects.filter(pk=delivery.pk).update(status=Delivery.Status.NEEDS_HUMAN)
    client.force_login(karim)

    response = client.post(url("delivery-resolve", delivery.pk), {"verdict": "perhaps"})

    assert response.status_code in {409, 422}
    assert status_of(delivery.pk) == Delivery.Status.NEEDS_HUMAN


def test_a_post_is_published_by_hand_and_archived(
    client: Client, hugo: Person, by_hand: Delivery
) -> None:
    client.force_login(hugo)
    page = client.get(url("hand-off", by_hand.pk))
    assert "Bonjour à tous." in page.text
    assert page.context["waiting"]
    drawing = client.get(url("hand-off-qr", by_hand.pk))
    assert drawing["Content-Type"] == "image/svg+xml"
    assert b"<svg" in drawing.content

    client.post(url("hand-off-posted", by_hand.pk))
    assert status_of(by_hand.pk) == Delivery.Status.TO_CONFIRM
    link = "https://www.linkedin.com/posts/nordet_bonjour-activity-1"
    client.post(url("hand-off-link", by_hand.pk), {"url": link})

    record = Record.objects.get()
    assert (record.source, record.url) == ("by_hand", link)


def test_a_link_that_is_none_is_refused_and_nothing_is_archived(
    client: Client, hugo: Person, by_hand: Delivery
) -> None:
    client.force_login(hugo)

    response = client.post(url("hand-off-link", by_hand.pk), {"url": "javascript:alert(1)"})

    assert response.status_code == 422
    assert not Record.objects.exists()


def test_somebody_of_another_department_hands_nothing_off(
    client: Client, ines: Person, by_hand: Delivery
) -> None:
    client.force_login(ines)

    assert client.get(url("hand-off", by_hand.pk)).status_code == 404
    assert client.post(url("hand-off-posted", by_hand.pk)).status_code == 404
    assert client.get(url("hand-off-qr", by_hand.pk)).status_code == 404


def test_one_person_freezes_and_everybody_sees_it(
    client: Client, hugo: Person, nina: Person
) -> None:
    client.force_login(hugo)
    client.post(url("freeze-engage"), {"scope": "organisation|", "reason": "Drill"})
    assert Freeze.objects.get().engaged_by == hugo

    client.force_login(nina)
    assert "Drill" in client.get("/freeze/").text
    assert client.get(url("freeze-control")).status_code == 200
    assert client.get("/freeze/").context["may_freeze"] is False


def test_an_employee_freezes_nothing(client: Client, nina: Person) -> None:
    client.force_login(nina)

    response = client.post(url("freeze-engage"), {"scope": "organisation|"})

    assert response.status_code == 403
    assert not Freeze.objects.exists()


def test_two_people_lift_in_the_browser(
    client: Client, karim: Person, yann: Person, delivery: Delivery
) -> None:
    engage_freeze(by=karim, at=clock.now())
    seal_engaged(wait_seconds=1, clock=lambda: datetime.now(UTC))
    freeze = Freeze.objects.get()

    client.force_login(karim)
    client.post(url("freeze-lift", freeze.pk), {"reason": "False alarm."})
    alone = client.post(url("freeze-confirm", freeze.pk))
    freeze.refresh_from_db()
    assert code_of(alone) == "second_person_needed"
    assert freeze.status != Freeze.Status.LIFTED

    client.force_login(yann)
    client.post(url("freeze-confirm", freeze.pk))
    freeze.refresh_from_db()
    assert freeze.status == Freeze.Status.LIFTED


def test_a_lift_can_be_declined(client: Client, karim: Person, yann: Person) -> None:
    freeze = engage_freeze(by=karim, at=clock.now() - timedelta(minutes=1))
    client.force_login(karim)
    client.post(url("freeze-lift", freeze.pk), {"reason": "I think it is over."})
    client.force_login(yann)

    client.post(url("freeze-decline", freeze.pk))

    freeze.refresh_from_db()
    assert freeze.status in {Freeze.Status.ENGAGED, Freeze.Status.SEALED}
    assert freeze.lift_asked_at is None


def test_a_freeze_of_something_that_does_not_exist_freezes_nothing(
    hugo: Person, client: Client
) -> None:
    client.force_login(hugo)

    response = client.post(reverse("publishing:freeze-engage"), {"scope": "unit|nowhere/"})

    assert response.status_code == 422
    assert not Freeze.objects.exists()


@pytest.mark.parametrize(("language", "name"), [("en", "Practice"), ("fr", "Entraînement")])
def test_an_address_that_is_none_is_said_beside_the_field_and_kept(
    client: Client, karim: Person, delivery: Delivery, language: str, name: str
) -> None:
    Delivery.objects.filter(pk=delivery.pk).update(status="needs_human")
    Person.objects.filter(pk=karim.pk).update(language=language)
    karim.refresh_from_db()
    client.force_login(karim)

    answer = client.post(
        url("delivery-resolve", delivery.pk), {"verdict": "online", "url": "no address"}
    )
    nothing = client.post(url("delivery-resolve", delivery.pk), {})

    assert (answer.status_code, nothing.status_code) == (422, 422)
    [said] = answer.context["resolve_form"].errors["url"]
    assert said.endswith(f"{name}.")
    assert answer.text.count(said) == 1
    assert 'value="no address"' in answer.text
    assert len(nothing.context["resolve_form"].errors["verdict"]) == 1
    assert status_of(delivery.pk) == "needs_human"
