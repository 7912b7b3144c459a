"""The countries a draft speaks to: typed, agreed to, asked of rules and of pictures."""

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from gouvernail.content.actions import Writing, save_draft, submit_draft
from gouvernail.content.models import Draft, DraftMedia
from gouvernail.content.queries import examine, manuscript_of
from gouvernail.people.models import Person, Unit
from gouvernail.publishing.queries.labels import label_due
from tests.make.content import make_draft, make_submitted
from tests.make.media import make_asset
from tests.make.registry import make_account


def with_picture(hugo: Person, energy: Unit, **fields: object) -> Draft:
    draft = make_draft(author=hugo, unit=energy, accounts=(make_account(unit=energy),))
    asset = make_asset(unit=energy, by=hugo, **fields)  # type: ignore[arg-type]  # loose on purpose
    DraftMedia.objects.create(draft=draft, asset=asset, alt="A mast")
    return draft


@pytest.mark.parametrize(
    ("countries", "found"),
    [
        ([], {"countries-1": "warn"}),
        (["FR"], {}),
        (["CA", "FR"], {"territory-1": "stop"}),
    ],
)
def test_a_picture_held_to_some_countries_is_shown_in_those_only(
    hugo: Person, energy: Unit, noon: datetime, countries: list[str], found: dict[str, str]
) -> None:
    draft = with_picture(hugo, energy, territory=["FR", "BE"])
    draft.countries = countries
    draft.save()

    cards = examine(manuscript_of(draft), at=noon).cards

    assert {card.key: card.kind for card in cards} == found


def test_rules_are_told_the_countries_it_speaks_to(
    hugo: Person, energy: Unit, noon: datetime
) -> None:
    draft = with_picture(hugo, energy)
    save_draft(draft_id=draft.pk, writing=Writing(countries=("fr", "CA ")), by=hugo, at=noon)
    draft.refresh_from_db()

    judged = examine(manuscript_of(draft), at=noon).judgements[0]

    assert judged.context.territory == ("CA", "FR")


def test_what_is_no_country_is_refused_at_its_field(
    client: Client, hugo: Person, energy: Unit
) -> None:
    draft = with_picture(hugo, energy)
    client.force_login(hugo)
    typed = {"edit_count": 0, "title": "A", "text": "B", "language": "en", "countries": "France"}

    page = client.post(reverse("content:draft-edit", args=[draft.pk]), typed)

    assert page.status_code == 422
    assert 'id="countries-error"' in page.text
    assert 'value="FRANCE"' in page.text


def test_a_picture_that_ai_made_carries_its_label_into_what_is_agreed_to(
    hugo: Person, energy: Unit, noon: datetime
) -> None:
    account = make_account(unit=energy, network="instagram")
    draft = make_draft(author=hugo, unit=energy, accounts=(account,))
    asset = make_asset(unit=energy, by=hugo, origin="ai")
    DraftMedia.objects.create(draft=draft, asset=asset, alt="A mast")
    plain, _request = make_submitted(author=hugo, unit=energy, at=noon)

    submit_draft(draft_id=draft.pk, by=hugo, at=noon)
    fields = draft.revisions.get().payloads[str(account.pk)]["fields"]

    assert fields["media"][0]["origin"] == "ai"
    assert label_due("instagram", fields) != ""
    silent = next(iter(plain.revisions.get().payloads.values()))["fields"]
    assert label_due("instagram", silent) == ""
