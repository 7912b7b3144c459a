import io
import json
import subprocess
import sys

import pytest

from gouvernail.cli.main import main


def run(
    capsys: pytest.CaptureFixture[str], arguments: list[str], stdin: str
) -> tuple[int, list[dict[str, object]], str]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        code = main(["text", "length", *arguments])
    shown = capsys.readouterr()
    return code, [json.loads(line) for line in shown.out.splitlines()], shown.err


def test_each_line_gets_its_length_limit_and_whether_it_fits(
    capsys: pytest.CaptureFixture[str],
) -> None:
    lines = json.dumps({"id": "a", "text": "界" * 141}) + '\n{"id": "b", "text": "ok"}\n'
    code, rows, _err = run(capsys, ["--network", "x"], lines)

    assert code == 1
    assert (rows[0]["id"], rows[0]["length"], rows[0]["limit"], rows[0]["fits"]) == (
        "a",
        282,
        280,
        False,
    )
    assert (rows[1]["length"], rows[1]["fits"]) == (2, True)


def test_bluesky_counts_graphemes_and_bytes(capsys: pytest.CaptureFixture[str]) -> None:
    code, rows, _err = run(capsys, ["--network", "bluesky"], "👩🏽‍🚀\n")

    assert code == 0
    assert rows[0]["length"] == 1
    assert rows[0]["also"] == [{"length": 15, "limit": 3000, "unit": "bytes", "fits": True}]


def test_the_limit_of_a_server_may_be_given(capsys: pytest.CaptureFixture[str]) -> None:
    code, rows, _err = run(
        capsys, ["--network", "mastodon", "--limit", "5", "--url-length", "2"], "abcdef"
    )

    assert (code, rows[0]["limit"], rows[0]["fits"]) == (1, 5, False)


def test_an_unknown_network_is_a_misuse(capsys: pytest.CaptureFixture[str]) -> None:
    code, rows, err = run(capsys, ["--network", "minitel"], "x")

    assert (code, rows) == (2, [])
    assert "bluesky" in err


def test_kernel_commands_need_neither_django_nor_a_database() -> None:
    program = (
        "import sys; from gouvernail.cli.main import main; "
        "code = main(['text', 'length', '--network', 'x']) or main(['rules', 'test']); "
        "sys.exit(code or ('django' in sys.modules) or ('sqlite3' in sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], input=b"bonjour", check=False, capture_output=True
    )

    assert done.returncode == 0, done.stderr.decode()
