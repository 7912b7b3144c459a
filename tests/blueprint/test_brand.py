"""The brand as files: the guide, templates, audiences and colours, out and in again."""

import json
from datetime import datetime

import jsonschema
import pytest
from ruamel.yaml import YAML

from gouvernail.blueprint.actions import exported_model, plan_model
from gouvernail.blueprint.errors import ModelInvalidError, ModelRefusedError
from gouvernail.blueprint.sections.schema import model_schemas
from gouvernail.brand.actions.audiences import AudienceFacts, write_audience
from gouvernail.brand.actions.guides import SectionFacts, begin_section, write_section
from gouvernail.brand.models import Audience, PostTemplate, Section, SectionVersion, Theme
from gouvernail.charter.models import Charter
from gouvernail.people.models import Person, Unit
from tests.make.blueprint import apply_files as apply
from tests.make.registry import make_account

Status = SectionVersion.Status
BRAND = {
    "audiences": """format: 1
audiences:
  - code: riverains
    unit: nordet
    parent: voisins
    title: Riverains
    needs: |-
      Savoir quand on creuse.
        Et jusqu'à quelle heure.
    languages: [fr, en]
    topics: [bruit, "prix : 1"]
  - {code: voisins, unit: nordet, title: Voisins, networks: [x, bluesky]}
""",
    "colours": """format: 1
colours:
  - unit: nordet
    title: Usuel
    colours:
      - {name: Bleu, name_en: Blue, hex: "#0B6E8F"}
      - {name: Blanc, hex: "#ffffff"}
    pairs:
      - {text: Bleu, ground: Blanc}
""",
    "guide": """format: 1
guide:
  - unit: energy
    network: x
    topic: tone
    title: Le ton
    title_en: Tone
    text: |-
      Parler clair.

      Citer ses sources : toujours.
    pairs:
      - {do: Dire le prix, dont: Promettre, good: "Il coûte 3 €.", do_en: Say the price}
  - {unit: nordet, topic: principles, title: Principes}
""",
    "templates": """format: 1
templates:
  - unit: nordet
    network: bluesky
    title: Visite
    text: "Le {{date: Jour}}, venez !"
    required: [picture, alt]
    width: 1200
    height: 630
""",
}


def plain(text: str) -> object:
    return json.loads(json.dumps(YAML(typ="safe").load(text), default=str))


def brand_of(files: dict[str, str]) -> dict[str, str]:
    return {name: files[name] for name in BRAND}


def test_the_brand_goes_in_and_comes_out_the_same(
    charter: Charter, claire: Person, energy: Unit, noon: datetime
) -> None:
    apply(BRAND, by=claire, at=noon)

    riverains = Audience.objects.get(code="riverains")
    assert riverains.parent == Audience.objects.get(code="voisins")
    assert riverains.needs.splitlines()[1] == "  Et jusqu'à quelle heure."
    theme = Theme.objects.get()
    assert (theme.colours[0]["hex"], theme.pairs) == ("#0b6e8f", [[0, 1]])
    tone = SectionVersion.objects.get(section__topic="tone")
    assert (tone.status, tone.pairs[0]["good"]) == (Status.IN_FORCE, "Il coûte 3 €.")
    assert PostTemplate.objects.get().versions.get().required == ["picture", "alt"]

    written = exported_model(by=claire)
    again = apply(brand_of(written), by=claire, at=noon, remove=True)
    assert again.changes == ()
    assert exported_model(by=claire) == written
    for name in BRAND:
        jsonschema.Draft202012Validator(model_schemas()[name]).validate(plain(written[name]))


def test_what_the_files_no_longer_hold_is_set_aside_and_comes_back(
    charter: Charter, claire: Person, energy: Unit, noon: datetime
) -> None:
    apply(BRAND, by=claire, at=noon)
    written = brand_of(exported_model(by=claire))
    nothing = {name: f"format: 1\n{name}: []\n" for name in BRAND}

    apply(nothing, by=claire, at=noon, remove=True)

    assert not Section.objects.filter(archived_at=None).exists()
    assert not Audience.objects.filter(archived_at=None).exists()
    plan = plan_model(written, by=claire)
    assert [str(one.what) for one in plan.changes] == ["add"] * 6


