"""What deploy/ starts exists. No container engine is needed: the files are read, not built."""

import re
import shlex
from pathlib import Path

from ruamel.yaml import YAML

from gouvernail.cli.main import make_parser

ROOT = Path(__file__).resolve().parent.parent
DEPLOY = ROOT / "deploy"
PROCESSES = {"web", "worker", "sender", "signer"}


def is_accepted(command: list[str]) -> bool:
    """Return whether the command line parses; argparse ends the program if it does not."""
    assert Path(command[0]).name == "gouvernail"
    return hasattr(make_parser().parse_args(command[1:]), "run")


def test_compose_starts_every_process_with_a_command_that_exists() -> None:
    services = YAML(typ="safe").load((DEPLOY / "compose.yml").read_text(encoding="utf-8"))[
        "services"
    ]

    assert set(services) == PROCESSES | {"database", "prepare"}
    for name in PROCESSES | {"prepare"}:
        assert services[name]["command"][1] == name
        assert is_accepted(services[name]["command"])
        assert services[name]["build"]["dockerfile"] == "deploy/Dockerfile"


def test_compose_and_the_image_set_only_variables_that_are_documented() -> None:
    settings = (ROOT / "docs/reference/settings.md").read_text(encoding="utf-8")
    text = (DEPLOY / "compose.yml").read_text() + (DEPLOY / "Dockerfile").read_text()

    named = set(re.findall(r"\bGOUVERNAIL_[A-Z_]+", text))

    assert named
    assert {name for name in named if f"`{name}`" not in settings} == set()


def test_each_process_has_a_unit_whose_command_exists() -> None:
    target = (DEPLOY / "systemd/gouvernail.target").read_text(encoding="utf-8")
    for name in PROCESSES:
        unit = (DEPLOY / f"systemd/gouvernail-{name}.service").read_text(encoding="utf-8")
        started = re.search(r"^ExecStart=(.*)$", unit, re.MULTILINE)
        assert started
        assert is_accepted(shlex.split(started[1]))
        assert f"gouvernail-{name}.service" in target


def test_the_image_copies_only_what_is_in_the_repository() -> None:
    dockerfile = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    allowed = {line[1:] for line in (ROOT / ".dockerignore").read_text().split() if line[0] == "!"}
    copied = [
        source
        for line in re.findall(r"^COPY (?!--from)(.*)$", dockerfile, re.MULTILINE)
        for source in line.split()[:-1]
    ]

    assert copied
    for source in copied:
        assert source in allowed
        assert (ROOT / source).exists(), source
    [run] = re.findall(r"^CMD (\[.*\])$", dockerfile, re.MULTILINE)
    assert is_accepted(re.findall(r'"([^"]+)"', run))


def test_a_timer_makes_backups_with_a_command_that_exists() -> None:
    unit = (DEPLOY / "systemd/gouvernail-backup.service").read_text(encoding="utf-8")
    [started] = re.findall(r"^ExecStart=(.*)$", unit, re.MULTILINE)

    assert is_accepted(shlex.split(started))
    assert "--drill" in started  # a backup that nobody restored is none
    assert "OnCalendar" in (DEPLOY / "systemd/gouvernail-backup.timer").read_text(encoding="utf-8")
    target = (DEPLOY / "systemd/gouvernail.target").read_text(encoding="utf-8")
    assert "gouvernail-backup.timer" in target


def test_whatever_shows_that_it_is_at_work_is_watched() -> None:
    for name in PROCESSES - {"web"}:
        unit = (DEPLOY / f"systemd/gouvernail-{name}.service").read_text(encoding="utf-8")
        assert re.search(r"^WatchdogSec=\d+$", unit, re.MULTILINE), name


def test_backups_in_containers_leave_the_home() -> None:
    compose = YAML(typ="safe").load((DEPLOY / "compose.yml").read_text(encoding="utf-8"))
    shared = compose["x-gouvernail"]

    place = shared["environment"]["GOUVERNAIL_BACKUP_DIR"]

    assert not place.startswith("/srv/gouvernail")
    assert any(volume.endswith(f":{place}") for volume in shared["volumes"])
