"""Templates, audiences, colours and the kit."""

import io
import zipfile
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from gouvernail.brand.actions.audiences import (
    AudienceFacts,
    address_to,
    archive_audience,
    write_audience,
)
from gouvernail.brand.actions.templates import (
    TemplateFacts,
    begin_template,
    publish_template,
    use_template,
    write_template,
)
from gouvernail.brand.actions.themes import ThemeFacts, write_theme
from gouvernail.brand.errors import BrandInvalidError, BrandNotFoundError, OtherHandNeededError
from gouvernail.brand.models import Audience, TemplateUse
from gouvernail.brand.queries.audiences import audiences_of, coverage
from gouvernail.brand.queries.colours import contrast, pairs_of
from gouvernail.brand.queries.kit import kit_of, png_of
from gouvernail.brand.queries.places import faults_in, fixed_count, places_in, untouched
from gouvernail.brand.queries.templates import (
    Content,
    missing_parts,
    templates_for_list,
    templates_here,
)
from gouvernail.foundation.ids import uuid7
from gouvernail.people.models import Person, Unit
from tests.make.brand import NOON
from tests.make.registry import make_account

CLOSED = "Rue fermée {{date\u00a0: Jour}} à {{lieu: Rue}}. {{texte?: Merci}} {{lien: Plan}}"


def a_template(unit: Unit, by: Person, other: Person, **facts: Any) -> Any:
    said = TemplateFacts(**({"title": "Rue fermée", "text": CLOSED} | facts))
    draft = begin_template(
        unit_id=unit.pk, network=facts.pop("network", "x"), facts=said, by=by, at=NOON
    )
    return publish_template(template_id=draft.template_id, number=1, by=other, at=NOON)


def test_places_have_a_kind_a_name_and_may_stay_away() -> None:
    found = [(one.kind, one.name, one.optional) for one in places_in(CLOSED)]

    assert found == [
        ("date", "Jour", False),
        ("place", "Rue", False),
        ("text", "Merci", True),
        ("link", "Plan", False),
    ]
    assert untouched(["Rue fermée mardi", "à {{lieu: Rue}}", "{{Rue}}"]) == ["Rue"]


@pytest.mark.parametrize("text", ["{{heure: Début}}", "{{date: Jour", "fin }}", "{{ }}"])
def test_braces_that_make_no_place_are_refused(text: str) -> None:
    assert "{{date" in faults_in(text)


def test_ordinary_braces_are_not_places() -> None:
    assert faults_in("une {accolade} et {{date: Jour}}") == ""


def test_what_is_fixed_is_counted_as_the_network_counts() -> None:
    counted = fixed_count("x", "é" * 270 + " {{link: Page}}")

    assert counted is not None
    assert (counted.length, counted.fits) == (294, False)
    assert fixed_count("", "a") is None


def test_a_template_too_long_for_its_network_is_refused_at_its_field(
    claire: Person, nordet: Unit
) -> None:
    facts = TemplateFacts(title="A", text="a" * 281)

    with pytest.raises(BrandInvalidError) as refused:
        begin_template(unit_id=nordet.pk, network="x", facts=facts, by=claire, at=NOON)

    assert set(refused.value.fields) == {"text"}


def test_another_hand_puts_a_template_in_force(claire: Person, julie: Person, nordet: Unit) -> None:
    with pytest.raises(OtherHandNeededError):
        a_template(nordet, claire, claire)


def test_a_template_used_twice_in_one_draft_counts_once(
    claire: Person, julie: Person, hugo: Person, nordet: Unit, energy: Unit
) -> None:
    version = a_template(nordet, claire, julie, text_en="Road closed {{date: Day}}")
    draft = uuid7()

    words = [
        use_template(version_id=version.pk, subject_id=draft, language=language, by=hugo, at=NOON)
        for language in ("en", "fr")
    ]

    assert words == ["Road closed {{date: Day}}", CLOSED]
    assert TemplateUse.objects.count() == 1
    assert templates_for_list(hugo).rows[0].uses == 1  # type: ignore[attr-defined]  # annotated
    assert [one.pk for one in templates_here(energy, networks=["x"])] == [version.pk]
    assert list(templates_here(energy, networks=["linkedin"])) == []


