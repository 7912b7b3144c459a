"""Rule packs and approval routes as files: a pack is the file it is, and a second person agrees."""

from datetime import datetime
from pathlib import Path

import pytest

from gouvernail.approvals.models import Route
from gouvernail.blueprint.actions import apply_model, exported_model, plan_model
from gouvernail.blueprint.errors import ModelInvalidError, ModelRefusedError
from gouvernail.blueprint.sections.planning import ModelPlan
from gouvernail.charter.models import Charter
from gouvernail.cli.main import main
from gouvernail.people.models import Person, Unit
from gouvernail.rulebooks.actions import agree_version
from gouvernail.rulebooks.errors import SecondPersonNeededError
from gouvernail.rulebooks.models import Pack, PackVersion
from tests.make.blueprint import apply_files
from tests.make.rules import pack_source, rule_fields

Status = PackVersion.Status
ROUTES = """format: 1
routes:
  - name: Juridique
    networks: [x, bluesky]
    priority: 5
    steps: [legal and brand within 48 h, "communications, guests"]
  - name: Usuel
    usual: yes
    steps: [communications or legal]
"""


def source(*, then: str = "warn", term: str = "mot") -> str:
    one = rule_fields(
        {"terms": {"any": [term]}},
        id="mot",
        then=then,
        control="observe",
        examples={"raises": [f"un {term}"], "passes": ["rien"]},
    )
    return pack_source(one, pack="mots")


def apply(texts: dict[str, str], *, by: Person, at: datetime, remove: bool = False) -> ModelPlan:
    plan = plan_model(texts, by=by, remove=remove)
    return apply_model(texts=texts, digest=plan.digest, remove=remove, by=by, at=at)


def test_routes_go_in_and_come_out_the_same(
    charter: Charter, claire: Person, noon: datetime
) -> None:
    apply_files({"routes": ROUTES}, by=claire, at=noon)

    legal, usual = Route.objects.order_by("name")
    first, second = legal.steps.all()
    assert (first.seats, first.mode, first.hours) == (["legal", "brand"], "all", 48)
    assert (second.seats, second.guests, second.hours) == (["communications"], True, 24)
    assert (legal.networks, legal.priority, usual.is_default) == (["x", "bluesky"], 5, True)
    written = exported_model(by=claire)
    assert "- legal and brand within 48 h" in written["routes"]
    assert plan_model(written, by=claire, remove=True).changes == ()

    less = ROUTES[: ROUTES.index("  - name: Usuel")].replace("48 h", "72 h")
    plan = apply({"routes": less}, by=claire, at=noon, remove=True)
    assert [(str(one.what), one.name) for one in plan.changes] == [
        ("change", "draft · juridique"),
        ("remove", "draft · usuel"),
    ]
    assert plan.changes[0].details == [
        (
            "steps",
            ("legal and brand within 48 h", "communications, guests"),
            ("legal and brand within 72 h", "communications, guests"),
        )
    ]


@pytest.mark.parametrize(
    ("texts", "place", "code"),
    [
        ({"routes": ROUTES.replace("or legal", "or perhaps not")}, "routes.yaml:9:13", "step"),
        ({"routes": ROUTES.replace("or legal", "or king")}, "routes.yaml:9:13", "seat"),
        ({"packs/nordet/mots": source() + "x"}, "packs/nordet/mots.yaml:", "not valid YAML"),
        ({"packs/nordet/other": source()}, "packs/nordet/other.yaml:1:1", "own name"),
        ({"packs/nowhere/mots": source()}, "packs/nowhere/mots.yaml:1:1", "“nowhere”"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_in_its_file(
    charter: Charter, claire: Person, texts: dict[str, str], place: str, code: str
) -> None:
    with pytest.raises(ModelInvalidError) as caught:
        plan_model(texts, by=claire)

    told = {key: words for key, words in caught.value.fields.items() if key.startswith(place)}
    assert code in " ".join(told.values())


def test_a_pack_is_submitted_and_a_second_person_agrees(
    charter: Charter, claire: Person, nordet: Unit, noon: datetime
) -> None:
    plan = apply({"packs/nordet/mots": source()}, by=claire, at=noon)

    version = Pack.objects.get(slug="mots").versions.get()
    assert [str(one.what) for one in plan.changes] == ["add"]
    assert (version.status, version.submitted_by) == (Status.IN_REVIEW, claire)
    with pytest.raises(SecondPersonNeededError):
        agree_version(version_id=version.pk, by=claire, at=noon)
    assert plan_model({"packs/nordet/mots": source()}, by=claire).changes == ()
    assert exported_model(by=claire)["packs/nordet/mots"] == source()


def test_a_plan_tells_the_rules_that_change(
    charter: Charter, claire: Person, nordet: Unit, noon: datetime
) -> None:
    apply({"packs/nordet/mots": source()}, by=claire, at=noon)
    version = PackVersion.objects.get()
    version.status, version.in_force_at = Status.IN_FORCE, noon
    version.save()

    (change,) = plan_model({"packs/nordet/mots": source(then="block")}, by=claire).changes
    assert change.details == [("rule mot", ('"then": "warn",',), ('"then": "block",',))]
    apply({"packs/nordet/mots": source(then="block")}, by=claire, at=noon)
    assert [one.status for one in PackVersion.objects.order_by("number")] == [
        Status.IN_FORCE,
        Status.IN_REVIEW,
    ]
    with pytest.raises(ModelRefusedError) as caught:
        apply({"packs/nordet/mots": source(then="note")}, by=claire, at=noon)
    assert caught.value.facts["refused_for"] == "pack_version_already_coming"


def test_the_command_line_writes_packs_below_their_unit(
    charter: Charter,
    claire: Person,
    nordet: Unit,
    noon: datetime,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    apply({"packs/nordet/mots": source()}, by=claire, at=noon)
    folder = tmp_path / "model"

    assert main(["model", "export", str(folder), "--as", str(claire.email)]) == 0
    file = folder / "packs" / "nordet" / "mots.yaml"
    assert file.read_text(encoding="utf-8") == source()
    file.write_text(source(term="phrase"), encoding="utf-8")
    capsys.readouterr()
    assert main(["model", "plan", str(folder), "--as", str(claire.email)]) == 0
    told = capsys.readouterr().out
    assert "nordet · mots  (packs/nordet/mots.yaml:1)" in told
    assert "rule mot:" in told
