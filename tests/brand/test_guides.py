"""The style guide: written, put in force by another hand, inherited; what it leans on."""

from http import HTTPStatus

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from pytest_django import DjangoAssertNumQueries, Settings

from gouvernail.brand.actions.agreeing import answer_removal
from gouvernail.brand.actions.guides import (
    SectionFacts,
    archive_section,
    publish_section,
    starter_for,
    take_starter_guide,
    write_section,
)
from gouvernail.brand.actions.readings import (
    ask_to_read,
)
from gouvernail.brand.actions.references import (
    ElementFacts,
    ReferenceFacts,
    write_element,
    write_reference,
)
from gouvernail.brand.actions.versions import digest_of_version
from gouvernail.brand.errors import (
    BrandInvalidError,
    BrandNotFoundError,
    DraftChangedError,
    NoDraftError,
    OtherHandNeededError,
)
from gouvernail.brand.models import Section, SectionVersion
from gouvernail.brand.permissions.guides import visible_section
from gouvernail.brand.queries.guides import guide_of, pairs_shown
from gouvernail.brand.queries.readings import current_digest
from gouvernail.charter.models import Charter
from gouvernail.ledger.queries import states
from gouvernail.people.errors import RightMissingError
from gouvernail.people.models import Person, Unit
from tests.make.brand import NOON, make_section

TODAY = NOON.date()


def test_whoever_wrote_a_draft_does_not_put_it_in_force(
    claire: Person, karim: Person, energy: Unit
) -> None:
    draft = make_section(unit=energy, by=karim)

    with pytest.raises(OtherHandNeededError):
        publish_section(section_id=draft.section_id, number=1, by=karim, at=NOON)
    publish_section(section_id=draft.section_id, number=1, by=claire, at=NOON)

    draft.refresh_from_db()
    assert (draft.status, draft.in_force_on, draft.published_by) == ("in_force", TODAY, claire)


def test_every_hand_in_a_draft_counts_not_the_last_alone(
    claire: Person, karim: Person, julie: Person, energy: Unit
) -> None:
    draft = make_section(unit=energy, by=karim)
    facts = SectionFacts(title="Une voix", text="Corrigé.")
    write_section(section_id=draft.section_id, facts=facts, by=claire, at=NOON)

    with pytest.raises(OtherHandNeededError):
        publish_section(section_id=draft.section_id, number=1, by=karim, at=NOON)
    publish_section(section_id=draft.section_id, number=1, by=julie, at=NOON)

    assert SectionVersion.objects.get().status == "in_force"


def test_in_a_small_team_one_person_may(karim: Person, energy: Unit, charter: Charter) -> None:
    Charter.objects.update(separation="small")
    draft = make_section(unit=energy, by=karim)

    publish_section(section_id=draft.section_id, number=1, by=karim, at=NOON)

    assert SectionVersion.objects.get().published_by == karim


def test_a_draft_already_decided_on_is_not_decided_twice(
    claire: Person, karim: Person, energy: Unit
) -> None:
    version = make_section(unit=energy, by=karim, other=claire)

    with pytest.raises(NoDraftError):
        publish_section(section_id=version.section_id, number=1, by=claire, at=NOON)


def test_nobody_writes_over_what_they_did_not_see(
    claire: Person, karim: Person, energy: Unit
) -> None:
    draft = make_section(unit=energy, by=karim)
    seen = digest_of_version(draft)
    mine, theirs = SectionFacts(title="A"), SectionFacts(title="B")
    write_section(section_id=draft.section_id, facts=theirs, seen=seen, by=claire, at=NOON)

    with pytest.raises(DraftChangedError):
        write_section(section_id=draft.section_id, facts=mine, seen=seen, by=karim, at=NOON)

    assert SectionVersion.objects.get().title == "B"


def test_two_tabs_that_begin_the_next_version_do_not_replace_each_other(
    claire: Person, karim: Person, energy: Unit
) -> None:
    key = make_section(unit=energy, by=karim, other=claire).section_id
    write_section(section_id=key, facts=SectionFacts(title="A"), seen="", by=karim, at=NOON)

    with pytest.raises(DraftChangedError):
        write_section(section_id=key, facts=SectionFacts(title="B"), seen="", by=claire, at=NOON)


