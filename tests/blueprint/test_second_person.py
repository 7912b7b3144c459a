"""A plan waits for a second person: asked for, agreed to, refused, taken back, out of date."""

from datetime import datetime
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from gouvernail.approvals.models import Route
from gouvernail.blueprint.actions import (
    agree_application,
    apply_model,
    ask_to_apply,
    plan_model,
    refuse_application,
    withdraw_application,
)
from gouvernail.blueprint.errors import (
    ApplicationNotFoundError,
    ApplicationOverError,
    ModelRefusedError,
    ModelSecondPersonError,
    OwnApplicationError,
    ReasonMissingError,
)
from gouvernail.blueprint.models import Application
from gouvernail.brand.models import SectionVersion
from gouvernail.charter.models import Charter
from gouvernail.cli.main import main
from gouvernail.foundation.actors import acting
from gouvernail.foundation.clock import now
from gouvernail.notifications.models import Notification
from gouvernail.people.errors import MachineMayNotError
from gouvernail.people.models import Person, Role, Unit
from tests.make.ledger import leaves
from tests.make.people import make_grant, make_person, make_unit

TEXTS = {
    "routes": "format: 1\nroutes:\n  - {name: Usuel, usual: yes, steps: [communications]}\n",
    "guide": "format: 1\nguide:\n  - {unit: nordet, topic: tone, title: Le ton, text: Clair.}\n",
    "units": "format: 1\nunits:\n  - {code: hydro, parent: nordet, name: Hydro}\n",
}
Status = Application.Status


@pytest.fixture
def nadia(nordet: Unit, charter: Charter) -> Person:
    """Return the other lead of the whole group."""
    person = make_person(name="Nadia Faure", email="nadia@nordet.example", home_unit=nordet)
    make_grant(person=person, unit=nordet, role=Role.LEAD)
    return person


def ask(by: Person, at: datetime, texts: dict[str, str] | None = None) -> Application:
    files = texts or TEXTS
    digest = plan_model(files, by=by).digest
    return ask_to_apply(texts=files, digest=digest, purpose="Janvier", by=by, at=at)


def test_nothing_changes_until_a_second_person_agrees(
    claire: Person, nadia: Person, noon: datetime
) -> None:
    digest = plan_model(TEXTS, by=claire).digest
    with pytest.raises(ModelSecondPersonError):
        apply_model(texts=TEXTS, digest=digest, by=claire, at=noon)

    application = ask(claire, noon)
    assert not Route.objects.exists()
    assert not SectionVersion.objects.exists()
    assert len(leaves(verb="model_application.asked")) == 1
    assert not leaves(verb="charter.model_applied")

    done = agree_application(application_id=application.pk, by=nadia, at=noon)

    assert (done.status, done.answered_by) == (Status.APPLIED, nadia)
    assert Route.objects.get().name == "Usuel"
    version = SectionVersion.objects.get()
    assert (version.status, version.written_by, version.published_by) == (
        SectionVersion.Status.IN_FORCE,
        claire,
        nadia,
    )
    assert Unit.objects.filter(code="hydro").exists()
    assert leaves(verb="charter.model_applied")[0]["actor"]["ref"] == str(claire.pk)
    assert leaves(verb="model_application.agreed")[0]["actor"]["ref"] == str(nadia.pk)
    assert plan_model(TEXTS, by=claire).changes == ()
    with pytest.raises(ApplicationOverError):
        agree_application(application_id=application.pk, by=nadia, at=noon)


def test_who_asked_does_not_agree_nor_a_machine_nor_who_may_not_write_the_charter(
    claire: Person, nadia: Person, karim: Person, noon: datetime
) -> None:
    application = ask(claire, noon)

    for answer in (agree_application, refuse_application):
        with pytest.raises(OwnApplicationError):
            answer(application_id=application.pk, comment="Oui", by=claire, at=noon)
        with pytest.raises(ApplicationNotFoundError):
            answer(application_id=application.pk, comment="Oui", by=karim, at=noon)
        with acting(auth="key:abc"), pytest.raises(MachineMayNotError):
            answer(application_id=application.pk, comment="Oui", by=nadia, at=noon)
    with acting(auth="key:abc"), pytest.raises(MachineMayNotError):
        ask(claire, noon)
    Charter.objects.update(separation=Charter.Separation.SMALL)
    with pytest.raises(OwnApplicationError):
        agree_application(application_id=application.pk, by=claire, at=noon)
    application.status, application.answered_by = Status.APPLIED, claire
    with pytest.raises(IntegrityError), transaction.atomic():
        application.save()
    assert not Route.objects.exists()


