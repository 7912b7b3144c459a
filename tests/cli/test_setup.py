"""`gouvernail setup`: from an empty database to a site one can sign in to."""

import json

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation

from gouvernail.approvals.models import Route
from gouvernail.charter.models import Charter
from gouvernail.cli.main import main
from gouvernail.ledger.queries import replay_differences, timeline
from gouvernail.people.models import Person, RoleGrant, Unit
from gouvernail.people.permissions import Right, may

PASSWORD = "correct horse battery"
COMMAND = [
    *("setup", "--name", "Ana Roy", "--email", "ana@ville.example"),
    *("--organisation", "Ville de Lys", "--separation", "small"),
]


def test_a_site_begins_with_its_lead_its_charter_and_the_usual_route(
    db: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(COMMAND) == 0

    lead = Person.objects.get()
    assert may(lead, Right.EDIT_CHARTER, unit=Unit.objects.get())
    assert Charter.objects.get().separation == "small"
    route = Route.objects.get()
    assert route.is_default
    assert [step.seats for step in route.steps.all()] == [["colleague"]]
    assert "/account/password/reset/key/" in capsys.readouterr().out
    assert list(replay_differences()) == []


def test_the_printed_link_chooses_the_first_password(
    db: None, client: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    main([*COMMAND, "--json"])
    link = json.loads(capsys.readouterr().out)["link"]

    page = client.get(link, follow=True)
    client.post(page.request["PATH_INFO"], {"password1": PASSWORD, "password2": PASSWORD})

    assert Person.objects.get().check_password(PASSWORD)


def test_a_second_setup_is_refused_and_changes_nothing(
    db: None, capsys: pytest.CaptureFixture[str]
) -> None:
    main(COMMAND)

    assert main(COMMAND) == 1

    assert "site_begun" in capsys.readouterr().err
    assert (Unit.objects.count(), RoleGrant.objects.count()) == (1, 2)


def test_a_wrong_answer_leaves_nothing_half_done(
    db: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*COMMAND, "--time-zone", "Mars/Olympus", "--json"]) == 1

    refusal = json.loads(capsys.readouterr().out)
    assert refusal["fields"]["time_zone"]
    assert not Unit.objects.exists()


def test_a_link_begins_an_empty_site_and_no_other(
    db: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["setup-link", "--json"]) == 0
    link = json.loads(capsys.readouterr().out)["link"]
    assert link.startswith(f"{settings.SITE_URL}/begin/")
    assert main(["setup-link"]) == 0
    assert f"{settings.SITE_URL}/begin/" in capsys.readouterr().out
    assert main(COMMAND) == 0
    capsys.readouterr()

    assert main(["setup-link"]) == 1

    assert "site_begun" in capsys.readouterr().err


def test_a_lead_locked_out_has_a_way_back_on_the_command_line(
    db: None, client: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    main(COMMAND)
    lead = Person.objects.get()
    capsys.readouterr()

    assert main(["people", "link", "Ana@ville.example", "--json"]) == 0
    link = json.loads(capsys.readouterr().out)["link"]
    page = client.get(link, follow=True)
    client.post(page.request["PATH_INFO"], {"password1": PASSWORD, "password2": PASSWORD})

    assert Person.objects.get().check_password(PASSWORD)
    with translation.override("fr"):
        told = {one.verb: one.actor for one in timeline("person", lead.pk).events}
    assert told["person.link_made"] == "Ligne de commande"
    assert list(replay_differences()) == []

    lead.is_active = False
    lead.save()
    assert main(["people", "link", str(lead.pk)]) == 1
    assert main(["people", "link", "nobody@ville.example"]) == 1
    assert capsys.readouterr().err.count("person_not_found") == 2