def test_what_was_not_shown_is_not_put_in_force(
    client: Client, claire: Person, karim: Person, energy: Unit
) -> None:
    draft = make_section(unit=energy, by=karim)
    client.force_login(claire)
    shown = client.get(reverse("brand:guide-section", args=[draft.section_id])).context["seen"]
    facts = SectionFacts(title="A", text="Nous disons tu.")
    write_section(section_id=draft.section_id, facts=facts, seen=shown, by=karim, at=NOON)

    with pytest.raises(DraftChangedError):
        publish_section(section_id=draft.section_id, number=1, seen=shown, by=claire, at=NOON)
    address = reverse("brand:guide-section-publish", args=[draft.section_id, 1])
    assert client.post(address, {"seen": shown}).status_code == HTTPStatus.CONFLICT

    page = client.get(reverse("brand:guide-section", args=[draft.section_id]))
    assert page.context["seen"] in page.text
    client.post(address, {"seen": page.context["seen"]})
    draft.refresh_from_db()
    assert draft.status == SectionVersion.Status.IN_FORCE


def test_a_unit_adds_and_inherits_the_rest(
    claire: Person, julie: Person, karim: Person, nordet: Unit, energy: Unit, care: Unit
) -> None:
    make_section(unit=nordet, by=claire, other=julie, topic="voice")
    make_section(unit=energy, by=karim, other=claire, topic="tone", title="Sobre")

    here = guide_of(energy, viewer=karim)
    elsewhere = guide_of(care, viewer=claire)

    assert [(line.section.topic, line.inherited) for line in here.lines] == [
        ("voice", True),
        ("tone", False),
    ]
    assert [line.section.topic for line in elsewhere.lines] == ["voice"]


def test_the_guide_is_searched_and_narrowed_to_a_network(
    claire: Person, julie: Person, nordet: Unit
) -> None:
    make_section(unit=nordet, by=claire, other=julie, topic="voice")
    make_section(
        unit=nordet, by=claire, other=julie, topic="syntax", network="linkedin", title="Métier"
    )

    on_x = guide_of(nordet, viewer=claire, network="x")
    found = guide_of(nordet, viewer=claire, search="MÉTIER")

    assert [line.section.topic for line in on_x.lines] == ["voice"]
    assert [line.section.network for line in found.lines] == ["linkedin"]
    assert on_x.digest == found.digest == current_digest(nordet)


