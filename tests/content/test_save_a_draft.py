"""Writing: what is kept, who may, and what happens when two people write at once."""

from datetime import datetime

import pytest

from gouvernail.content.actions import (
    NewDraft,
    Writing,
    apply_fix,
    attach_picture,
    choose_accounts,
    dismiss_card,
    reinstate_card,
    remove_picture,
    save_draft,
    start_draft,
)
from gouvernail.content.errors import (
    AccountNotAllowedError,
    DraftClosedError,
    DraftNotFoundError,
    DraftStaleError,
    FindingGoneError,
)
from gouvernail.content.models import Draft, Editor
from gouvernail.content.queries import examine, manuscript_of
from gouvernail.foundation.errors import InvalidInputError
from gouvernail.media.errors import AssetNotFoundError
from gouvernail.people.errors import RightMissingError, UnitNotFoundError
from gouvernail.people.models import Person, Unit
from tests.make.content import make_draft
from tests.make.ledger import leaves
from tests.make.media import make_asset
from tests.make.registry import make_account
from tests.make.rulebooks import make_pack


def key_of(draft: Draft, rule: str) -> str:
    cards = examine(manuscript_of(draft), at=None).cards
    return next(card.key for card in cards if card.finding and card.finding.rule == rule)


def test_a_draft_starts_with_its_accounts(hugo: Person, energy: Unit, noon: datetime) -> None:
    account = make_account(unit=energy)
    new = NewDraft(title="  Nantes   station ", unit_id=energy.pk, account_ids=(account.pk,))

    draft = start_draft(draft=new, by=hugo, at=noon)

    assert draft.title == "Nantes station"
    assert [variant.account for variant in draft.variants.all()] == [account]
    assert leaves()[-1]["type"] == "draft.created"


@pytest.mark.parametrize("title", ["", "   ", "x" * 201])
def test_a_draft_has_a_title(hugo: Person, energy: Unit, noon: datetime, title: str) -> None:
    with pytest.raises(InvalidInputError) as refused:
        start_draft(draft=NewDraft(title=title, unit_id=energy.pk), by=hugo, at=noon)

    assert "title" in refused.value.fields


def test_nobody_starts_a_draft_where_they_may_not_write(
    julie: Person, ines: Person, energy: Unit, noon: datetime
) -> None:
    new = NewDraft(title="A title", unit_id=energy.pk)

    with pytest.raises(RightMissingError):
        start_draft(draft=new, by=julie, at=noon)
    with pytest.raises(UnitNotFoundError):
        start_draft(draft=new, by=ines, at=noon)


def test_saving_counts_only_what_changed(hugo: Person, energy: Unit, noon: datetime) -> None:
    draft = make_draft(author=hugo, unit=energy)

    same = save_draft(draft_id=draft.pk, writing=Writing(text=draft.text), by=hugo, at=noon)
    changed = save_draft(
        draft_id=draft.pk, writing=Writing(text="Other\r\nwords"), by=hugo, at=noon
    )

    assert same.edit_count == 0
    assert (changed.edit_count, changed.text, changed.edited_at) == (1, "Other\nwords", noon)


def test_the_second_of_two_writers_is_told_and_nothing_is_overwritten(
    hugo: Person, karim: Person, energy: Unit, noon: datetime
) -> None:
    draft = make_draft(author=hugo, unit=energy)
    save_draft(
        draft_id=draft.pk, writing=Writing(edit_count=0, text="Karim’s words."), by=karim, at=noon
    )

    with pytest.raises(DraftStaleError) as stale:
        save_draft(
            draft_id=draft.pk, writing=Writing(edit_count=0, text="Hugo’s words."), by=hugo, at=noon
        )

    assert stale.value.facts["text"] == "Karim’s words."
    assert stale.value.facts["edited_by"] == "Karim Benali"
    draft.refresh_from_db()
    assert draft.text == "Karim’s words."
    saved = save_draft(
        draft_id=draft.pk, writing=Writing(edit_count=1, text="Both."), by=hugo, at=noon
    )
    assert saved.text == "Both."


def test_everybody_who_wrote_is_an_editor(
    hugo: Person, karim: Person, energy: Unit, noon: datetime
) -> None:
    draft = make_draft(author=hugo, unit=energy)

    save_draft(draft_id=draft.pk, writing=Writing(text="Karim was here."), by=karim, at=noon)

    assert set(Editor.objects.filter(draft=draft).values_list("person__name", flat=True)) == {
        "Hugo Petit",
        "Karim Benali",
    }


