"""In a drill the watch runs as ever, tells its team only, and says each time that it is a drill."""

from datetime import datetime, timedelta

import pytest
from django.core import mail

from gouvernail.notifications.models import Notification
from gouvernail.notifications.queries import sentence
from gouvernail.people.models import Person
from gouvernail.watch import actions
from gouvernail.watch.errors import WatchInvalidError
from tests.make.crisis import make_contact, make_plan
from tests.make.watch import make_report_sent, make_watch

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def test_reports_of_a_drill_go_to_its_team_and_say_so(
    claire: Person, yann: Person, noon: datetime
) -> None:
    plan = make_plan(by=claire)
    make_contact(by=claire, email="cabinet@ville.example", plan_ids=(plan.pk,), person_id=yann.pk)
    watch = make_watch(by=claire, at=noon, is_drill=True)

    assert [one.person for one in watch.recipients.all()] == [claire]
    with pytest.raises(WatchInvalidError) as refused:
        actions.add_reader(
            incident_id=watch.incident_id,
            reader=actions.Reader(name="Mairie", email="mairie@ville.example"),
            by=claire,
            at=noon,
        )
    assert "email" in refused.value.fields

    make_report_sent(watch, by=claire, at=noon + HOUR / 2)
    actions.send_letters(at=noon + HOUR / 2)
    assert [one.to for one in mail.outbox] == [[claire.email]]
    assert "DRILL" in mail.outbox[0].subject


def test_a_late_report_of_a_drill_wakes_nobody_beside_its_team(
    claire: Person, yann: Person, noon: datetime
) -> None:
    make_watch(by=claire, at=noon, is_drill=True)

    actions.escalate_reports(at=noon + 2 * HOUR)

    told = Notification.objects.filter(kind__startswith="watch.")
    assert {one.person for one in told} == {claire}
    assert all(sentence(one.kind, one.facts).startswith("Drill. ") for one in told)
