"""The brand beside a draft: the guide that matters, templates, and whom it addresses."""

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from gouvernail.brand.actions.audiences import AudienceFacts, write_audience
from gouvernail.brand.actions.templates import TemplateFacts, begin_template, publish_template
from gouvernail.brand.models import TemplateUse, TemplateVersion
from gouvernail.brand.queries.audiences import addressed
from gouvernail.brand.queries.templates import used_in
from gouvernail.content.actions import (
    address_draft,
    insert_template,
    leave_draft_template,
    submit_draft,
)
from gouvernail.content.errors import DraftBlockedError
from gouvernail.content.models import Draft
from gouvernail.content.queries import examine, manuscript_of
from gouvernail.content.queries.guidance import guidance_of
from gouvernail.people.models import Person, Unit
from tests.make.brand import make_section
from tests.make.content import make_draft
from tests.make.registry import make_account


@pytest.fixture
def draft(hugo: Person, energy: Unit) -> Draft:
    account = make_account(unit=energy, network="mastodon")
    return make_draft(author=hugo, unit=energy, accounts=(account,), text="Bonjour", language="fr")


@pytest.fixture
def template(claire: Person, julie: Person, nordet: Unit, noon: datetime) -> TemplateVersion:
    facts = TemplateFacts(
        title="Rue fermée", text="Fermée {{date: Jour}}, {{lieu: Rue}}", required=("link",)
    )
    made = begin_template(unit_id=nordet.pk, network="", facts=facts, by=claire, at=noon)
    return publish_template(template_id=made.template_id, number=1, by=julie, at=noon)


def test_only_what_matters_here_is_shown(
    draft: Draft, claire: Person, julie: Person, hugo: Person, nordet: Unit
) -> None:
    for topic, network in (("voice", ""), ("pictures", ""), ("hashtags", ""), ("tone", "x")):
        make_section(unit=nordet, by=claire, other=julie, topic=topic, network=network)
    Draft.objects.filter(pk=draft.pk).update(text="Bonjour #FêteDesVoisins")
    draft.refresh_from_db()

    found = guidance_of(manuscript_of(draft), viewer=hugo, used=used_in(draft.pk))

    assert [one.topic for one in found.advice] == ["voice", "hashtags"]


def test_advice_is_in_the_language_of_the_text(
    draft: Draft, claire: Person, julie: Person, hugo: Person, nordet: Unit
) -> None:
    pair = {"do": "Dire vous", "do_en": "Say you"}
    make_section(unit=nordet, by=claire, other=julie, title_en="A clear voice", pairs=(pair,))

    french = guidance_of(manuscript_of(draft), viewer=hugo, used=used_in(draft.pk)).advice[0]
    Draft.objects.filter(pk=draft.pk).update(language="en")
    draft.refresh_from_db()
    english = guidance_of(manuscript_of(draft), viewer=hugo, used=used_in(draft.pk)).advice[0]

    assert (french.title, french.pairs[0].do) == ("Une voix claire", "Dire vous")
    assert (english.title, english.pairs[0].do) == ("A clear voice", "Say you")


def test_a_place_left_open_forbids_submission_and_is_named(
    draft: Draft, template: TemplateVersion, hugo: Person, noon: datetime
) -> None:
    insert_template(draft_id=draft.pk, version_id=template.pk, by=hugo, at=noon)

    with pytest.raises(DraftBlockedError) as refused:
        submit_draft(draft_id=draft.pk, by=hugo, at=noon)

    draft.refresh_from_db()
    assert draft.text == "Bonjour\n\nFermée {{date: Jour}}, {{lieu: Rue}}"
    assert "Jour, Rue." in refused.value.fields["places"]
    assert TemplateUse.objects.get().subject_id == draft.pk


def test_what_a_template_requires_is_asked_until_the_draft_leaves_it(
    draft: Draft, template: TemplateVersion, hugo: Person, noon: datetime
) -> None:
    insert_template(draft_id=draft.pk, version_id=template.pk, by=hugo, at=noon)
    Draft.objects.filter(pk=draft.pk).update(text="Fermée mardi, rue des Lilas")
    draft.refresh_from_db()

    with pytest.raises(DraftBlockedError) as refused:
        submit_draft(draft_id=draft.pk, by=hugo, at=noon)
    leave_draft_template(draft_id=draft.pk, version_id=template.pk, by=hugo, at=noon)
    submit_draft(draft_id=draft.pk, by=hugo, at=noon)

    assert list(refused.value.fields) == [f"template-{template.pk}"]
    assert Draft.objects.get().status == "in_review"


def test_rules_are_told_whom_a_draft_addresses(
    draft: Draft, claire: Person, hugo: Person, nordet: Unit, noon: datetime
) -> None:
    facts = AudienceFacts(unit_id=nordet.pk, code="young", title="Jeunes")
    write_audience(facts=facts, by=claire, at=noon)

    address_draft(draft_id=draft.pk, codes=["young"], by=hugo, at=noon)

    judged = examine(manuscript_of(draft), at=noon).judgements
    assert [one.context.audience for one in judged] == [("young",)]


def test_the_composer_inserts_a_template_and_keeps_the_audience(
    client: Client,
    draft: Draft,
    template: TemplateVersion,
    claire: Person,
    hugo: Person,
    nordet: Unit,
    noon: datetime,
) -> None:
    facts = AudienceFacts(unit_id=nordet.pk, code="young", title="Jeunes")
    write_audience(facts=facts, by=claire, at=noon)
    client.force_login(hugo)
    address = reverse("content:draft-edit", args=[draft.pk])

    page = client.get(address)
    said = {"title": "Rue", "text": "Bonsoir", "language": "fr", "audiences_shown": "1"}
    said |= {"audiences": "young", "do": f"template:{template.pk}"}
    client.post(address, said)

    draft.refresh_from_db()
    assert f"template:{template.pk}" in page.text
    assert draft.text.startswith("Bonsoir\n\nFermée {{date: Jour}}")
    assert addressed(draft.pk) == ["young"]