def test_an_account_may_have_its_own_text_and_come_back_to_the_common_one(
    hugo: Person, energy: Unit, noon: datetime
) -> None:
    account = make_account(unit=energy)
    draft = make_draft(author=hugo, unit=energy, accounts=(account,))
    key = str(account.pk)

    save_draft(draft_id=draft.pk, writing=Writing(adapted={key: "Short."}), by=hugo, at=noon)
    assert manuscript_of(draft).said[0].text == "Short."
    save_draft(draft_id=draft.pk, writing=Writing(adapted={key: None}), by=hugo, at=noon)

    assert manuscript_of(draft).said[0].text == draft.text


def test_only_official_accounts_of_the_unit_and_below_can_be_chosen(
    hugo: Person, claire: Person, energy: Unit, solar: Unit, care: Unit, noon: datetime
) -> None:
    below, elsewhere = make_account(unit=solar), make_account(unit=care)
    closed = make_account(unit=energy, status="closed")
    draft = make_draft(author=hugo, unit=energy)

    choose_accounts(draft_id=draft.pk, account_ids=[below.pk], by=hugo, at=noon)

    for account, person in ((elsewhere, hugo), (closed, hugo), (elsewhere, claire)):
        with pytest.raises(AccountNotAllowedError):
            choose_accounts(draft_id=draft.pk, account_ids=[account.pk], by=person, at=noon)
    assert [variant.account for variant in draft.variants.all()] == [below]


def test_a_published_draft_is_closed(hugo: Person, energy: Unit, noon: datetime) -> None:
    draft = make_draft(author=hugo, unit=energy, status="published")

    with pytest.raises(DraftClosedError):
        save_draft(draft_id=draft.pk, writing=Writing(text="Late."), by=hugo, at=noon)


@pytest.mark.parametrize("who", ["julie", "odile", "nina"])
def test_readers_and_employees_do_not_write(
    request: pytest.FixtureRequest, hugo: Person, energy: Unit, noon: datetime, who: str
) -> None:
    person: Person = request.getfixturevalue(who)
    draft = make_draft(author=hugo, unit=energy)

    with pytest.raises((RightMissingError, DraftNotFoundError)):
        save_draft(draft_id=draft.pk, writing=Writing(text="Mine."), by=person, at=noon)


def test_a_fix_is_made_in_the_text_it_is_about(
    hugo: Person, claire: Person, energy: Unit, nordet: Unit, noon: datetime
) -> None:
    make_pack(unit=nordet, by=claire)
    text = "Open. Here, the cheapest in France, two steps away from you."
    draft = make_draft(author=hugo, unit=energy, accounts=(make_account(unit=energy),), text=text)

    draft = apply_fix(draft_id=draft.pk, key=key_of(draft, "cheapest"), by=hugo, at=noon)

    assert "cheapest" not in draft.text
    assert "two steps away" in draft.text.lower()


def test_a_finding_that_is_gone_cannot_be_answered(
    hugo: Person, energy: Unit, noon: datetime
) -> None:
    draft = make_draft(author=hugo, unit=energy)

    for act in (apply_fix, reinstate_card):
        with pytest.raises(FindingGoneError):
            act(draft_id=draft.pk, key="0" * 16, by=hugo, at=noon)


def test_a_finding_set_aside_can_be_counted_again(
    hugo: Person, claire: Person, energy: Unit, nordet: Unit, noon: datetime
) -> None:
    make_pack(unit=nordet, by=claire)
    draft = make_draft(
        author=hugo, unit=energy, accounts=(make_account(unit=energy),), text="Unbeatable."
    )
    key = key_of(draft, "superlative")

    dismiss_card(draft_id=draft.pk, key=key, reason="A quote", by=hugo, at=noon)
    assert examine(manuscript_of(draft), at=None).blocks == []
    reinstate_card(draft_id=draft.pk, key=key, by=hugo, at=noon)

    assert [card.key for card in examine(manuscript_of(draft), at=None).blocks] == [key]


def test_a_picture_without_alternative_text_forbids_submission(
    hugo: Person, ines: Person, care: Unit, energy: Unit, noon: datetime
) -> None:
    draft = make_draft(author=hugo, unit=energy, accounts=(make_account(unit=energy),))
    asset = make_asset(unit=energy, by=hugo)
    picture = attach_picture(draft_id=draft.pk, asset_id=asset.pk, by=hugo, at=noon)
    hidden = make_asset(unit=care, by=ines, colour="red")

    assert [card.key for card in examine(manuscript_of(draft), at=None).blocks] == ["alt-1"]
    save_draft(
        draft_id=draft.pk, writing=Writing(alts={str(picture.pk): "A mast"}), by=hugo, at=noon
    )
    assert examine(manuscript_of(draft), at=None).blocks == []
    with pytest.raises(AssetNotFoundError):
        attach_picture(draft_id=draft.pk, asset_id=hidden.pk, by=hugo, at=noon)
    remove_picture(draft_id=draft.pk, picture_id=picture.pk, by=hugo, at=noon)
    assert not draft.media.exists()
