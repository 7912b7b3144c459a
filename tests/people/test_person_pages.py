"""Somebody's page: roles, invitation, absence, leaving."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import Settings

from gouvernail.ledger.queries import whole_timeline
from gouvernail.people.actions import create_key
from gouvernail.people.models import Absence, ApiKey, Person, Role, RoleGrant, Unit
from tests.make.people import make_grant, make_person

PASSWORD = "correct horse battery"


def page_of(person: Person) -> str:
    return reverse("people:person-detail", args=[person.pk])


def test_somebody_of_another_department_cannot_be_found(
    client: Client, karim: Person, ines: Person
) -> None:
    client.force_login(karim)

    response = client.get(page_of(ines))

    assert response.status_code == 404
    assert 'data-code="person_not_found"' in response.text


def test_a_lead_gives_a_role_and_takes_it_back(
    client: Client, claire: Person, nina: Person, energy: Unit
) -> None:
    client.force_login(claire)

    client.post(
        reverse("people:role-grant", args=[nina.pk]),
        {"role": "reviewer:legal", "unit": energy.pk, "until": ""},
    )
    grant = RoleGrant.objects.get(person=nina, role=Role.REVIEWER)
    assert (grant.seat, grant.granted_by) == ("legal", claire)
    taking_back = reverse("people:role-revoke", args=[grant.pk])
    assert taking_back in client.get(page_of(nina)).text

    client.post(taking_back)
    grant.refresh_from_db()
    assert grant.revoked_at is not None
    assert taking_back not in client.get(page_of(nina)).text


def test_a_bad_role_is_said_at_its_place(client: Client, claire: Person, nina: Person) -> None:
    client.force_login(claire)
    form = {"role": "contributor", "unit": nina.home_unit_id, "until": "2020-01-01"}

    response = client.post(reverse("people:role-grant", args=[nina.pk]), form)

    assert response.status_code == 422
    assert response.context["grant_form"].errors["until"] == ["This date has passed."]


def test_nobody_gives_more_than_they_hold(
    client: Client, karim: Person, nina: Person, energy: Unit
) -> None:
    client.force_login(karim)

    response = client.post(
        reverse("people:role-grant", args=[nina.pk]), {"role": "lead", "unit": energy.pk}
    )

    assert response.status_code == 403
    assert 'data-code="role_above_own"' in response.text
    assert not RoleGrant.objects.filter(person=nina, role=Role.LEAD).exists()


def test_the_first_password_is_chosen_through_a_link_to_copy_where_no_mail_leaves(
    client: Client, claire: Person, nina: Person, settings: Settings
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    client.force_login(claire)

    response = client.post(reverse("people:person-invite", args=[nina.pk]))
    link = response.context["link"]
    assert link in response.text
    client.logout()
    client.post(link, {"password": PASSWORD, "again": PASSWORD})

    nina.refresh_from_db()
    assert nina.check_password(PASSWORD)
    client.logout()
    assert "no longer opens anything" in client.get(link).text


def test_the_invitation_leaves_by_mail_where_there_is_a_server(
    client: Client, claire: Person, nina: Person
) -> None:
    client.force_login(claire)

    response = client.post(reverse("people:person-invite", args=[nina.pk]), follow=True)

    assert mail.outbox[0].to == [nina.email]
    assert "/join/" in mail.outbox[0].body
    assert "/join/" not in response.text
    assert "End it" in response.text


def test_a_mail_server_that_is_down_leaves_the_link(
    client: Client, claire: Person, nina: Person, settings: Settings
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    client.force_login(claire)

    response = client.post(reverse("people:person-invite", args=[nina.pk]))

    assert "/join/" in response.context["link"]


def test_nobody_takes_over_an_account_in_use_nor_one_above_their_own(
    client: Client, claire: Person, karim: Person, energy: Unit
) -> None:
    boss = make_person(name="The Boss", home_unit=energy)
    make_grant(person=boss, unit=energy, role=Role.LEAD)
    signed = make_person(name="Signed Up", home_unit=energy)
    signed.set_password(PASSWORD)
    signed.save()
    client.force_login(karim)

    above = client.post(reverse("people:person-invite", args=[boss.pk]))
    in_use = client.post(reverse("people:person-invite", args=[signed.pk]))

    assert (above.status_code, in_use.status_code) == (403, 409)
    assert "reset/key" not in above.text + in_use.text


def test_without_an_address_nobody_is_invited(client: Client, claire: Person) -> None:
    person = make_person(name="On Paper", email=None, home_unit=claire.home_unit)
    client.force_login(claire)

    assert client.post(reverse("people:person-invite", args=[person.pk])).status_code == 422


def test_one_declares_an_absence_in_days_and_cancels_it(
    client: Client, hugo: Person, karim: Person
) -> None:
    first = datetime.now(tz=connection.timezone).date() + timedelta(days=1)
    client.force_login(hugo)

    client.post(
        reverse("people:absence-declare", args=[hugo.pk]),
        {"starts_at": first, "ends_at": first + timedelta(days=2), "delegate": karim.pk},
    )
    absence = Absence.objects.get()
    assert absence.ends_at - absence.starts_at in {timedelta(days=3), timedelta(days=3, hours=1)}
    assert absence.delegate == karim

    client.post(reverse("people:absence-cancel", args=[absence.pk]))
    absence.refresh_from_db()
    assert absence.cancelled_at is not None


def test_an_absence_that_ends_before_it_begins_is_refused_at_its_place(
    client: Client, hugo: Person
) -> None:
    client.force_login(hugo)
    days = {"starts_at": "2099-05-10", "ends_at": "2099-05-01"}

    response = client.post(reverse("people:absence-declare", args=[hugo.pk]), days)

    assert response.status_code == 422
    assert response.context["form"].errors["ends_at"]


def test_nobody_declares_the_absence_of_people_they_do_not_manage(
    client: Client, hugo: Person, nina: Person
) -> None:
    client.force_login(hugo)

    assert client.get(reverse("people:absence-declare", args=[nina.pk])).status_code == 403


def test_a_leaver_is_out_at_the_next_click(
    client: Client, claire: Person, hugo: Person, noon: datetime
) -> None:
    create_key(name="Script", scopes=["rules:check"], by=hugo, at=noon)
    theirs = Client()
    theirs.force_login(hugo)
    assert theirs.get("/profile/").status_code == 200
    client.force_login(claire)

    client.post(reverse("people:person-leave", args=[hugo.pk]))

    assert theirs.get("/profile/").status_code == 302
    assert not RoleGrant.objects.filter(person=hugo, revoked_at=None).exists()
    assert not ApiKey.objects.filter(person=hugo, revoked_at=None).exists()
    verbs = {event.verb for event in whole_timeline().events}
    assert {"person.left", "role.revoked", "api_key.revoked"} <= verbs


def test_somebody_comes_back_without_their_roles(
    client: Client, claire: Person, hugo: Person
) -> None:
    client.force_login(claire)
    client.post(reverse("people:person-leave", args=[hugo.pk]))

    client.post(reverse("people:person-return", args=[hugo.pk]))

    hugo.refresh_from_db()
    assert hugo.is_active
    assert not RoleGrant.objects.filter(person=hugo, revoked_at=None).exists()
    again = client.post(reverse("people:person-return", args=[hugo.pk]))
    assert 'data-code="not_left"' in again.text


def test_the_last_lead_cannot_leave(client: Client, claire: Person) -> None:
    client.force_login(claire)

    response = client.post(reverse("people:person-leave", args=[claire.pk]))

    assert 'data-code="last_lead"' in response.text


def test_a_lead_whose_time_is_over_does_not_count_as_one(
    client: Client, claire: Person, hugo: Person, nordet: Unit
) -> None:
    over = datetime(2020, 1, 1, tzinfo=UTC).date()
    make_grant(person=hugo, unit=nordet, role=Role.LEAD, ends_on=over)
    client.force_login(claire)

    response = client.post(reverse("people:person-leave", args=[claire.pk]))

    assert 'data-code="last_lead"' in response.text


def test_a_role_given_to_somebody_who_left_is_refused(
    client: Client, claire: Person, hugo: Person
) -> None:
    client.force_login(claire)
    client.post(reverse("people:person-leave", args=[hugo.pk]))

    response = client.post(
        reverse("people:role-grant", args=[hugo.pk]),
        {"role": "employee", "unit": hugo.home_unit_id},
    )

    assert response.status_code == 422


@pytest.mark.parametrize("page", ["detail", "absence"])
def test_ten_roles_cost_what_one_costs(client: Client, claire: Person, page: str) -> None:
    person = make_person(name="Many Roles", home_unit=claire.home_unit)
    url = page_of(person)
    if page == "absence":
        url = reverse("people:absence-declare", args=[person.pk])
    client.force_login(claire)

    def cost() -> int:
        client.get(url)
        with CaptureQueriesContext(connection) as context:
            client.get(url)
        return len(context)

    assert claire.home_unit is not None
    make_grant(person=person, unit=claire.home_unit, role=Role.EMPLOYEE)
    one = cost()
    for role in (Role.CONTRIBUTOR, Role.RESPONDER, Role.AUDITOR, Role.SECURITY):
        make_grant(person=person, unit=claire.home_unit, role=role, granted_by=claire)
        make_person(name=f"Colleague {role}", home_unit=claire.home_unit)

    assert cost() <= one + 1  # who gave them is read once


def test_the_accounts_somebody_holds_are_one_click_away(
    client: Client, claire: Person, hugo: Person
) -> None:
    client.force_login(claire)

    assert f"/accounts/?holder={hugo.pk}" in client.get(page_of(hugo)).text


def test_what_happened_goes_back_page_by_page(client: Client, claire: Person, hugo: Person) -> None:
    client.force_login(claire)
    form = {"role": "employee", "unit": hugo.home_unit_id, "until": ""}
    for _time in range(25):
        client.post(reverse("people:role-grant", args=[hugo.pk]), form)

    first = client.get(page_of(hugo)).context["timeline"]
    second = client.get(page_of(hugo), {"events": first.next_cursor}).context["timeline"]

    assert (len(first.events), len(second.events)) == (20, 5)


def test_a_name_of_odd_shape_breaks_no_page(client: Client, claire: Person, energy: Unit) -> None:
    client.force_login(claire)
    for number, name in enumerate((" Espace Devant", "-", "=1+1", "\u00a0\u00a0", "Ω")):
        make_person(name=name, home_unit=energy, email=f"odd-{number}@nordet.example")

    assert client.get("/team/").status_code == 200
    assert Person.objects.get(name=" Espace Devant").short_name == "E. Devant"
