"""The pages of consultations: what each reader is shown, and what is typed is never lost."""

import json
from datetime import datetime, timedelta

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils import translation

from gouvernail.consultations.actions import Said, answer_remarks, suggest_change
from gouvernail.consultations.actions.remarks import NewRemark
from gouvernail.consultations.models import Consultation, Remark, RemarkDraft
from gouvernail.consultations.tasks import follow_windows
from gouvernail.foundation.clock import now, today
from gouvernail.foundation.ids import uuid7
from gouvernail.people.models import Person
from gouvernail.policies.actions import write_clauses
from tests.make.consultations import FINAL, OLD, make_consultation, make_remark
from tests.make.policies import make_charter, make_draft_version


@pytest.fixture(autouse=True)
def people(claire: Person, hugo: Person, nina: Person) -> None:
    """Have people."""


def after() -> datetime:
    return now() + timedelta(days=15)


def at(name: str, *args: object) -> str:
    return reverse(f"consultations:{name}", args=args)


def test_a_remark_is_sent_from_its_clause_and_a_refused_one_keeps_its_words(
    client: Client, claire: Person, nina: Person
) -> None:
    consultation = make_consultation(at=now(), by=claire)
    client.force_login(nina)
    page = client.get(at("consultation-detail", consultation.pk)).content.decode()
    assert page.index('id="at-1"') < page.index('id="at-2"') < page.index('id="at-all"')
    sent = {"key": uuid7(), "anchor": "1", "kind": "question", "text": " "}

    refused = client.post(at("remark-send", consultation.pk), sent)
    kept = client.post(at("remark-send", consultation.pk), sent | {"text": "Qui ?", "keep": "1"})

    assert refused.status_code == 422
    assert "Say it in a few words." in refused.content.decode()
    assert kept["Location"].endswith("#at-1")
    assert RemarkDraft.objects.get().text == "Qui ?"
    page = client.get(at("consultation-detail", consultation.pk)).content.decode()
    assert "Your draft, not sent yet" in page
    client.post(at("remark-send", consultation.pk), sent | {"text": "Qui vérifie ?"})
    remark = Remark.objects.get()
    assert (remark.author, remark.anchor, remark.kind) == (nina, "1", "question")
    assert not RemarkDraft.objects.exists()


def test_a_heading_without_text_is_neither_agreed_with_nor_worried_about(
    client: Client, claire: Person, nina: Person
) -> None:
    consultation = make_consultation(at=now(), by=claire)
    consultation.clauses.filter(anchor="1").update(text=" ", text_en="")
    consultation.clauses.filter(anchor="2").update(digest="0" * 64)
    client.force_login(nina)

    page = client.get(at("consultation-detail", consultation.pk)).content.decode()

    heading, clause = page.split('id="at-2"')
    assert 'value="concern"' not in heading
    assert "Say something about this clause" in heading
    assert 'value="concern"' in clause


def test_others_remarks_are_read_and_supported_only_where_they_are_shown(
    client: Client, claire: Person, hugo: Person, nina: Person
) -> None:
    consultation = make_consultation(at=now(), by=claire)
    remark = make_remark(consultation, at=now(), by=hugo, text="Le lien suffit-il ?")
    client.force_login(nina)

    client.post(at("remark-support", remark.pk))
    page = client.get(at("remark-list", consultation.pk) + "?place=1").content.decode()

    assert "Le lien suffit-il ?" in page
    assert 'aria-pressed="true"' in page
    Consultation.objects.update(shows_remarks=False)
    assert client.get(at("remark-list", consultation.pk)).status_code == 404
    assert client.post(at("remark-support", remark.pk)).status_code == 404


def test_the_desk_answers_those_ticked_and_shows_what_changed(
    client: Client, claire: Person, hugo: Person, nina: Person
) -> None:
    consultation = make_consultation(at=now(), by=claire)
    first, second = (
        make_remark(consultation, at=now(), by=hugo),
        make_remark(consultation, at=now(), by=nina),
    )
    follow_windows(after())
    write_clauses(
        version_id=consultation.version_id, source=FINAL, source_en="", by=claire, at=after()
    )
    client.force_login(claire)
    both = {"remarks": [first.pk, second.pk], "outcome": "changed", "anchor": "1"}

    refused = client.post(at("remarks-answer"), both | {"words": ""})
    grouped = client.post(at("remarks-group"), both | {"label": "La source"}, follow=True)
    answered = client.post(
        at("remarks-answer"),
        both | {"words": "Un lien vers la source.", "narrowed": "?state=changed"},
        follow=True,
    )

    assert refused.status_code == 422
    assert refused.content.decode().count(" checked") >= 2
    assert "La source" in grouped.content.decode()
    assert answered.redirect_chain[-1][0].endswith("?state=changed")
    assert "<ins>" in answered.content.decode()
    client.force_login(hugo)
    assert client.get(at("remark-desk", consultation.pk)).status_code == 403
    mine = client.get(at("own-remarks", consultation.pk)).content.decode()
    assert "Un lien vers la source." in mine