def test_a_template_of_another_department_is_missing(
    claire: Person, karim: Person, ines: Person, energy: Unit
) -> None:
    version = a_template(energy, karim, claire)

    with pytest.raises(BrandNotFoundError):
        use_template(version_id=version.pk, subject_id=uuid7(), language="fr", by=ines, at=NOON)


def test_what_a_post_lacks_is_named() -> None:
    required = ["picture", "alt", "link", "hashtag"]

    assert missing_parts(required, Content(text="Bonjour")) == ["picture", "link", "hashtag"]
    assert missing_parts(
        required, Content(text="Voir https://a.example #Fête", alts=["Une rue", " "])
    ) == ["alt"]


# Audiences


def an_audience(unit: Unit, by: Person, code: str, **facts: Any) -> Audience:
    said: dict[str, Any] = {"unit_id": unit.pk, "code": code, "title": code.capitalize()}
    said |= facts
    return write_audience(facts=AudienceFacts(**said), by=by, at=NOON)


def test_the_matrix_shows_holes_and_overlaps(claire: Person, nordet: Unit, energy: Unit) -> None:
    one, two = (
        make_account(unit=energy, network="x", handle=name, language="fr", status="official")
        for name in ("un", "deux")
    )
    an_audience(nordet, claire, "press", account_ids=(one.pk, two.pk), networks=("x",))
    an_audience(nordet, claire, "young", networks=("tiktok",))

    found = coverage(claire)

    assert [(row.audience.code, row.is_hole) for row in found.rows] == [
        ("press", False),
        ("young", True),
    ]
    assert (found.holes, found.overlaps, found.silent) == (1, 1, ())
    assert found.networks == ("tiktok", "x")


def test_the_matrix_costs_the_same_whatever_its_length(
    claire: Person,
    nordet: Unit,
    django_assert_num_queries: Any,
) -> None:
    for number in range(6):
        account = make_account(unit=nordet, handle=f"a{number}", status="official")
        an_audience(nordet, claire, f"a{number}", account_ids=(account.pk,))

    with django_assert_num_queries(6):  # the person, rights, rows, links, drafts, silent accounts
        assert len(coverage(Person.objects.get(pk=claire.pk)).rows) == 6


def test_an_audience_stands_under_one_at_high_level_only(claire: Person, nordet: Unit) -> None:
    top = an_audience(nordet, claire, "residents")
    micro = an_audience(nordet, claire, "parents", parent_id=top.pk)

    for code, parent in (("babies", micro.pk), ("residents", top.pk)):
        with pytest.raises(BrandInvalidError):
            an_audience(nordet, claire, code, parent_id=parent)
    with pytest.raises(BrandInvalidError):
        archive_audience(audience_id=top.pk, by=claire, at=NOON)


def test_what_is_addressed_to_a_micro_audience_is_to_the_one_above_too(
    claire: Person, hugo: Person, nordet: Unit
) -> None:
    top = an_audience(nordet, claire, "residents")
    an_audience(nordet, claire, "parents", parent_id=top.pk)
    draft = uuid7()

    address_to(subject_id=draft, codes=["parents"], by=hugo, at=NOON)

    assert audiences_of(draft) == ["parents", "residents"]
    with pytest.raises(BrandNotFoundError):
        address_to(subject_id=draft, codes=["nobody"], by=hugo, at=NOON)


# Colours and the kit


def a_theme(unit: Unit, by: Person, **facts: Any) -> Any:
    said: dict[str, Any] = {
        "unit_id": unit.pk,
        "title": "Nordet",
        "colours": (("bleu nuit", "night blue", "#0b2e4f"), ("blanc", "white", "#ffffff")),
        "pairs": (("blanc", "bleu nuit"),),
    }
    return write_theme(facts=ThemeFacts(**said | facts), by=by, at=NOON)


def test_contrast_is_that_of_the_specification() -> None:
    # WCAG 2.2: black on white is 21; #767676 is the lightest grey that reaches 4.5 on white.
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.005)
    assert contrast("#777777", "#ffffff") < 4.5


def test_a_pair_that_nobody_can_read_is_refused(claire: Person, nordet: Unit) -> None:
    pale = (("jaune", "", "#ffee88"), ("blanc", "", "#ffffff"))

    with pytest.raises(BrandInvalidError) as refused:
        a_theme(nordet, claire, colours=pale, pairs=(("jaune", "blanc"),))

    assert set(refused.value.fields) == {"pairs"}