def test_it_is_refused_with_a_reason_or_taken_back(
    claire: Person, nadia: Person, noon: datetime
) -> None:
    first, second = ask(claire, noon), ask(claire, noon)

    with pytest.raises(ReasonMissingError):
        refuse_application(application_id=first.pk, comment=" ", by=nadia, at=noon)
    refused = refuse_application(application_id=first.pk, comment="Trop tôt", by=nadia, at=noon)
    with pytest.raises(ApplicationNotFoundError):
        withdraw_application(application_id=second.pk, by=nadia, at=noon)
    back = withdraw_application(application_id=second.pk, by=claire, at=noon)

    assert (refused.status, refused.comment) == (Status.REFUSED, "Trop tôt")
    assert back.status == Status.WITHDRAWN
    assert not Route.objects.exists()


def test_it_is_out_of_date_once_the_site_changed(
    claire: Person, nadia: Person, nordet: Unit, noon: datetime
) -> None:
    application = ask(claire, noon)
    make_unit(parent=nordet, code="hydro", name="Hydroélectrique")

    done = agree_application(application_id=application.pk, by=nadia, at=noon)

    assert done.status == Status.EXPIRED
    assert not Route.objects.exists()
    assert leaves(verb="model_application.expired")
    with pytest.raises(ApplicationOverError):
        agree_application(application_id=application.pk, by=nadia, at=noon)


def test_what_the_site_would_refuse_is_told_to_who_asks(
    claire: Person, julie: Person, noon: datetime
) -> None:
    with pytest.raises(ModelRefusedError) as caught:
        ask(julie, noon)

    assert caught.value.facts["refused_for"] == "right_missing"
    assert not Application.objects.exists()


def test_rights_that_end_meanwhile_count(claire: Person, nadia: Person, noon: datetime) -> None:
    application = ask(claire, noon, {"routes": TEXTS["routes"]})
    claire.grants.update(revoked_at=noon)

    with pytest.raises(ModelRefusedError):
        agree_application(application_id=application.pk, by=nadia, at=noon)
    assert not Route.objects.exists()


def test_it_is_answered_by_command(
    claire: Person,
    nadia: Person,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name, text in TEXTS.items():
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    mine, hers = ["--as", str(claire.email)], ["--as", str(nadia.email)]

    assert main(["model", "apply", str(tmp_path), "--yes", "--purpose", "Mars", *mine]) == 3
    application = Application.objects.get()
    assert f"model agree {application.pk}" in capsys.readouterr().out
    assert main(["model", "waiting", *hers]) == 0
    assert "Mars" in capsys.readouterr().out
    assert main(["model", "agree", str(application.pk), *mine]) == 1
    assert "model_application_own" in capsys.readouterr().err
    assert main(["model", "refuse", str(application.pk), *hers]) == 1
    assert main(["model", "agree", str(application.pk), *hers]) == 0
    assert capsys.readouterr().out.strip() == "applied"
    assert Route.objects.exists()


def test_it_is_answered_on_a_page(
    client: Client, claire: Person, nadia: Person, karim: Person
) -> None:
    application, other = ask(claire, now()), ask(claire, now())
    address = reverse("blueprint:application-detail", args=[application.pk])
    client.force_login(claire)
    own = client.get(address).text
    assert "Take it back" in own
    assert "Agree and apply" not in own
    assert client.post(f"{address}agree").status_code == 409
    client.force_login(karim)
    assert client.get(address).status_code == 404
    client.force_login(nadia)
    page = client.get(address).text
    assert "Agree and apply" in page
    assert "Clair." in page
    assert "Janvier" in client.get(reverse("blueprint:application-list")).text
    assert client.post(f"{address}refuse").status_code == 422

    client.post(f"{address}agree", {"comment": "Lu."})

    application.refresh_from_db()
    assert (application.status, application.comment) == (Status.APPLIED, "Lu.")
    stale = reverse("blueprint:application-detail", args=[other.pk])
    assert "Out of date" in client.get(stale).text
    client.post(f"{stale}agree")
    other.refresh_from_db()
    assert other.status == Status.EXPIRED


def test_the_order_of_the_files_does_not_change_a_plan(claire: Person, nadia: Person) -> None:
    turned = dict(reversed(TEXTS.items()))

    assert plan_model(turned, by=claire).digest == plan_model(TEXTS, by=claire).digest
    first = plan_model(turned, by=claire).changes[0]
    assert first.section.file == "units"


def test_the_second_person_is_told_and_finds_it_on_today_and_who_asked_hears_the_answer(
    claire: Person, nadia: Person, client: Client
) -> None:
    application = ask(claire, now())
    address = reverse("blueprint:application-detail", args=[application.pk])
    told = Notification.objects.filter(kind="model.to_answer")
    assert [one.person for one in told] == [nadia]
    client.force_login(nadia)
    assert address in client.get("/").text
    client.force_login(claire)
    assert address not in client.get("/").text

    agree_application(application_id=application.pk, by=nadia, at=now())

    assert Notification.objects.get(kind="model.applied").person == claire
    client.force_login(nadia)
    assert address not in client.get("/").text.partition("<main")[2]
