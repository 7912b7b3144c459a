"""The schemas take what the site writes, and refuse what the reading refuses."""

import json
from pathlib import Path

import jsonschema
import pytest
from ruamel.yaml import YAML

from gouvernail.blueprint.actions import exported_model
from gouvernail.blueprint.sections.schema import model_schemas
from gouvernail.charter.models import Charter
from gouvernail.cli.main import main
from gouvernail.people.models import Person


def plain(text: str) -> object:
    return json.loads(json.dumps(YAML(typ="safe").load(text), default=str))


def test_what_the_site_writes_is_valid(charter: Charter, claire: Person) -> None:
    schemas = model_schemas()
    files = exported_model(by=claire)

    for name, text in files.items():
        jsonschema.Draft202012Validator(schemas[name.split("/")[0]]).validate(plain(text))
    assert set(schemas) >= {"units", "roles", "charter", "routes", "packs"}


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("units", "format: 2\nunits: []\n"),
        ("units", "format: 1\nunits: [{code: a}]\n"),
        ("roles", "format: 1\nroles: [{person: a, role: king, unit: b}]\n"),
        ("routes", "format: 1\nroutes: [{name: a, steps: [b], colour: red}]\n"),
    ],
)
def test_what_is_wrong_is_refused(file: str, text: str) -> None:
    assert not jsonschema.Draft202012Validator(model_schemas()[file]).is_valid(plain(text))


def test_the_schemas_are_written_beside_the_model(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["model", "schema", str(tmp_path)]) == 0

    schema = json.loads((tmp_path / "schema" / "packs.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    assert len(capsys.readouterr().out.splitlines()) == 9
