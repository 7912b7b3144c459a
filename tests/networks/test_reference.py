"""The page on networks says what the code does."""

from pathlib import Path

from gouvernail.egress import Egress, Policy
from gouvernail.networks.bluesky.connector import MAX_PICTURE_BYTES
from gouvernail.networks.contract import Capability
from gouvernail.networks.registry import automatic_networks, connector

COLUMNS = ("capability", "bluesky", "mastodon", "practice", "every other")
PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "networks.md"


def test_the_table_of_capabilities_is_what_the_connectors_declare() -> None:
    text = PAGE.read_text(encoding="utf-8")
    kinds = {one.replace("_", " ") for one in Capability}
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines()]
    rows = [row for row in cells if row[0] in kinds and len(row) == len(COLUMNS)]
    names = ["bluesky", "mastodon", "practice", "x"]
    connectors = [connector(name, egress=Egress(Policy())) for name in names]

    assert rows == [
        [
            capability.replace("_", " "),
            *(one.capabilities[capability].replace("_", " ") for one in connectors),
        ]
        for capability in Capability
    ]
    assert set(automatic_networks()) == set(names[:-1])


def test_the_limit_of_pictures_is_the_one_the_code_holds() -> None:
    assert f"at most {MAX_PICTURE_BYTES:,} bytes" in PAGE.read_text(encoding="utf-8")
