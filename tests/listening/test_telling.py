"""How alerts reach people: quiet hours, who is on call, the morning, channels of chat."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from gouvernail.listening.actions.calming import Calm, put_on_call, set_quiet_hours
from gouvernail.listening.actions.waking import tell_in_the_morning, wake, wake_further
from gouvernail.listening.models import ChatChannel, Held, OnCall, Parcel, QuietHours, Spike
from gouvernail.listening.queries.calm import calm_until
from gouvernail.listening.tasks.chat import send_parcels
from gouvernail.notifications.models import Notification
from gouvernail.notifications.queries import sentence
from gouvernail.people.models import Absence, Person, Unit
from tests.make.listening import NOON, make_spike, make_topic
from tests.make.teams import make_team
from tests.servers.chat import Webhook, webhook

NIGHT = datetime(2026, 11, 18, 1, 0, tzinfo=UTC)  # two in the morning in Paris
MORNING = datetime(2026, 11, 18, 6, 0, tzinfo=UTC)
CALM = Calm(time(22), time(7), 9)


def told(person: Person) -> list[str]:
    rows = Notification.objects.filter(person=person, kind__startswith="spike").order_by("at")
    return [sentence(one.kind, one.facts) for one in rows]


@pytest.fixture
def spike(karim: Person, energy: Unit) -> Spike:
    return make_spike(topic=make_topic(unit=energy, owner=karim))


@pytest.mark.django_db
def test_quiet_hours_wait_for_the_morning_save_for_who_is_on_call(
    karim: Person, hugo: Person, nina: Person, energy: Unit, spike: Spike
) -> None:
    team = make_team(hugo, nina, unit=energy, duty="crisis")
    set_quiet_hours(calm=CALM, by=karim, at=NOON)
    set_quiet_hours(calm=CALM, by=karim, at=NOON, team_id=team.pk)
    put_on_call(team_id=team.pk, person_id=nina.pk, since=NOON, until=MORNING, by=karim, at=NOON)
    second = make_spike(topic=make_topic(unit=energy, owner=karim, name_en="Rates"), severity=8)

    wake(spike.pk, at=NIGHT)
    wake(second.pk, at=NIGHT)
    early = (told(karim), told(hugo), len(told(nina)))
    tell_in_the_morning(at=MORNING - timedelta(minutes=1))
    before = told(karim)
    tell_in_the_morning(at=MORNING)
    tell_in_the_morning(at=MORNING + timedelta(minutes=1))

    assert early == ([], [], 2)
    assert before == []
    assert told(karim) == ["During your quiet hours, 2 alerts came; the gravest is about “Rates”."]
    assert len(told(hugo)) == 1
    assert len(told(nina)) == 2
    assert not Held.objects.exists()


@pytest.mark.django_db
def test_a_grave_alert_wakes_somebody_and_one_that_grows_wakes_who_asked_for_it(
    karim: Person, hugo: Person, nina: Person, energy: Unit, spike: Spike
) -> None:
    team = make_team(hugo, nina, unit=energy, duty="crisis")
    set_quiet_hours(calm=Calm(time(22), time(7), None), by=karim, at=NOON, team_id=team.pk)
    set_quiet_hours(calm=CALM, by=karim, at=NOON)

    wake(spike.pk, at=NIGHT)
    asleep = [len(told(one)) for one in (hugo, nina, karim)]
    Spike.objects.update(severity=7)
    wake_further(spike.pk, at=NIGHT)
    grave = [len(told(one)) for one in (hugo, nina, karim)]
    Spike.objects.update(severity=9)
    wake_further(spike.pk, at=NIGHT)

    assert asleep == [0, 0, 0]
    assert grave == [1, 0, 0]
    assert [len(told(one)) for one in (hugo, nina, karim)] == [1, 0, 1]


@pytest.mark.django_db
def test_a_colleague_who_is_away_is_nobody_whom_a_grave_alert_has_reached(
    karim: Person, hugo: Person, nina: Person, energy: Unit, spike: Spike
) -> None:
    make_team(hugo, nina, unit=energy, duty="crisis")
    for one in (karim, nina):
        set_quiet_hours(calm=Calm(time(22), time(7), None), by=one, at=NOON)
    Absence.objects.create(person=hugo, starts_at=NOON, ends_at=NOON + timedelta(days=9))
    grave = make_spike(topic=make_topic(unit=energy, owner=karim, name_en="Rates"), severity=8)

    wake(grave.pk, at=NIGHT)
    at_once = [len(told(one)) for one in (nina, karim)]
    wake(spike.pk, at=NIGHT)
    Spike.objects.filter(pk=spike.pk).update(severity=7)
    wake_further(spike.pk, at=NIGHT)

    assert at_once == [1, 0]
    assert [len(told(one)) for one in (nina, karim)] == [2, 0]


@pytest.mark.django_db
def test_an_alert_that_nobody_follows_goes_to_who_chooses_what_is_listened_to(
    karim: Person, hugo: Person, energy: Unit
) -> None:
    spike = make_spike(topic=make_topic(unit=energy, owner=hugo))
    Person.objects.filter(pk=hugo.pk).update(is_active=False)

    wake(spike.pk, at=NOON)

    assert (len(told(karim)), told(hugo)) == (1, [])


@pytest.mark.parametrize(
    ("starts", "ends", "at", "until"),
    [
        (time(22), time(7), NIGHT, MORNING),
        (time(22), time(7), NOON, None),
        (time(12), time(14), NOON, NOON + timedelta(hours=1)),  # one o'clock in Paris
        (time(7), time(7), MORNING, MORNING + timedelta(days=1)),
        # the night when clocks go back: 22:00 to 07:00 lasts ten hours
        (time(22), time(7), datetime(2026, 10, 25, 5, 30, tzinfo=UTC),
         datetime(2026, 10, 25, 6, 0, tzinfo=UTC)),
    ],
)  # fmt: skip
def test_quiet_hours_are_wall_times_of_where_one_is(
    starts: time, ends: time, at: datetime, until: datetime | None
) -> None:
    assert calm_until(QuietHours(starts=starts, ends=ends), zone="Europe/Paris", at=at) == until


@pytest.fixture
def chat(settings: Any) -> Iterator[Webhook]:
    settings.EGRESS_PRIVATE_HOSTS = ["connector.example"]
    settings.WEBSITE_PRIVATE_HOSTS = ["127.0.0.1"]
    with webhook() as served:
        yield served


@pytest.mark.django_db
def test_alerts_go_to_the_channels_of_their_unit_and_no_page_shows_an_address(
    client: Client, karim: Person, energy: Unit, spike: Spike, chat: Webhook
) -> None:
    client.force_login(karim)
    url = reverse("listening:channel-create")
    said = {"unit": str(energy.pk), "severity": "3", "language": "fr"}
    for kind in ("slack", "teams", "mattermost"):
        address = chat.url(f"/hooks/s3cret-{kind}")
        client.post(url, said | {"name": f"#{kind}", "kind": kind, "address": address})
    no_web = {"name": "#x", "kind": "slack", "address": "ftp://s3cret.eu"}
    wrong = client.post(url, said | no_web)
    grave = chat.url("/hooks/s3cret-grave")
    client.post(url, said | {"name": "#g", "kind": "slack", "address": grave, "severity": "9"})

    wake(spike.pk, at=NOON)
    sent = send_parcels(clock=lambda: NOON)
    wake_further(spike.pk, at=NOON)
    again = send_parcels(clock=lambda: NOON)
    page = client.get(reverse("listening:telling")).text

    assert wrong.status_code == 422
    assert "begins with https://" in wrong.text
    assert "s3cret" not in wrong.text + page
    assert (sent, again) == (3, 0)
    assert {path for path, _body in chat.taken} == {
        "/hooks/s3cret-slack", "/hooks/s3cret-teams", "/hooks/s3cret-mattermost"
    }  # fmt: skip
    slack = next(body for path, body in chat.taken if path.endswith("slack"))
    assert "Notre nom" in slack["text"]
    assert reverse("listening:spike-detail", args=[spike.pk]) in slack["text"]
    assert "compteur" in slack["text"]


@pytest.mark.django_db
def test_a_channel_that_fails_is_tried_again_and_says_so_until_it_is_removed(
    client: Client, karim: Person, energy: Unit, chat: Webhook
) -> None:
    client.force_login(karim)
    said = {"name": "#crise-test", "kind": "slack", "unit": str(energy.pk), "severity": "1"}
    said |= {"language": "en", "address": chat.url("/one")}
    client.post(reverse("listening:channel-create"), said)
    channel = ChatChannel.objects.get()
    client.post(reverse("listening:channel-try", args=[channel.pk]))
    start = Parcel.objects.get().at
    chat.status, chat.words = 500, b"Cannot POST /one"

    send_parcels(clock=lambda: start)
    send_parcels(clock=lambda: start + timedelta(seconds=5))
    failing = client.get(reverse("listening:telling")).text
    chat.status, chat.words = 200, b"ok"
    send_parcels(clock=lambda: start + timedelta(minutes=1))
    client.post(reverse("listening:channel-try", args=[channel.pk]))
    chat.status, chat.words = 404, b"no_service"
    later = start + timedelta(hours=1)
    send_parcels(clock=lambda: later)
    given_up = Parcel.objects.filter(due_at__isnull=False).count()
    client.post(reverse("listening:channel-remove", args=[channel.pk]))

    assert "HTTP 500" in failing
    assert "Cannot POST" not in failing  # what a server says may repeat the secret address
    assert len(chat.taken) == 3
    assert given_up == 0
    assert "#crise-test" not in client.get(reverse("listening:telling")).text


@pytest.mark.django_db
def test_a_channel_reaches_no_private_host_of_connectors(
    client: Client, karim: Person, energy: Unit, chat: Webhook, settings: Any
) -> None:
    client.force_login(karim)
    url = reverse("listening:channel-create")
    said = {"name": "#x", "kind": "slack", "unit": str(energy.pk), "severity": "1"}
    said |= {"language": "en", "address": chat.url("/one")}
    client.post(url, said)
    client.post(reverse("listening:channel-try", args=[ChatChannel.objects.get().pk]))
    start = Parcel.objects.get().at
    settings.EGRESS_PRIVATE_HOSTS, settings.WEBSITE_PRIVATE_HOSTS = ["127.0.0.1"], []

    refused = client.post(url, said)

    assert refused.status_code == 422
    assert (send_parcels(clock=lambda: start), chat.taken) == (0, [])


@pytest.mark.django_db
def test_quiet_hours_and_times_on_call_are_chosen_on_their_pages(
    client: Client, karim: Person, hugo: Person, energy: Unit
) -> None:
    team = make_team(hugo, unit=energy, duty="crisis")
    client.force_login(karim)
    mine, theirs = reverse("listening:telling"), reverse("listening:telling-team", args=[team.pk])
    call = {"what": "call", "person": str(hugo.pk), "since": "2099-01-01T18:00"}

    bad = client.post(mine, {"starts": "25:00", "ends": "07:00", "severity": "8"})
    client.post(mine, {"starts": "22:00", "ends": "07:00", "severity": ""})
    client.post(theirs, {"what": "quiet", "starts": "21:00", "ends": "06:00", "severity": "8"})
    back = client.post(theirs, call | {"until": "2099-01-01T17:00"})
    client.post(theirs, call | {"until": "2099-01-02T08:00"})
    listed = client.get(theirs).text
    client.post(reverse("listening:telling-call-end", args=[OnCall.objects.get().pk]))
    client.post(mine, {"off": "1"})

    assert (bad.status_code, back.status_code) == (422, 422)
    assert 'value="25:00"' in bad.text
    assert "comes after the beginning" in back.text
    assert hugo.name in listed
    assert QuietHours.objects.filter(ended_at__isnull=True).get().team == team
    assert OnCall.objects.get().ended_at is not None
