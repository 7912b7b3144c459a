"""A plan says what each changed pack would have done to the archive."""

import json
from datetime import datetime
from pathlib import Path

import pytest

from gouvernail.blueprint.actions import plan_model
from gouvernail.blueprint.sections.telling import replay_lines, told
from gouvernail.cli.main import main
from gouvernail.people.models import Person, Unit
from gouvernail.records.actions.filing import close_segments
from gouvernail.rulebooks.models import Pack
from gouvernail.rulebooks.queries import kernel_pack
from gouvernail.rulebooks.queries.foreseen import foreseen
from tests.make.records import make_record
from tests.make.registry import make_account
from tests.make.rulebooks import PACK, make_pack

WIDER = PACK.replace("any: [discount]", "any: [discount, free]")
NARROW = PACK.replace("any: [discount]", "any: [rebate]")


@pytest.fixture
def pack(nordet: Unit, claire: Person) -> Pack:
    return make_pack(unit=nordet, by=claire).pack


@pytest.fixture
def archive(energy: Unit, care: Unit) -> None:
    power = make_account(unit=energy, network="bluesky")
    for text in ("Charging is free today.", "A discount on charging.", "Stations are open."):
        make_record(power, text=text)
    make_record(make_account(unit=care, network="mastodon"), text="A free call.")


def figures(source: str, *, by: Person, pack: Pack) -> dict[str, object]:
    texts = {f"packs/nordet/{pack.slug}": source}
    (one,) = told(plan_model(texts, by=by).changes)
    found: dict[str, object] = one["foreseen"]
    return found


def test_a_changed_pack_tells_what_it_would_newly_stop_and_no_longer(
    pack: Pack, archive: None, claire: Person
) -> None:
    wider = figures(WIDER, by=claire, pack=pack)
    narrow = figures(NARROW, by=claire, pack=pack)

    assert (wider["posts"], wider["stopped"], wider["found"], wider["let_go"]) == (4, 2, 2, 0)
    assert (narrow["stopped"], narrow["let_go"]) == (0, 1)
    assert replay_lines(wider)[0].startswith("Of 4 past posts: 2 newly stopped")
    assert len(replay_lines(wider)) == 2


def test_an_empty_archive_is_said_to_be_empty(pack: Pack, claire: Person) -> None:
    (line,) = replay_lines(figures(WIDER, by=claire, pack=pack))

    assert "archive of this unit is empty" in line


def test_a_part_of_the_archive_is_said_to_be_a_part(
    pack: Pack, archive: None, claire: Person, nordet: Unit, energy: Unit, noon: datetime
) -> None:
    close_segments(at=noon, size_bytes=10)
    make_record(make_account(unit=energy, network="x"), text="Free again.")
    wider = kernel_pack(pack.versions.model(pack=pack, source=WIDER, digest="d" * 64))

    part = foreseen(nordet, kernel_pack(pack.versions.get()), wider, most=1)

    assert part.sampled
    assert part.read < part.archive == 5
    assert part.stopped == 1
    lines = replay_lines({name: getattr(part, name) for name in part.__dataclass_fields__})
    assert any("Only the last 1 posts of 5" in one for one in lines)


def test_the_command_line_prints_them_unless_told_not_to(
    pack: Pack,
    archive: None,
    claire: Person,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    file = tmp_path / "packs" / "nordet" / f"{pack.slug}.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(WIDER, encoding="utf-8")
    asked = ["model", "plan", str(tmp_path), "--as", str(claire.email)]

    assert main(asked) == 0
    assert "2 newly stopped" in capsys.readouterr().out
    assert main([*asked, "--json"]) == 0
    (change,) = json.loads(capsys.readouterr().out)["changes"]
    assert change["foreseen"]["stopped"] == 2
    assert main([*asked, "--no-replay"]) == 0
    assert "newly stopped" not in capsys.readouterr().out