def test_the_guide_costs_the_same_whatever_it_says(
    claire: Person,
    julie: Person,
    nordet: Unit,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for topic in ("voice", "tone", "syntax", "links"):
        make_section(unit=nordet, by=claire, other=julie, topic=topic)

    with django_assert_num_queries(1):
        guide_of(nordet, viewer=claire)


def test_pairs_are_kept_in_both_languages_and_refused_when_they_say_nothing_to_do(
    claire: Person, nordet: Unit
) -> None:
    pair = {"do": "Écrire la date", "do_en": "Write the date", "bad": "DEMAIN"}
    make_section(unit=nordet, by=claire, other=None, pairs=(pair, {}))

    version = SectionVersion.objects.get()
    assert len(version.pairs) == 1
    with translation.override("en"):
        publishable = guide_pairs(version, claire)
    assert publishable == ("Write the date", "DEMAIN")
    with pytest.raises(BrandInvalidError) as refused:
        make_section(unit=nordet, by=claire, topic="tone", pairs=({"good": "Bravo"},))
    assert set(refused.value.fields) == {"pairs"}


def guide_pairs(version: SectionVersion, viewer: Person) -> tuple[str, str]:
    one = pairs_shown(version, viewer=viewer)[0]
    return one.do, one.bad


def test_the_starter_guide_is_taken_once_as_drafts_in_both_languages(
    claire: Person, nordet: Unit, settings: Settings
) -> None:
    settings.LANGUAGE_CODE = "fr"
    offered = [one.key for one in starter_for(nordet)]
    taken = take_starter_guide(unit_id=nordet.pk, keys=offered[:3], by=claire, at=NOON)

    assert len(offered) == 12
    assert {one.status for one in taken} == {"draft"}
    assert all(one.title_en and one.title != one.title_en for one in taken)
    assert [one.key for one in starter_for(nordet)] == offered[3:]


def test_a_section_of_another_department_is_missing_for_whoever_is_outside(
    ines: Person, karim: Person, energy: Unit
) -> None:
    draft = make_section(unit=energy, by=karim)

    with pytest.raises(BrandNotFoundError):
        visible_section(draft.section_id, viewer=ines)


def test_a_contributor_reads_and_does_not_write(hugo: Person, karim: Person, energy: Unit) -> None:
    draft = make_section(unit=energy, by=karim)

    with pytest.raises(RightMissingError):
        write_section(section_id=draft.section_id, facts=SectionFacts(title="A"), by=hugo, at=NOON)


# What the guide leans on


def test_a_document_says_who_looked_at_it_and_when(claire: Person, nordet: Unit) -> None:
    facts = ReferenceFacts(
        unit_id=nordet.pk,
        title="Charte graphique",
        address="https://nordet.example/marque",
        checked_on=TODAY,
    )

    row = write_reference(facts=facts, by=claire, at=NOON)

    assert (row.checked_on, row.checked_by) == (TODAY, claire)
    for address in ("javascript:alert(1)", "//elsewhere.example", "marque"):
        with pytest.raises(BrandInvalidError) as refused:
            write_reference(
                facts=ReferenceFacts(unit_id=nordet.pk, title="A", address=address),
                by=claire,
                at=NOON,
            )
        assert set(refused.value.fields) == {"address"}


def test_a_comparison_with_the_web_site_needs_its_day(claire: Person, nordet: Unit) -> None:
    facts = ElementFacts(unit_id=nordet.pk, aspect="colours", state="same")

    with pytest.raises(BrandInvalidError) as refused:
        write_element(facts=facts, by=claire, at=NOON)

    assert set(refused.value.fields) == {"checked_on"}


# Pages


def test_the_guide_is_read_on_its_page_and_said_to_be(
    client: Client, claire: Person, julie: Person, karim: Person, nordet: Unit
) -> None:
    make_section(unit=nordet, by=claire, other=julie, text="Nous <b>disons</b> vous.")
    ask_to_read(unit_id=nordet.pk, readers="delegates", due_days=7, by=claire, at=NOON)
    client.force_login(karim)

    page = client.get(reverse("brand:guide"), {"unit": "nordet"})
    done = client.post(
        reverse("brand:guide-read"), {"unit": "nordet", "digest": current_digest(nordet)}
    )
    after = client.get(done["Location"])

    assert "<b>disons</b>" not in page.text
    assert 'value="' + current_digest(nordet) + '"' in page.text
    assert 'value="' + current_digest(nordet) + '"' not in after.text


def test_what_was_typed_is_not_lost_when_it_is_refused(
    client: Client, claire: Person, nordet: Unit
) -> None:
    client.force_login(claire)
    said = {"unit": str(nordet.pk), "network": "", "topic": "voice", "title": "Voix"}
    said |= {"pair-TOTAL_FORMS": "1", "pair-INITIAL_FORMS": "0", "pair-0-good": "Bravo à tous"}

    answer = client.post(reverse("brand:guide-section-create"), said)

    assert answer.status_code == 422
    assert "Bravo à tous" in answer.text
    assert Section.objects.count() == 0


def test_who_has_read_leaves_as_a_file(
    client: Client, claire: Person, julie: Person, karim: Person, nordet: Unit
) -> None:
    make_section(unit=nordet, by=claire, other=julie)
    reading = ask_to_read(unit_id=nordet.pk, readers="delegates", due_days=7, by=claire, at=NOON)
    client.force_login(claire)

    page = client.get(reverse("brand:guide-reading", args=[reading.pk]))
    file = client.get(reverse("brand:guide-reading", args=[reading.pk]), {"format": "csv"})

    assert karim.name in page.text
    assert str(karim.email) in file.text


def test_a_section_taken_out_is_no_longer_read(claire: Person, julie: Person, nordet: Unit) -> None:
    version = make_section(unit=nordet, by=claire, other=julie)

    asked = archive_section(section_id=version.section_id, reason="Old.", by=claire, at=NOON)
    assert asked is not None
    answer_removal(asked.pk, agreed=True, by=julie, at=NOON)

    assert guide_of(nordet, viewer=claire).lines == ()
    assert states.kind_of(Section) == "guide_section"
