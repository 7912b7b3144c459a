"""The routes in the browser: who must agree, who could today, what happens when nobody can."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gouvernail.approvals.models import Route
from gouvernail.foundation import clock
from gouvernail.people.actions import declare_absence
from gouvernail.people.models import Person, Role, Unit
from tests.make.approvals import make_route
from tests.make.people import make_grant, make_person

LIST = "/routes/"


def answers(*steps: tuple[str, ...], **fields: object) -> dict[str, object]:
    data: dict[str, object] = {"name": "Prix", "priority": 5, "tags": "", "unit": ""} | fields
    data |= {"steps-TOTAL_FORMS": len(steps) + 1, "steps-INITIAL_FORMS": 0}
    for index, seats in enumerate((*steps, ())):
        data |= {
            f"steps-{index}-seats": list(seats),
            f"steps-{index}-mode": "all",
            f"steps-{index}-hours": 8,
        }
    return data


@pytest.fixture
def usual(camille: Person) -> Route:
    return make_route(("colleague",), name="Usual", subject_kind="draft", is_default=True)


def test_a_lead_writes_a_route_with_its_steps_and_conditions(
    client: Client, claire: Person, energy: Unit
) -> None:
    client.force_login(claire)

    response = client.post(
        reverse("approvals:route-create"),
        answers(
            ("brand",),
            ("legal", "compliance"),
            unit=energy.pk,
            networks=["x", "bluesky"],
            tags="#prix, offre,prix",
        ),
    )

    assert response.status_code == 302
    route = Route.objects.get()
    assert (route.unit, route.tags) == (energy, ["prix", "offre"])
    assert sorted(route.networks) == ["bluesky", "x"]
    assert [(step.seats, step.mode, step.hours) for step in route.steps.all()] == [
        (["brand"], "all", 8),
        (["legal", "compliance"], "all", 8),
    ]


def test_a_route_that_leads_nowhere_is_refused(client: Client, claire: Person) -> None:
    client.force_login(claire)

    response = client.post(reverse("approvals:route-create"), answers())

    assert response.status_code == 422
    assert "Each step needs at least one seat." in response.text
    assert not Route.objects.exists()


def test_hours_out_of_bounds_are_refused_at_their_place(client: Client, claire: Person) -> None:
    client.force_login(claire)

    response = client.post(
        reverse("approvals:route-create"), answers(("brand",)) | {"steps-0-hours": "0"}
    )

    assert response.status_code == 422
    assert response.context["steps"][0].errors["hours"]


def test_a_route_is_changed_and_taken_out_of_use(
    client: Client, claire: Person, usual: Route
) -> None:
    client.force_login(claire)
    page = client.get(reverse("approvals:route-edit", args=[usual.pk]))
    assert page.context["steps"][0].initial["seats"] == ["colleague"]

    sent = answers(("brand",), name="Marque", is_default="on")
    client.post(reverse("approvals:route-edit", args=[usual.pk]), sent)
    usual.refresh_from_db()
    assert (usual.name, [step.seats for step in usual.steps.all()]) == ("Marque", [["brand"]])

    client.post(reverse("approvals:route-retire", args=[usual.pk]))
    usual.refresh_from_db()
    assert usual.retired_at is not None
    assert client.get(reverse("approvals:route-edit", args=[usual.pk])).status_code == 404
    assert "There is no usual route" in client.get(LIST).text


def test_only_one_route_is_the_usual_one(client: Client, claire: Person, usual: Route) -> None:
    client.force_login(claire)

    client.post(reverse("approvals:route-create"), answers(("brand",), is_default="on"))

    usual.refresh_from_db()
    assert usual.retired_at is not None
    assert Route.objects.filter(is_default=True, retired_at=None).count() == 1


def test_a_contributor_reads_the_routes_and_changes_none(
    client: Client, hugo: Person, usual: Route
) -> None:
    client.force_login(hugo)

    assert "Usual" in client.get(LIST).text
    assert client.get(reverse("approvals:route-create")).status_code == 403
    assert client.get(reverse("approvals:route-edit", args=[usual.pk])).status_code == 403
    assert client.post(reverse("approvals:route-retire", args=[usual.pk])).status_code == 403


def test_an_employee_has_no_routes(client: Client, nina: Person) -> None:
    client.force_login(nina)

    assert client.get(LIST).status_code == 403


def test_a_step_that_nobody_can_decide_is_said(
    client: Client, claire: Person, energy: Unit
) -> None:
    make_route(("legal",), name="Alone", subject_kind="draft")
    client.force_login(claire)

    assert "Nobody holds this seat" in client.get(LIST).text

    person = make_person(name="Ana Roy", home_unit=energy)
    make_grant(person=person, unit=energy, role=Role.REVIEWER, seat="legal")
    text = client.get(LIST).text
    assert "Nobody holds this seat" not in text
    assert "in Energy only" in text
    assert "Not everywhere" in text


def test_an_absent_reviewer_shows_with_who_replaces_them(
    client: Client, claire: Person, amina: Person, julie: Person
) -> None:
    make_route(("legal",), name="Law", subject_kind="draft")
    now = clock.now()
    declare_absence(
        person_id=amina.pk,
        starts_at=now - timedelta(hours=1),
        ends_at=now + timedelta(days=1),
        delegate_id=julie.pk,
        by=amina,
        at=now,
    )
    client.force_login(claire)

    assert "away, replaced by J. Marchand" in client.get(LIST).text


def test_one_tries_which_way_a_post_would_take(
    client: Client, claire: Person, usual: Route, energy: Unit, amina: Person
) -> None:
    make_route(("legal",), name="Energy first", subject_kind="draft", unit=energy, priority=9)
    client.force_login(claire)
    asked = {"try_unit": str(energy.pk), "try_network": "x"}

    plan = client.get(LIST, asked).context["plan"]
    other = client.get(LIST, asked | {"try_unit": str(claire.home_unit_id)}).context["plan"]

    assert plan.route.name == "Energy first"
    assert plan.steps[0].people == (amina,)
    assert other.route == usual
    assert client.get(LIST, asked | {"try_unit": "rubbish"}).context["plan"] is None


def test_twenty_routes_cost_what_one_costs(client: Client, claire: Person, usual: Route) -> None:
    client.force_login(claire)

    def cost() -> int:
        client.get(LIST)
        with CaptureQueriesContext(connection) as context:
            client.get(LIST)
        return len(context)

    one = cost()
    for number in range(20):
        make_route(("brand",), ("legal", "colleague"), name=f"R{number}", subject_kind="draft")

    assert cost() == one