@pytest.mark.parametrize("code", ["#fff", "red", "#0b2e4f;}", '#000000"/><script>'])
def test_only_six_digits_make_a_colour(claire: Person, nordet: Unit, code: str) -> None:
    with pytest.raises(BrandInvalidError):
        a_theme(nordet, claire, colours=(("a", "", code),), pairs=())


def test_the_kit_holds_icons_links_colours_and_licences(
    claire: Person, nordet: Unit, energy: Unit
) -> None:
    theme = a_theme(nordet, claire)
    make_account(
        unit=energy,
        network="mastodon",
        name='N <b>"1"',
        url="https://social.example/@nordet",
        status="official",
    )
    make_account(unit=energy, network="x", handle="moi", kind="personal", url="https://x.com/moi")

    body = kit_of(theme, viewer=claire, at=NOON)

    files = zipfile.ZipFile(io.BytesIO(body))
    names = set(files.namelist())
    follow = files.read("follow.html").decode()
    assert {"README.txt", "LICENSE-icons.txt", "colours.css", "svg/white/mastodon.svg"} <= names
    assert files.read("png/white/mastodon-64.png").startswith(b"\x89PNG")
    assert 'rel="me noopener" href="https://social.example/@nordet"' in follow
    assert "<b>" not in follow
    assert "x.com/moi" not in follow
    assert "--brand-bleu-nuit: #0b2e4f;" in files.read("colours.css").decode()
    assert pairs_of(theme)[0].level == "AAA"
    assert body == kit_of(theme, viewer=claire, at=NOON)


def test_a_png_has_the_size_asked_for() -> None:
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path d="M0 0h24v24z"/></svg>'
    )

    body = png_of(svg, size=64)

    assert int.from_bytes(body[16:20], "big") == int.from_bytes(body[20:24], "big") == 64


@pytest.mark.parametrize(
    "name", ["template-list", "template-create", "audience-list", "audience-create", "kit"]
)
def test_pages_open_empty_and_filled(
    client: Client, claire: Person, julie: Person, nordet: Unit, name: str
) -> None:
    client.force_login(claire)
    empty = client.get(reverse(f"brand:{name}"))
    version = a_template(nordet, claire, julie)
    an_audience(nordet, claire, "press", networks=("x",), topics=("grève",))
    a_theme(nordet, claire)
    filled = client.get(reverse(f"brand:{name}"))
    detail = client.get(reverse("brand:template-detail", args=[version.template_id]))

    assert {empty.status_code, filled.status_code, detail.status_code} == {200}


def test_a_theme_is_written_a_colour_a_line(client: Client, claire: Person, nordet: Unit) -> None:
    client.force_login(claire)
    said = {"unit": str(nordet.pk), "title": "Nordet", "pairs": "blanc > bleu nuit"}
    address = reverse("brand:kit-theme-create")

    wrong = client.post(address, said | {"colours": "bleu nuit"})
    right = client.post(address, said | {"colours": "bleu nuit / night #0B2E4F\nblanc #ffffff"})

    assert (wrong.status_code, right.status_code) == (422, 302)


def test_a_draft_is_no_part_of_the_list_of_those_who_see_no_drafts(
    claire: Person, karim: Person, hugo: Person, energy: Unit
) -> None:
    facts = TemplateFacts(title="Secret", text="Secret.")
    begin_template(unit_id=energy.pk, network="", facts=facts, by=karim, at=NOON)
    kept = begin_template(unit_id=energy.pk, network="x", facts=facts, by=karim, at=NOON)
    number = kept.number
    publish_template(template_id=kept.template_id, number=number, by=claire, at=NOON)
    write_template(
        template_id=kept.template_id,
        facts=TemplateFacts(title="Next", text="Next."),
        by=karim,
        at=NOON,
    )

    def shown(reader: Person) -> list[list[str]]:
        rows = templates_for_list(reader).rows
        return [[version.title for version in row.known] for row in rows]  # type: ignore[attr-defined]

    assert shown(hugo) == [["Secret"]]
    assert shown(claire) == [["Secret"], ["Secret", "Next"]]