def test_the_summary_is_read_printed_and_exported_without_names(
    client: Client, claire: Person, hugo: Person
) -> None:
    consultation = make_consultation(at=now(), by=claire)
    remark = make_remark(consultation, at=now(), by=hugo, text="=1+1 Quelle source ?")
    client.force_login(hugo)
    assert client.get(at("consultation-summary", consultation.pk)).status_code == 409
    follow_windows(after())
    said = Said(outcome="declined", words="La source est dans le guide.")
    answer_remarks(remark_ids=[remark.pk], said=said, by=claire, at=after())

    page = client.get(at("consultation-summary", consultation.pk)).content.decode()
    rows = client.get(at("summary-export", consultation.pk, "csv"))
    told = client.get(at("summary-export", consultation.pk, "json"))
    fragment = client.get(at("summary-of", consultation.version_id)).content.decode()

    assert "La source est dans le guide." in page
    text = b"".join(rows.streaming_content).decode()  # type: ignore[attr-defined]
    assert "'=1+1" in text
    found = json.loads(b"".join(told.streaming_content))  # type: ignore[attr-defined]
    assert found["remarks"][0]["outcome"] == "declined"
    assert hugo.name not in text + json.dumps(found)
    assert "1 were declined" in fragment


def test_a_suggestion_waits_for_the_next_consultation_and_is_its_first_remark(
    client: Client, claire: Person, nina: Person, hugo: Person
) -> None:
    policy = make_charter(by=claire, source=OLD, source_en=OLD)
    client.force_login(nina)
    address = at("suggestion-create", policy.slug)
    assert "Images" in client.get(address + "?clause=2").content.decode()
    sent = {"key": uuid7(), "anchor": "2", "text": "Et les vidéos ?"}
    assert client.post(address, sent | {"text": ""}).status_code == 422
    client.post(address, sent)
    new = NewRemark(key=uuid7(), text="Un exemple ?", anchor="1")
    direct = suggest_change(policy_id=policy.pk, new=new, by=hugo, at=now())
    client.force_login(claire)
    answer = {"remarks": [direct.pk], "outcome": "kept", "words": "Un exemple viendra."}
    client.post(at("remarks-answer"), answer)
    assert client.post(at("remarks-answer"), answer | {"words": ""}).status_code == 422

    consultation = make_consultation(at=now(), by=claire, policy=policy)

    assert list(consultation.remarks.values_list("text", "is_suggestion")) == [
        ("Et les vidéos ?", True)
    ]
    client.force_login(nina)
    assert client.get(address)["Location"] == at("consultation-detail", consultation.pk)


def test_a_window_is_planned_from_the_draft_and_what_is_wrong_is_said_at_its_field(
    client: Client, claire: Person, hugo: Person
) -> None:
    policy = make_charter(by=claire, source=OLD, source_en=OLD)
    make_draft_version(policy, by=claire, source=FINAL)
    client.force_login(claire)
    address = at("consultation-create", policy.slug)
    first = today("Europe/Paris")
    last = first + timedelta(days=1)
    sent = {"opens_on": first, "closes_on": last, "zone": "Europe/Paris"}

    assert "is_anonymous" not in client.get(address).content.decode()
    refused = client.post(address, sent | {"purpose": "Dites-nous."})
    client.post(at("terms-edit"), {"minimum_days": "2", "allows_anonymous": "on"})
    assert "is_anonymous" in client.get(address).content.decode()
    made = client.post(address, sent)

    assert refused.status_code == 422
    assert "Dites-nous." in refused.content.decode()
    assert made["Location"] == at("consultation-detail", Consultation.objects.get().pk)
    part = client.get(at("policy-part", policy.slug)).content.decode()
    assert "under consultation" in part
    client.force_login(hugo)
    assert client.get(at("terms-edit")).status_code == 403
    assert client.get(at("consultation-list")).status_code == 200


def test_words_that_are_not_shown_are_on_no_page_and_in_no_file_but_of_who_answers(
    client: Client, claire: Person, hugo: Person, nina: Person
) -> None:
    consultation = make_consultation(by=claire, at=now(), shows_remarks=False)
    remark = make_remark(consultation, by=hugo, text="Je préfère le taire.", at=now())
    follow_windows(after())
    said = Said(outcome="declined", words="Cela reste.")
    answer_remarks(remark_ids=[remark.pk], said=said, by=claire, at=after())

    def told(by: Person) -> list[str]:
        client.force_login(by)
        page = client.get(at("consultation-summary", consultation.pk)).content.decode()
        files = (
            client.get(at("summary-export", consultation.pk, form)) for form in ("csv", "json")
        )
        return [page, *(b"".join(one).decode() for one in files)]

    assert ["le taire" in one for one in told(nina)] == [False] * 3
    assert ["Cela reste." in one for one in told(nina)] == [True] * 3
    assert ["le taire" in one for one in told(claire)] == [True] * 3


def test_questions_that_got_an_answer_are_no_quiz_in_french() -> None:
    names = ("asked", "read", "remarks", "supports", "kept", "changed", "declined", "waiting")
    figures = dict.fromkeys(names, 0) | {"answered": 2}

    with translation.override("fr"):
        html = render_to_string("consultations/_figures.html", {"figures": figures})

    assert "Questions ayant reçu leur réponse" in html