def test_a_changed_section_is_the_next_version_and_the_plan_shows_its_lines(
    charter: Charter, claire: Person, energy: Unit, noon: datetime
) -> None:
    apply(BRAND, by=claire, at=noon)
    version = SectionVersion.objects.get(section__topic="tone")
    version.pairs = [version.pairs[0] | {"good_picture": "kept"}]
    version.save()
    changed = {"guide": BRAND["guide"].replace("toujours", "souvent").replace("3 €", "4 €")}

    (change,) = plan_model(changed, by=claire).changes
    assert change.name == "energy · x · tone"
    assert change.details[0] == (
        "text",
        ("Citer ses sources : toujours.",),
        ("Citer ses sources : souvent.",),
    )
    apply(changed, by=claire, at=noon)
    latest = SectionVersion.objects.get(section__topic="tone", status=Status.IN_FORCE)
    assert (latest.number, latest.pairs[0]["good"]) == (2, "Il coûte 4 €.")
    assert latest.pairs[0]["good_picture"] == "kept"


def test_lines_ended_as_browsers_end_them_are_no_change(
    charter: Charter, claire: Person, nordet: Unit, noon: datetime
) -> None:
    account = make_account(unit=nordet)
    facts = AudienceFacts(
        unit_id=nordet.pk,
        code="a",
        title="A",
        text="Un.\r\n\r\nDeux.",
        account_ids=(account.pk,),
    )
    write_audience(facts=facts, by=claire, at=noon)

    written = exported_model(by=claire)["audiences"]
    assert plan_model({"audiences": written}, by=claire).changes == ()
    apply({"audiences": written.replace("Deux", "Trois")}, by=claire, at=noon)
    assert Audience.objects.get().text == "Un.\n\nTrois."
    assert Audience.objects.get().links.get().account == account


def test_files_do_not_write_over_a_draft(
    charter: Charter, claire: Person, energy: Unit, noon: datetime
) -> None:
    apply(BRAND, by=claire, at=noon)
    section = Section.objects.get(topic="tone")
    write_section(section_id=section.pk, facts=SectionFacts(title="À la main"), by=claire, at=noon)
    begin_section(
        unit_id=energy.pk,
        network="",
        topic="links",
        facts=SectionFacts(title="Liens"),
        by=claire,
        at=noon,
    )

    assert "Liens" not in exported_model(by=claire)["guide"]
    with pytest.raises(ModelRefusedError) as caught:
        apply({"guide": BRAND["guide"].replace("clair", "net")}, by=claire, at=noon)
    assert caught.value.facts["refused_for"] == "draft_in_the_way"


@pytest.mark.parametrize(
    ("name", "found", "put", "place", "words"),
    [
        ("colours", '"#0B6E8F"', "bleu", "colours.yaml:6:42", "is no colour"),
        ("audiences", "parent: voisins", "parent: x", "audiences.yaml:3:5", "No audience"),
        ("guide", "topic: tone", "topic: mood", "guide.yaml:5:12", "“mood”"),
        ("guide", "do_en:", "doo:", "guide.yaml:13:68", "“doo”"),
        ("guide", "unit: energy", "unit: no", "guide.yaml:3:5", "“no”"),
        ("templates", "1200", "-1", "templates.yaml:8:12", "from 0"),
        ("templates", "[picture,", "[sound,", "templates.yaml:7:16", "“sound”"),
    ],
)
def test_what_is_wrong_is_told_where_it_stands(
    charter: Charter,
    claire: Person,
    energy: Unit,
    name: str,
    found: str,
    put: str,
    place: str,
    words: str,
) -> None:
    with pytest.raises(ModelInvalidError) as caught:
        plan_model({name: BRAND[name].replace(found, put)}, by=claire)

    assert words in caught.value.fields.get(place, ""), caught.value.fields
    assert {one.message["fr"] for one in caught.value.problems}.isdisjoint(
        caught.value.fields.values()
    )


def test_colours_nobody_could_read_are_refused(
    charter: Charter, claire: Person, nordet: Unit, noon: datetime
) -> None:
    pale = {"colours": BRAND["colours"].replace("#0B6E8F", "#eeeeee")}

    with pytest.raises(ModelRefusedError) as caught:
        apply(pale, by=claire, at=noon)
    assert "cannot be read" in str(caught.value)
    assert not Theme.objects.exists()
