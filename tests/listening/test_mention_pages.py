"""Mentions as pages: narrowed, read with what stands around them, handled, given as a file."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gouvernail.ledger.queries import timeline
from gouvernail.listening.models import Handling, Mention, Note, Source, Topic
from gouvernail.people.models import Person, Unit
from tests.make.listening import NOON, make_mention, make_source, make_topic

LIST = reverse("listening:mention-list")


@pytest.fixture
def source(karim: Person, energy: Unit) -> Source:
    return make_source(unit=energy, by=karim)


@pytest.fixture
def topic(karim: Person, energy: Unit) -> Topic:
    return make_topic(unit=energy, owner=karim)


def test_the_list_is_narrowed_by_what_the_address_says(
    client: Client, karim: Person, source: Source, topic: Topic
) -> None:
    first = make_mention(source=source, topic=topic, text="Encore une panne")
    make_mention(source=source, topic=topic, text="Merci", sentiment="positive", lang="en")
    make_mention(source=source, topic=topic, text="Écho de la panne", repeat_of=first)
    make_mention(source=source, topic=topic, text="Mise de côté", is_hidden=True)
    make_mention(source=source, topic=topic, text="Entre nous", is_private=True)
    client.force_login(karim)

    def shown(**asked: str) -> set[str]:
        page = client.get(LIST, asked).context["page"]
        return {one.text for one in page.rows}

    assert shown() == {"Encore une panne", "Merci"}
    assert shown(topic=str(topic.pk)) == {"Encore une panne", "Merci"}
    assert shown(sentiment="positive", lang="en") == {"Merci"}
    assert shown(topic=str(topic.pk), q="PANNE", repeats="1") == {
        *("Encore une panne", "Écho de la panne")
    }
    assert shown(hidden="1") == {"Mise de côté"}
    assert shown(topic=str(topic.pk), since="2026-11-18") == set()
    assert shown(since="nonsense", tag="nonsense") == {"Encore une panne", "Merci"}


def test_a_mention_is_folded_only_below_one_that_is_in_the_list_too(
    client: Client, karim: Person, source: Source, topic: Topic
) -> None:
    elsewhere = make_mention(source=source, text="Lettre à une autre unité")
    aside = make_mention(source=source, topic=topic, text="Mise de côté", is_hidden=True)
    back = make_mention(source=source, topic=topic, text="", withdrawn_at=NOON)
    first = make_mention(source=source, topic=topic, text="Lettre")
    for number, original in enumerate((elsewhere, aside, back, first)):
        make_mention(source=source, topic=topic, text=f"Copie {number}", repeat_of=original)
    client.force_login(karim)

    for asked in ({}, {"topic": str(topic.pk)}):
        page = client.get(LIST, asked).context["page"]
        assert {one.text for one in page.rows} == {"", "Lettre", "Copie 0", "Copie 1", "Copie 2"}


def test_pages_of_a_topic_follow_one_another_and_cost_the_same(
    client: Client, karim: Person, source: Source, topic: Topic
) -> None:
    client.force_login(karim)
    asked = {"topic": str(topic.pk)}

    def cost() -> int:
        with CaptureQueriesContext(connection) as seen:
            client.get(LIST, asked)
        return len(seen)

    make_mention(source=source, topic=topic)
    cost()
    few = cost()
    for _number in range(60):
        make_mention(source=source, topic=topic, posted_at=NOON)
    page = client.get(LIST, asked).context["page"]
    after = client.get(LIST, asked | {"cursor": page.next_cursor}).context["page"]

    assert cost() == few
    assert len(page.rows) == 50
    assert len({one.pk for one in (*page.rows, *after.rows)}) == 61


def test_a_mention_is_read_with_its_thread_its_repeats_and_its_author(
    client: Client, karim: Person, source: Source, topic: Topic
) -> None:
    mention = make_mention(source=source, topic=topic, text="La racine")
    told: dict[str, Any] = {"author_key": "did:plc:other", "author_handle": "other"}
    make_mention(source=source, text="Une réponse", root_key=mention.key, account=None, **told)
    make_mention(source=source, topic=topic, text="Répond au fil", root_key=mention.key, **told)
    make_mention(source=source, topic=topic, text="La racine encore", repeat_of=mention, **told)
    make_mention(source=source, topic=topic, text="Du même auteur")
    client.force_login(karim)

    page = client.get(reverse("listening:mention-detail", args=[mention.pk])).text

    for said in ("La racine", "Répond au fil", "La racine encore", "Du même auteur"):
        assert said in page
    assert "Une réponse" not in page  # about no topic that Karim sees


def test_what_is_done_with_a_mention_is_kept_and_told_in_the_journal(
    client: Client, karim: Person, hugo: Person, source: Source, topic: Topic
) -> None:
    mention = make_mention(source=source, topic=topic)
    client.force_login(karim)

    def do(verb: str, *more: object, **said: str) -> int:
        name = f"listening:mention-{verb}"
        return client.post(reverse(name, args=[mention.pk, *more]), said).status_code

    assert do("tag", name="#Prix  élevés") == 302
    assert do("note", text="Rappeler demain.") == 302
    assert do("assign", person=hugo.name) == 302
    assert do("finish") == 302
    assert do("hide", reason="hors sujet") == 302
    page = client.get(reverse("listening:mention-detail", args=[mention.pk])).text
    handling = Handling.objects.get(mention=mention)

    for said in ("Prix élevés", "Rappeler demain.", "Hugo Petit", "hors sujet"):
        assert said in page
    assert (handling.assigned_to, handling.done_at is None) == (hugo, False)
    assert Mention.objects.get(pk=mention.pk).is_hidden
    tag = mention.taggings.get().tag
    assert do("show") == 302
    assert do("untag", tag.pk) == 302
    assert not mention.taggings.exists()
    assert Handling.objects.get(mention=mention).hidden_reason == ""
    verbs = {entry.verb for entry in timeline("handling", handling.pk).events}
    assert verbs >= {"handling.assigned", "handling.finished", "handling.hidden", "handling.shown"}


def test_a_form_that_lacks_something_says_so_at_its_place(
    client: Client, karim: Person, source: Source, topic: Topic
) -> None:
    mention = make_mention(source=source, topic=topic)
    client.force_login(karim)

    empty = client.post(reverse("listening:mention-note", args=[mention.pk]), {"text": " "})
    nobody = client.post(reverse("listening:mention-assign", args=[mention.pk]), {"person": "Zoé"})

    assert (empty.status_code, nobody.status_code) == (422, 422)
    assert "Nobody here is called “Zoé”." in nobody.text
    assert 'value="Zoé"' in nobody.text
    assert not Note.objects.exists()


def test_a_sibling_unit_reads_none_of_it(
    client: Client, ines: Person, source: Source, topic: Topic
) -> None:
    mention = make_mention(source=source, topic=topic, text="Pour Énergie")
    client.force_login(ines)

    assert client.get(reverse("listening:mention-detail", args=[mention.pk])).status_code == 404
    assert client.get(reverse("listening:topic-detail", args=[topic.pk])).status_code == 404
    assert "Pour Énergie" not in client.get(LIST).text
    assert client.get(LIST, {"topic": str(topic.pk)}).context["asked"].topic is None


def test_the_file_holds_the_narrowed_mentions_and_no_formula(
    client: Client, karim: Person, source: Source, topic: Topic
) -> None:
    make_mention(source=source, topic=topic, text="=HYPERLINK(1)")
    make_mention(source=source, topic=topic, text="Autre", lang="en")
    client.force_login(karim)

    answer = client.get(reverse("listening:mention-export"), {"lang": "fr"})
    lines = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]  # streamed

    assert "'=HYPERLINK(1)" in lines
    assert "Our name" in lines
    assert "Autre" not in lines
