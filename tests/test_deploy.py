"""What deploy/ starts exists. No container engine is needed: the files are read, not built."""

import re
import shlex
from fnmatch import fnmatchcase
from pathlib import Path

from ruamel.yaml import YAML

from gouvernail.cli.main import make_parser
from gouvernail.continuity.archives.keyfiles import KEY_FILES
from tests.project.divided import HOME, folders, owners, umask_of, user_of

ROOT = Path(__file__).resolve().parent.parent
DEPLOY = ROOT / "deploy"
PROCESSES = {"web", "worker", "sender", "signer", "listener"}


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


# --- a user for each process ----------------------------------------------------------------------

UNITS = (*sorted(PROCESSES), "prepare", "backup")
PRIVATE = {"vault.key": "sender", "ledger.key": "signer", "statements.key": "signer"}


def test_the_users_of_the_units_are_made_and_meet_in_one_group() -> None:
    text = (DEPLOY / "systemd/gouvernail.sysusers.conf").read_text(encoding="utf-8")
    made = set(re.findall(r"^u (\S+)", text, re.MULTILINE))
    members = set(re.findall(r"^m (\S+) +gouvernail$", text, re.MULTILINE)) | {"gouvernail"}

    assert {user_of(unit) for unit in UNITS} == made == members
    assert len({user_of(unit) for unit in ("web", "sender", "signer")}) == 3
    assert user_of("web") == user_of("worker") == user_of("prepare")
    assert user_of("backup") == user_of("sender")  # it opens a credential to try itself out
    for unit in UNITS:
        service = (DEPLOY / f"systemd/gouvernail-{unit}.service").read_text(encoding="utf-8")
        assert "\nGroup=gouvernail\n" in service
        assert f"\nReadWritePaths={HOME}" in service
        assert umask_of(unit) == 0o027  # what a process makes is read by the group at most


def test_folders_of_the_home_are_those_that_the_users_of_the_units_need() -> None:
    made = {path.removeprefix(HOME).strip("/"): facts for path, facts in folders().items()}

    assert made.pop("var/backups/gouvernail") == (0o700, user_of("backup"), "gouvernail")
    assert {group for _mode, _user, group in made.values()} == {"gouvernail"}
    assert all(mode & 0o007 == 0 for mode, _user, _group in made.values())
    for shared in ("data", "locks", "run"):
        assert made[shared][:2] == (0o2770, "root")
    for kept in ("keys", "scratch"):
        assert made[kept][:2] == (0o3770, "root")  # sticky: nobody takes away another's key
    assert made[""][:2] == (0o2750, "root")  # nobody puts another folder in its place
    for name, unit in {"media": "web", "static": "prepare", "signer": "signer"}.items():
        assert made[name][:2] == (0o2750, user_of(unit))
    assert made["spool"][:2] == (0o700, user_of("sender"))
    assert set(made) == {
        *["data", "locks", "run", "scratch", "keys", "media", "static", "signer", "spool"],
        "",
    }


def test_after_a_restore_every_kind_of_key_goes_to_its_process_and_no_other() -> None:
    given = owners()
    keys = {path.removeprefix("keys/"): facts for path, facts in given.items() if "keys/" in path}

    for name, unit in PRIVATE.items():
        line = next(each for each in keys if fnmatchcase(name, each))
        assert keys[line][:2] == ("0600", user_of(unit))
    assert keys["vault.key.d"][:2] == ("~0700", user_of("sender"))
    for kind in KEY_FILES:
        example = kind.pattern.replace("*", "2")
        assert any(fnmatchcase(example.partition("/")[0], each) for each in keys), kind.pattern
    made = {path.removeprefix(HOME).strip("/"): facts for path, facts in folders().items()}
    for name in ("media", "static", "spool", "signer"):
        assert given[name][1] == made[name][1]


def test_the_worker_leaves_backups_to_the_user_who_can_try_them_out() -> None:
    unit = (DEPLOY / "systemd/gouvernail-worker.service").read_text(encoding="utf-8")

    assert "Environment=GOUVERNAIL_BACKUP_EVERY_HOURS=0" in unit


def test_what_hangs_in_a_container_is_not_its_first_process() -> None:
    compose = YAML(typ="safe").load((DEPLOY / "compose.yml").read_text(encoding="utf-8"))

    assert all(compose["services"][name]["init"] for name in PROCESSES)
