"""Reminders: risks to review, duties of the day, in Today and by e-mail."""

from datetime import timedelta

from django.core import mail
from django.test import Client

from gouvernail.charter.tasks import PERIODIC, remind
from gouvernail.foundation import clock
from gouvernail.notifications.models import Notification
from gouvernail.notifications.tasks import send_letters
from gouvernail.people.models import Person, Unit
from tests.make.charter import make_duty, make_risk


def told() -> list[tuple[str, str]]:
    rows = Notification.objects.order_by("person__name", "kind")
    return [(row.person.name, row.kind) for row in rows.select_related("person")]


def test_the_owner_of_a_risk_is_told_before_its_review_and_when_it_is_late_each_once(
    claire: Person, karim: Person, energy: Unit
) -> None:
    now = clock.now()
    day = clock.today("Europe/Paris")
    soon = {"review_on": day + timedelta(days=5), "owner_id": karim.pk}
    make_risk(by=claire, unit=energy, title="Bientôt", title_en="Soon", **soon)
    make_risk(by=claire, unit=energy, title="Nobody’s", review_on=day - timedelta(days=1))
    make_risk(by=claire, unit=energy, title="Later", review_on=day + timedelta(days=30))
    make_risk(by=claire, unit=energy, title="Closed", status="closed", review_on=day)

    remind(now)
    remind(now)

    assert told() == [("Claire Morvan", "risk.review_late"), ("Karim Benali", "risk.to_review")]
    send_letters(now)
    words = {letter.to[0]: str(letter.body) for letter in mail.outbox}
    assert "The risk “Soon” is to be reviewed within a week." in words[str(karim.email)]
    remind(now + timedelta(days=7))
    assert told().count(("Karim Benali", "risk.review_late")) == 1
    remind(now + timedelta(days=14))
    assert told().count(("Karim Benali", "risk.review_late")) == 2
    assert [task.name for task in PERIODIC] == ["charter.remind"]


def test_today_shows_the_duties_of_the_day_and_the_risks_to_review(
    client: Client, claire: Person, karim: Person, hugo: Person, energy: Unit
) -> None:
    duty = make_duty(by=claire, unit=energy, days=tuple(range(7)))
    make_risk(by=claire, unit=energy, owner_id=karim.pk, review_on=clock.today("Europe/Paris"))
    client.force_login(karim)

    text = client.get("/").text
    done = client.post(f"/charter/duties/{duty.pk}/done", {"from": "today"})

    assert "1 duty of the day is left" in text
    assert "Account taken over" in text
    assert done["Location"] == "/#duties"
    after = client.get("/").text
    assert "of the day is left" not in after
    assert "done by K. Benali at" in after
    client.force_login(hugo)
    assert "Read the comments" not in client.get("/").text
