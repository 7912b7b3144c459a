"""Writing rules: a form and YAML of the same rule, saved while typing, nothing lost."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from gouvernail.foundation.clock import now
from gouvernail.people.models import Person, Role, Unit
from gouvernail.rulebooks.actions import edit_version, withdraw_version, write_version
from gouvernail.rulebooks.actions.manuscripts import begin_again, make_version, undo_manuscript
from gouvernail.rulebooks.models import Manuscript, PackVersion, Trial
from tests.make.people import make_grant, make_person
from tests.make.policies import make_charter
from tests.make.rulebooks import PACK, make_pack

ADDRESS = "/rules/nordet/editor/"
LIVE = "/rules/nordet/editor/live"


@pytest.fixture
def lead(client: Client, claire: Person, nordet: Unit) -> Client:
    """Somebody who may write the rules of Nordet, signed in."""
    make_pack(unit=nordet, by=claire)
    client.force_login(claire)
    return client


def sent(client: Client, **changed: str) -> dict[str, Any]:
    """Return what the page would send after nothing was changed but `changed`."""
    page = client.get(ADDRESS, {"at": changed.pop("at_", "0")}).context["page"]
    data: dict[str, Any] = {
        "at": page.at,
        "first_line": page.first_line,
        "line_count": page.count,
        "base": page.base,
        "edit_count": page.manuscript.edit_count,
        "yaml": page.text,
        "form": "1",
    }
    for section in page.sections:
        for line in section.lines:
            if line.sort == "seats":
                data[line.name] = list(line.chosen)
            elif line.sort != "flag" or line.value:
                data[line.name] = line.value
    return data | changed


def written(client: Client, **changed: str) -> str:
    client.post(LIVE, sent(client, **changed))
    return Manuscript.objects.get().source


def test_what_is_changed_in_the_form_is_written_in_the_yaml_and_nothing_else(
    lead: Client,
) -> None:
    source = written(
        lead,
        **{"f.check.terms.any": "the cheapest in France\ncheap as chips", "f.then.outcome": "warn"},
    )

    assert source == PACK.replace(
        "any: [the cheapest in France]", "any: [the cheapest in France, cheap as chips]"
    ).replace("then: block", "then: warn", 1)


def test_a_form_sent_as_it_was_drawn_changes_nothing(lead: Client) -> None:
    for index in range(4):
        answer = lead.post(LIVE, sent(lead, at_=str(index)))
        assert answer.json()["yaml"] == sent(lead, at_=str(index))["yaml"]

    assert not Manuscript.objects.exists()


def test_what_is_changed_in_the_yaml_is_drawn_in_the_form(lead: Client) -> None:
    data = sent(lead)
    data["yaml"] = data["yaml"].replace("en: Price comparison", "en: Prices compared")

    answer = lead.post(LIVE, data).json()

    assert 'value="Prices compared"' in answer["parts"]["editor-form"]
    assert "Prices compared" in Manuscript.objects.get().source


def test_both_sides_changed_at_once_are_both_kept(lead: Client) -> None:
    data = sent(lead, **{"f.title.fr": "Prix comparés"})
    data["yaml"] = data["yaml"].replace("then: block", "then: warn  # softer")

    lead.post(LIVE, data)

    source = Manuscript.objects.get().source
    assert "fr: Prix comparés" in source
    assert "then: warn  # softer" in source


def test_examples_say_where_they_raise_the_rule_and_why_not(lead: Client) -> None:
    answer = lead.post(LIVE, sent(lead, **{"f.check.terms.any": "simple"})).json()

    shown = answer["parts"]["editor-examples"]
    assert "2 do not hold" in shown
    assert escape("raised at “simple”") in shown
    assert "not raised: nothing found" in shown


def test_a_fault_is_told_at_its_line_and_in_its_field(lead: Client) -> None:
    data = sent(lead)
    data["yaml"] = data["yaml"].replace("then: block", "then: explode").replace("id: c", "id: C")

    answer = lead.post(LIVE, data).json()

    assert answer["marks"] == [5, 10]
    assert "Line 10, column 11" in answer["parts"]["editor-faults"]
    assert 'id="f-id-error"' in answer["parts"]["editor-form"]
    assert 'id="f-then-outcome-error"' in answer["parts"]["editor-form"]


def test_yaml_that_cannot_be_read_is_kept_and_opens_at_its_line(lead: Client) -> None:
    data = sent(lead, at_="2")
    data["yaml"] = data["yaml"].replace("then: block", "then: [block")
    lead.post(LIVE, data)

    page = lead.get(ADDRESS).context

    assert page["page"].at == 2
    assert page["line"] == page["page"].faults[0].line
    assert "The form comes back" in lead.get(ADDRESS).text


def test_a_typo_far_down_a_file_opens_there(client: Client, claire: Person, nordet: Unit) -> None:
    copies = [
        PACK[PACK.index("  - id: cheapest") :].replace("id: ", f"id: n{n}-") for n in range(9)
    ]
    make_pack(unit=nordet, by=claire, source=PACK + "".join(copies))
    client.force_login(claire)
    whole = client.get(ADDRESS, {"whole": "1"}).context["page"]
    lines = whole.text.split("\n")
    lines[213] = lines[213].replace(": ", ":: ", 1) + "}"
    data = {"whole": "1", "base": whole.base, "edit_count": 0, "yaml": "\n".join(lines)}
    client.post(ADDRESS, data)

    opened = client.get(ADDRESS).context

    assert opened["line"] in (214, 215)


def test_rules_are_added_copied_moved_and_removed_and_each_can_be_undone(lead: Client) -> None:
    def ids() -> list[str]:
        return [row.rule_id for row in lead.get(ADDRESS).context["page"].rows]

    def press(do: str, at: str = "0") -> None:
        lead.post(ADDRESS, sent(lead, at_=at, do=do))

    press("add")
    press("duplicate", "0")
    press("down", "0")
    press("remove", "3")

    assert ids() == ["cheapest-2", "cheapest", "new-rule", "secret", "superlative"]
    for _step in range(4):
        press("undo")
    assert ids() == ["cheapest", "discount", "secret", "superlative"]
    assert Manuscript.objects.get().source == PACK
    assert "There is nothing to undo" in lead.post(ADDRESS, sent(lead, do="undo")).text


def test_two_pages_write_in_two_rules_without_a_word(lead: Client) -> None:
    first, second = sent(lead, at_="0"), sent(lead, at_="1")
    first["yaml"] = first["yaml"].replace("then: block", "then: warn\n    dismissible: true")
    second["yaml"] = second["yaml"].replace("[discount]", "[discount, rebate]")

    lead.post(LIVE, first)
    answer = lead.post(LIVE, second)

    assert answer.json()["saved"] is True
    source = Manuscript.objects.get().source
    assert "dismissible: true" in source
    assert "rebate" in source


def test_a_stale_page_is_told_so_and_shows_both_texts(lead: Client) -> None:
    first, second = sent(lead), sent(lead)
    first["yaml"] = first["yaml"].replace("then: block", "then: warn")
    second["yaml"] = second["yaml"].replace("then: block", "then: note")
    lead.post(LIVE, first)

    live = lead.post(LIVE, second)
    page = lead.post(ADDRESS, second)
    now = sent(lead) | {"yaml": page.context["page"].text}
    lead.post(ADDRESS, now)

    assert (live.status_code, live.json()["stale"]) == (409, True)
    assert page.status_code == 409
    assert "then: warn" in page.text
    assert "then: note" in Manuscript.objects.get().source


def test_what_a_stale_form_said_is_not_lost(lead: Client) -> None:
    first, second = sent(lead), sent(lead, **{"f.title.en": "Prices compared"})
    first["yaml"] = first["yaml"].replace("then: block", "then: warn")
    lead.post(LIVE, first)

    page = lead.post(ADDRESS, second)

    assert page.status_code == 409
    assert "en: Prices compared" in page.context["page"].text


def test_what_is_written_becomes_a_draft_that_binds_nobody(lead: Client) -> None:
    data = sent(lead, do="save", **{"f.title.en": "Prices"})

    answer = lead.post(ADDRESS, data, follow=True)
    again = lead.post(ADDRESS, sent(lead, do="save"))

    version = PackVersion.objects.get(number=2)
    assert version.status == "draft"
    assert "en: Prices" in version.source
    assert "binds nobody" in answer.text
    assert again.headers["Location"].endswith("/rules/nordet/2/")
    assert PackVersion.objects.count() == 2


def test_what_is_written_is_tried_over_past_posts_as_a_draft(lead: Client) -> None:
    assert 'value="try"' in lead.get(ADDRESS).text

    lead.post(ADDRESS, sent(lead, do="try", **{"f.title.en": "Prices"}))
    answer = lead.post(ADDRESS, sent(lead, do="try"))

    trial = Trial.objects.get()
    assert (trial.version.number, trial.version.status) == (2, "draft")
    assert "en: Prices" in trial.version.source
    assert answer.headers["Location"] == reverse("rulebooks:trial-detail", args=[trial.pk])


def test_rules_that_say_nothing_new_are_tried_as_they_are(lead: Client) -> None:
    answer = lead.post(ADDRESS, sent(lead, do="try"), follow=True)

    assert answer.status_code == 200
    assert (Trial.objects.get().against, PackVersion.objects.count()) == (None, 1)


@pytest.fixture
def other(nordet: Unit) -> Person:
    """A second lead."""
    person = make_person(name="Sam Martin")
    make_grant(person=person, unit=nordet, role=Role.LEAD)
    return person


def test_everyone_who_typed_has_a_hand_in_the_version(
    lead: Client, client: Client, claire: Person, other: Person
) -> None:
    client.force_login(other)
    client.post(LIVE, sent(client, **{"f.title.en": "Prices"}))
    client.force_login(claire)
    client.post(LIVE, sent(client, **{"f.title.en": "All prices"}))
    client.post(ADDRESS, sent(client, do="save"))

    version = PackVersion.objects.get(number=2)
    assert version.hands == {other.pk, claire.pk}
    edited = edit_version(version_id=version.pk, source=PACK + "# A\n", by=claire, at=now())
    assert edited.hands == {other.pk, claire.pk}
    assert Manuscript.objects.get().editors == [], "they begin anew from the version"


def test_words_left_behind_are_theirs_again_when_they_come_back(
    lead: Client, client: Client, claire: Person, other: Person
) -> None:
    client.force_login(other)
    client.post(LIVE, sent(client, **{"f.title.en": "Prices"}))
    pack_id = Manuscript.objects.get().pack_id
    begin_again(pack_id=pack_id, edit_count=1, by=claire, at=now())
    assert Manuscript.objects.get().editors == [str(claire.pk)]

    undo_manuscript(pack_id=pack_id, edit_count=2, by=claire, at=now())
    version = make_version(pack_id=pack_id, edit_count=3, by=claire, at=now())

    assert version.hands == {other.pk, claire.pk}


def test_what_was_withdrawn_keeps_its_hands_when_it_is_written_again(
    lead: Client, claire: Person, other: Person
) -> None:
    first = PackVersion.objects.get()
    words = PACK.replace("[discount]", "[discount, rebate]")
    second = write_version(pack_id=first.pack_id, source=words, by=other, at=now())
    withdraw_version(version_id=second.pk, by=other, at=now())

    again = write_version(pack_id=first.pack_id, source=words, by=claire, at=now())

    assert again.hands == {other.pk, claire.pk}


def test_a_unit_that_does_not_exist_is_a_fault_and_makes_no_version(
    lead: Client, nordet: Unit
) -> None:
    data = sent(lead)
    plain = data["yaml"]
    data["yaml"] = plain.replace("    check:", "    when: {unit: [nowhere]}\n    check:", 1)

    assert "nowhere” is not the code" in lead.post(LIVE, data).json()["parts"]["editor-faults"]
    assert lead.post(ADDRESS, sent(lead, do="save")).status_code == 422
    assert PackVersion.objects.count() == 1

    again = sent(lead)
    again["yaml"] = again["yaml"].replace("nowhere", nordet.code)
    assert lead.post(ADDRESS, again | {"do": "save"}).status_code == 302
    assert PackVersion.objects.count() == 2


def test_a_broken_manuscript_does_not_become_a_version(lead: Client) -> None:
    answer = lead.post(ADDRESS, sent(lead, do="save", **{"f.title.en": ""}))

    assert answer.status_code == 422
    assert 'data-code="pack_broken"' in answer.text
    assert "?line=6" in answer.text
    assert PackVersion.objects.count() == 1


def test_any_text_is_tried_with_the_rule_being_written(lead: Client) -> None:
    data = sent(lead, try_text="It is <b>dirt cheap</b>, and unbeatable.")
    data["f.check.terms.any"] = "dirt cheap"

    shown = lead.post(LIVE, data).json()["parts"]["editor-tried"]

    assert '<mark class="g-find stop">dirt cheap</mark>' in shown
    assert '<mark class="g-find stop">unbeatable</mark>' in shown
    assert "&lt;b&gt;" in shown


def test_the_words_of_the_clause_stand_beside_the_rule(
    lead: Client, claire: Person, nordet: Unit
) -> None:
    assert "enforced without being written" in lead.get(ADDRESS).text

    make_charter(by=claire)

    assert "What the clause says" in lead.get(ADDRESS).text


def test_the_list_is_searched_and_a_rule_is_opened_by_name(lead: Client) -> None:
    found = lead.get(ADDRESS, {"q": "UNBEATABLE"}).context["page"]
    opened = lead.get(ADDRESS, {"rule": "secret"}).context["page"]

    assert [row.rule_id for row in found.rows] == ["superlative"]
    assert found.total == 4
    assert opened.at == 2


def test_only_who_may_write_rules_opens_the_editor(
    client: Client, hugo: Person, claire: Person, nordet: Unit
) -> None:
    make_pack(unit=nordet, by=claire)
    client.force_login(hugo)

    assert client.get(ADDRESS).status_code == 403
    assert client.post(LIVE, {"yaml": "x"}).status_code == 403
    assert reverse("rulebooks:pack-editor", args=["nordet"]) == ADDRESS


def test_networks_and_units_are_ticked_not_typed(lead: Client, care: Unit) -> None:
    Unit.objects.filter(pk=care.pk).update(code="care")
    page = lead.get(ADDRESS, {"at": "0"}).text
    ticked = {"f.when.network": ["x", "mastodon"], "f.when.unit": ["care"]}

    lead.post(LIVE, sent(lead) | ticked)
    source = Manuscript.objects.get().source

    assert 'type="checkbox" class="g-box" id="f-when-unit-care"' in page
    assert "when: {network: [x, mastodon], unit: [care]}" in source
    lead.post(LIVE, sent(lead) | {"f.when.network.shown": "1", "f.when.network": []})
    assert "network" not in Manuscript.objects.get().source
    assert "unit: [care]" in Manuscript.objects.get().source


def test_a_rule_that_nobody_began_to_fill_in_has_no_fault(lead: Client) -> None:
    lead.post(ADDRESS, sent(lead, do="add"))

    fresh = lead.get(ADDRESS, {"at": "1"}).context["page"]
    begun = lead.post(LIVE, sent(lead, at_="1", **{"f.title.en": "Prices"})).json()

    assert (fresh.blank, list(fresh.faults), sum(row.faults for row in fresh.rows)) == (True, [], 0)
    assert begun["marks"]


def test_what_a_message_may_hold_and_who_reviews_stand_beside_their_fields(lead: Client) -> None:
    page = lead.get(ADDRESS, {"at": "0"}).text

    assert "The message may hold: {quote} (the words found)" in page
    assert "shown to whoever reviews the post anyway" in page
    assert "Words and phrases (terms)" in page
    assert "This pack has no word list" in page
