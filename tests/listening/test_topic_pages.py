"""Topics as pages: made of lists or written, tried before they are kept, and their dashboard."""

from datetime import timedelta

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from django.utils import translation

from gouvernail.foundation import clock
from gouvernail.listening.forms.topics import TopicForm
from gouvernail.listening.models import Daily, DayHour, Hourly, Topic
from gouvernail.people.models import Person, Unit
from tests.make.listening import make_mention, make_source, make_topic

WORDS = {"name_fr": "Coupures", "kind": "crisis", "sensitivity": "medium", "retention": "year"}


def body(unit: Unit, **said: str) -> dict[str, str]:
    return WORDS | {"unit": str(unit.pk), "way": "words"} | said


def test_lists_of_words_become_a_query_that_the_form_reads_again(
    client: Client, karim: Person, energy: Unit
) -> None:
    client.force_login(karim)
    said = body(energy, any_of="panne\ncoupure de courant", none_of="stage", networks="bluesky")

    client.post(reverse("listening:topic-create"), said)

    topic = Topic.objects.get()
    assert topic.query == '(panne OR "coupure de courant") AND network:bluesky AND NOT stage'
    page = client.get(reverse("listening:topic-edit", args=[topic.pk])).text
    assert "panne\ncoupure de courant</textarea>" in page
    assert topic.owner == karim


def test_a_fault_in_a_written_query_is_shown_where_it_is_in_the_readers_language(
    client: Client, karim: Person, energy: Unit
) -> None:
    Person.objects.filter(pk=karim.pk).update(language="fr")
    client.force_login(karim)
    said = body(energy, way="query", query="panne AND (coupure OR")

    answer = client.post(reverse("listening:topic-create"), said)

    assert answer.status_code == 422
    assert "Un mot est attendu après OR." in answer.text
    assert "panne AND (coupure OR" in answer.text
    assert "<mark>" in answer.text
    assert not Topic.objects.exists()


def test_the_preview_says_what_is_found_and_keeps_nothing(
    client: Client, karim: Person, energy: Unit
) -> None:
    source = make_source(unit=energy, by=karim)
    about = make_topic(unit=energy, owner=karim)
    make_mention(source=source, topic=about, text="Encore une panne ce matin")
    make_mention(source=source, topic=about, text="Tout va bien")
    client.force_login(karim)
    said = body(energy, any_of="panne")

    beside = client.post(reverse("listening:topic-preview"), said).text
    whole = client.post(reverse("listening:topic-create"), said | {"look": "1"}).text

    for page in (beside, whole):
        assert "Encore une panne ce matin" in page
        assert "Tout va bien" not in page
    assert Topic.objects.count() == 1


def test_a_topic_is_paused_listened_to_again_and_closed(
    client: Client, karim: Person, hugo: Person, energy: Unit
) -> None:
    topic = make_topic(unit=energy, owner=karim)
    client.force_login(karim)
    for verb, said in (("pause", "paused"), ("resume", "Pause<"), ("close", "closed")):
        page = client.post(reverse(f"listening:topic-{verb}", args=[topic.pk]), follow=True).text
        assert said in page

    assert client.post(reverse("listening:topic-pause", args=[topic.pk])).status_code == 409
    client.force_login(hugo)
    assert client.get(reverse("listening:topic-create")).status_code == 403


@pytest.fixture
def spoken_of(karim: Person, energy: Unit) -> Topic:
    topic = make_topic(unit=energy, owner=karim)
    rival = make_topic(
        unit=energy, owner=karim, name_fr="Autre", name_en="Other", kind="competitor"
    )
    at = clock.now()
    hour = at.replace(minute=0, second=0, microsecond=0)
    for back, feeling, said in ((0, "negative", 7), (1, "neutral", 5), (40, "positive", 11)):
        day = clock.site_day(at - timedelta(days=back))
        told = {"network": "bluesky", "lang": "fr", "sentiment": feeling, "count": said}
        Daily.objects.create(topic=topic, day=day, reach=100, **told)
        Hourly.objects.create(topic=topic, hour=hour - timedelta(days=back), reach=100, **told)
        DayHour.objects.create(topic=topic, day=day, weekday=day.weekday(), hour=9, count=said)
    Daily.objects.create(
        topic=rival,
        day=clock.site_day(at),
        network="x",
        lang="en",
        sentiment="neutral",
        count=3,
    )
    return topic


@pytest.mark.parametrize(
    ("period", "total"), [("day", 7), ("week", 12), ("month", 12), ("year", 23)]
)
def test_a_dashboard_adds_up_what_was_counted_in_its_period(
    client: Client, karim: Person, spoken_of: Topic, period: str, total: int
) -> None:
    client.force_login(karim)
    at = {"period": period}

    page = client.get(reverse("listening:topic-detail", args=[spoken_of.pk]), at)
    table = client.get(reverse("listening:topic-figures", args=[spoken_of.pk]), at)
    picture = client.get(reverse("listening:topic-picture", args=[spoken_of.pk]), at)

    lines = b"".join(table.streaming_content).decode().splitlines()  # type: ignore[attr-defined]  # streamed
    assert sum(int(line.split(",")[5]) for line in lines[1:]) == total
    assert page.context["board"].total == total
    assert sum(sum(row) for row in page.context["board"].heat) == total
    assert picture.text.startswith("<svg xmlns=")
    if period == "week":  # drawn once: it takes a while
        drawn = client.get(picture.wsgi_request.path, at | {"form": "png"})
        assert drawn["Content-Type"] == "image/png"
        assert drawn.content.startswith(b"\x89PNG")
    assert picture.text.count('fill="#bf2429"') == 2  # the column, and its key


def test_an_english_reader_reads_the_query_fault_in_english(karim: Person, energy: Unit) -> None:
    data = QueryDict(mutable=True)
    data.update(body(energy, way="query", query="NOT panne"))
    with translation.override("en"):
        form = TopicForm(data, viewer=karim)
        assert not form.is_valid()

    assert "must be absent" in form.errors["query"][0]
