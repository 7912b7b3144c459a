"""The command finds its subcommands, and sets Django up only for those that need it."""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import OperationalError, connection

from gouvernail.cli.main import FAILED, MISUSED, main, make_parser, with_django
from gouvernail.foundation.errors import InvalidInputError

NO_DATABASE = {**os.environ, "DATABASE_URL": "nonsense://nowhere", "DJANGO_SETTINGS_MODULE": "none"}
KERNEL_COMMANDS = ("rules", "text")


def commands() -> dict[str, argparse.ArgumentParser]:
    [action] = [
        each for each in make_parser()._actions if isinstance(each, argparse._SubParsersAction)
    ]
    return dict(action.choices)


def test_every_command_has_a_line_of_help(capsys: pytest.CaptureFixture[str]) -> None:
    code = main([])

    printed = capsys.readouterr().out
    assert code == MISUSED
    for name in commands():
        assert f"    {name} " in printed or f"    {name}\n" in printed


def test_a_site_can_be_started_and_examined() -> None:
    assert {"demo", "run", "prepare", "web", "worker", "sender", "signer", "doctor"} <= set(
        commands()
    )


@pytest.mark.parametrize("command", KERNEL_COMMANDS)
def test_kernel_commands_need_neither_django_nor_a_database(command: str) -> None:
    script = (
        "import sys\n"
        "from gouvernail.cli.main import main\n"
        "try:\n    main(sys.argv[1:])\n"
        "except SystemExit:\n    pass\n"
        "assert 'django' not in sys.modules, 'Django was imported'\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", script, command, "--help"],
        env=NO_DATABASE,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert command in done.stdout


def test_lengths_are_counted_without_a_database() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "gouvernail.cli.main", "text", "length", "--network", "bluesky"],
        input='{"id": "1", "text": "Voilà 👨‍👩‍👧"}\n',
        env=NO_DATABASE,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["length"] == 7


def refuse(given: argparse.Namespace) -> int:
    raise InvalidInputError("The network is unknown.", fields={"network": "unknown"})


def test_a_refusal_is_exit_code_1_with_its_code(capsys: pytest.CaptureFixture[str]) -> None:
    code = with_django(refuse)(argparse.Namespace())

    assert code == FAILED
    assert capsys.readouterr().err == "invalid_input: The network is unknown.\n"


def test_a_refusal_is_json_when_json_was_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    code = with_django(refuse)(argparse.Namespace(json=True))

    assert code == FAILED
    assert json.loads(capsys.readouterr().out) == {
        "error": "invalid_input",
        "message": "The network is unknown.",
        "fields": {"network": "unknown"},
    }


def test_a_reader_that_leaves_the_pipe_is_no_traceback() -> None:
    done = subprocess.run(
        ["bash", "-c", f"{sys.executable} -m gouvernail.cli.main --help | true"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert "Traceback" not in done.stderr


def lack(given: argparse.Namespace) -> int:
    raise OperationalError("no such table: people_person\nand more")


def away() -> list[str]:
    raise OperationalError("connection refused")


def test_a_home_without_a_site_is_said_in_a_line_with_what_to_do(
    db: None, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(OperationalError):  # the site is there: the fault is ours, and shown whole
        with_django(lack)(argparse.Namespace())

    monkeypatch.setattr(connection.introspection, "table_names", list)
    assert with_django(lack)(argparse.Namespace()) == FAILED
    assert capsys.readouterr().err.startswith("site_not_prepared: ")

    monkeypatch.setattr(connection.introspection, "table_names", away)
    assert with_django(lack)(argparse.Namespace(json=True)) == FAILED
    assert json.loads(capsys.readouterr().out)["error"] == "database_away"


def test_a_file_that_cannot_be_written_is_said_in_a_line(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def write(given: argparse.Namespace) -> int:
        (tmp_path / "nowhere" / "model.yaml").write_text("")
        return 0

    assert with_django(write)(argparse.Namespace()) == FAILED
    said = capsys.readouterr().err
    assert said.startswith("file_unusable: ")
    assert "nowhere/model.yaml" in said
