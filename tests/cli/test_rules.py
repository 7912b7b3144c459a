import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from gouvernail.cli.judging.telling import in_colour
from gouvernail.cli.main import main
from tests.conftest import ROOT
from tests.make.rules import pack_source, rule_fields


@pytest.fixture
def pack(tmp_path: Path) -> str:
    path = tmp_path / "essai.yaml"
    warn = rule_fields(
        {"terms": {"any": ["mot"]}},
        id="mot",
        control=None,
        examples={"raises": ["un mot"], "passes": ["rien"]},
    )
    note = rule_fields({"terms": {"any": ["note"]}}, id="note", then="note")
    path.write_text(pack_source(warn, note), encoding="utf-8")
    return str(path)


def run(
    capsys: pytest.CaptureFixture[str], arguments: list[str], stdin: str | None = None
) -> tuple[int, str, str]:
    with pytest.MonkeyPatch.context() as patch:
        if stdin is not None:
            patch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        code = main(arguments)
    shown = capsys.readouterr()
    return code, shown.out, shown.err


def faults_of_sarif(document: dict[str, Any]) -> list[str]:
    """Return what SARIF 2.1.0 requires of a log of ours and does not find in it."""
    faults = [] if document["version"] == "2.1.0" and document["runs"] else ["version, runs"]
    for run in document["runs"]:
        driver = run.get("tool", {}).get("driver", {})
        faults += [] if driver.get("name") else ["tool.driver.name"]
        kinds = {"utf16CodeUnits", "unicodeCodePoints"}
        faults += [] if run.get("columnKind") in kinds else ["columnKind"]
        for result in run["results"]:
            faults += faults_of_result(result, driver.get("rules", []))
    return faults


def faults_of_result(result: dict[str, Any], rules: list[dict[str, Any]]) -> list[str]:
    if not isinstance(result["message"], dict) or not result["message"].get("text"):
        return ["message.text"]
    faults = [] if rules[result["ruleIndex"]]["id"] == result["ruleId"] else ["ruleIndex"]
    faults += [] if result["level"] in {"none", "note", "warning", "error"} else ["level"]
    places = [each["physicalLocation"] for each in result["locations"]]
    faults += ["region" for each in places if min(each["region"].values()) < 1]
    return faults + ["uri" for each in places if " " in each["artifactLocation"]["uri"]]


def test_a_text_is_judged_with_lines_and_columns(
    capsys: pytest.CaptureFixture[str], pack: str
) -> None:
    code, out, _err = run(capsys, ["rules", "check", "--pack", pack], "bonjour\nun Mot\n")

    assert code == 1
    assert out == "<stdin>:2:4: warn mot (charter#1.1): “Mot”\n"


def test_json_lines_keep_their_ids_and_spans_of_the_original(
    capsys: pytest.CaptureFixture[str], pack: str
) -> None:
    lines = '{"id": "a", "text": "é un mot"}\n\n{"id": 7, "text": "rien"}\n'
    code, out, _err = run(capsys, ["rules", "check", "--pack", pack, "--json", "-"], lines)

    rows = [json.loads(line) for line in out.splitlines()]
    assert code == 1
    assert [(row["id"], row["outcome"]) for row in rows] == [("a", "warn"), ("7", "pass")]
    assert rows[0]["findings"][0]["rule"] == "mot"
    assert rows[0]["findings"][0]["severity"] == "warn"
    assert rows[0]["findings"][0]["spans"] == [[5, 8]]


@pytest.mark.parametrize(
    ("text", "control", "code"),
    [
        ("rien", "enforce", 0),
        ("une note", "enforce", 0),
        ("un mot", "pack", 0),
        ("un mot", "warn", 1),
    ],
)
def test_the_exit_code_tells_what_was_raised(
    capsys: pytest.CaptureFixture[str], pack: str, text: str, control: str, code: int
) -> None:
    found, _out, _err = run(capsys, ["rules", "check", "--pack", pack, "--control", control], text)

    assert found == code


def test_sarif_points_at_the_place(
    capsys: pytest.CaptureFixture[str], pack: str, tmp_path: Path
) -> None:
    post = tmp_path / "post.txt"
    post.write_text("bonjour\nun mot\n", encoding="utf-8")
    code, out, _err = run(capsys, ["rules", "check", "--pack", pack, "--sarif", str(post)])

    document = json.loads(out)
    result = document["runs"][0]["results"][0]
    place = result["locations"][0]["physicalLocation"]
    assert code == 1
    assert document["version"] == "2.1.0"
    assert document["runs"][0]["columnKind"] == "unicodeCodePoints"
    assert (result["ruleId"], result["level"]) == ("mot", "warning")
    assert place["artifactLocation"]["uri"] == post.as_posix()
    assert place["region"] == {"startLine": 2, "startColumn": 4, "endLine": 2, "endColumn": 7}


def test_sarif_holds_what_the_standard_requires(
    capsys: pytest.CaptureFixture[str], pack: str, tmp_path: Path
) -> None:
    post, lines = tmp_path / "un post.md", tmp_path / "posts.jsonl"
    post.write_text("---\nnetwork: x\n---\nun mot\n", encoding="utf-8")
    lines.write_text('{"id": "a", "text": "une note"}\n', encoding="utf-8")
    _code, out, _err = run(
        capsys, ["rules", "check", "--pack", pack, "--sarif", str(post), str(lines)]
    )

    document = json.loads(out)
    assert faults_of_sarif(document) == []
    (plain, encoded) = document["runs"][0]["results"]
    assert plain["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].endswith(
        "/un%20post.md"
    )
    assert plain["locations"][0]["physicalLocation"]["region"]["startLine"] == 4
    assert encoded["locations"][0]["logicalLocations"] == [{"name": "a"}]
    broken = document | {"runs": [{"results": [{"message": "x"}]}]}
    assert len(faults_of_sarif(broken)) == 3


@pytest.mark.parametrize(
    ("name", "content", "place"),
    [
        ("post.md", "---\ntags: [a, b]\n---\n\nun mot\n", "post.md:5:4: "),
        ("posts.csv", "id,text\n7,un mot\n", "posts.csv:2:6: "),
        ("posts.csv", 'texte,réseau\n"rien\nici",x\nun mot,x\n', "posts.csv:4:4: "),
        ("posts.csv", 'id,texte\n7,"oui\nun mot"\n', "posts.csv:3:4: "),
        ("posts.csv", 'id,texte\n7,"un ""mot"" un mot"\n', "posts.csv:2:1: "),
        ("posts.jsonl", '{"text": "un mot"}\n', "posts.jsonl:1:14: "),
        ("posts.jsonl", '\n{"text": "un\\nmot"}\n', "posts.jsonl:2:1: "),
        ("post.txt", "un mot", "post.txt:1:4: "),
    ],
)
def test_posts_are_read_from_the_files_people_keep(
    capsys: pytest.CaptureFixture[str],
    pack: str,
    tmp_path: Path,
    name: str,
    content: str,
    place: str,
) -> None:
    file = tmp_path / name
    file.write_text(content, encoding="utf-8")

    code, out, _err = run(capsys, ["rules", "check", "--pack", pack, str(file)])

    assert code == 1
    assert out.removeprefix(f"{tmp_path}/").startswith(place)


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        ("id;Texte\n7;un été, un mot\n", "utf-8-sig"),
        ("id;texte\n7;un été, un mot\n", "cp1252"),
        ("id\ttexte\n7\tun mot d'été\n", "utf-16"),
    ],
)
def test_a_csv_is_read_as_spreadsheets_write_it(
    capsys: pytest.CaptureFixture[str], pack: str, tmp_path: Path, content: str, encoding: str
) -> None:
    file = tmp_path / "posts.csv"
    file.write_bytes(content.encode(encoding))

    code, out, err = run(capsys, ["rules", "check", "--pack", pack, str(file)])

    assert (code, err) == (1, "")
    assert "posts.csv:2:" in out


def test_a_pack_is_tested_without_the_files_beside_it_that_it_does_not_name(
    capsys: pytest.CaptureFixture[str], pack: str, tmp_path: Path
) -> None:
    (tmp_path / "excel.csv").write_bytes("texte\nété\n".encode("cp1252"))

    _code, out, err = run(capsys, ["rules", "test", pack])

    assert err == ""
    assert "essai.yaml: 2 rules" in out


def test_what_cannot_be_read_is_told_in_the_language_and_the_form_asked_for(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    absent = str(tmp_path / "absent.txt")
    (tmp_path / "p.yaml").write_text("pack: p\n", encoding="utf-8")

    code, out, err = run(capsys, ["rules", "check", "--lang", "fr", absent])
    assert (code, out) == (2, "")
    assert "absent.txt : lecture impossible" in err
    code, out, _err = run(capsys, ["rules", "check", "--json", absent])
    assert (code, json.loads(out)["error"]) == (2, "input_unusable")
    code, out, err = run(capsys, ["rules", "check", "--sarif", absent])
    document = json.loads(out)
    ended = document["runs"][0]["invocations"][0]
    assert (code, faults_of_sarif(document), ended["executionSuccessful"]) == (2, [], False)
    assert "absent.txt" in ended["toolExecutionNotifications"][0]["message"]["text"]
    assert "absent.txt" in err
    broken = str(tmp_path / "p.yaml")
    code, out, _err = run(capsys, ["rules", "check", "--sarif", "--pack", broken, "--lang", "fr"])
    told = json.loads(out)["runs"][0]["invocations"][0]["toolExecutionNotifications"][0]
    assert (code, told["locations"][0]["physicalLocation"]["region"]["startLine"]) == (2, 1)
    code, _out, err = run(capsys, ["rules", "test", "--lang", "fr", str(tmp_path / "p.yaml")])
    assert code == 2
    assert "Il manque la clé" in err


def test_a_csv_without_a_column_of_texts_is_told(
    capsys: pytest.CaptureFixture[str], pack: str, tmp_path: Path
) -> None:
    file = tmp_path / "posts.csv"
    file.write_text("a,b\n1,2\n", encoding="utf-8")

    code, _out, err = run(capsys, ["rules", "check", "--pack", pack, str(file)])

    assert code == 2
    assert "posts.csv:1: no column text or" in err
    assert run(capsys, ["rules", "check", "--pack", pack, "--column", "b", str(file)])[0] == 0


def test_front_matter_and_options_say_the_circumstances(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    rule = rule_fields({"terms": {"any": ["mot"]}}, when={"unit": ["nantes"], "tags": ["offre"]})
    (tmp_path / "a.yaml").write_text(pack_source(rule), encoding="utf-8")
    post = tmp_path / "post.md"
    post.write_text("---\ntags: [offre]\n---\nun mot\n", encoding="utf-8")
    check = ["rules", "check", "--pack", str(tmp_path / "a.yaml"), str(post)]

    assert run(capsys, check)[0] == 0
    assert run(capsys, [*check, "--unit", "nantes"])[0] == 1


@pytest.mark.parametrize(
    ("option", "typed", "known"),
    [
        ("--network", "twiter", "instagram"),
        ("--unit", "nante", "nantes"),
        ("--text-lang", "franch", "fr"),
        ("--account", "orgnisation", "organisation"),
    ],
)
def test_a_circumstance_that_does_not_exist_is_refused_with_those_that_do(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, option: str, typed: str, known: str
) -> None:
    rule = rule_fields({"terms": {"any": ["mot"]}}, when={"unit": ["nantes"]})
    (tmp_path / "a.yaml").write_text(pack_source(rule), encoding="utf-8")
    check = ["rules", "check", "--pack", str(tmp_path / "a.yaml"), option]

    code, out, err = run(capsys, [*check, typed, "--lang", "fr"], "rien")

    assert (code, out) == (2, "")
    assert f"{option} : « {typed} » est inconnu" in err
    assert known in err.split("admises")[1]
    assert run(capsys, [*check, known], "rien")[0] == 0


def test_colours_are_for_terminals(
    capsys: pytest.CaptureFixture[str], pack: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    check = ["rules", "check", "--pack", pack]
    assert "\x1b" not in run(capsys, check, "un mot")[1]
    monkeypatch.setattr("gouvernail.cli.rules.in_colour", lambda: True)
    assert "\x1b[33mwarn\x1b[0m" in run(capsys, check, "un mot")[1]
    monkeypatch.undo()
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setenv("NO_COLOR", "1")
    assert not in_colour()


def test_the_pre_commit_hooks_run_on_a_file(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    hooks = {each["id"]: each for each in YAML(typ="safe").load(ROOT / ".pre-commit-hooks.yaml")}
    post = tmp_path / "publications" / "offre.md"
    post.parent.mkdir()
    post.write_text("La recharge la moins chère de France.\n", encoding="utf-8")
    hook = hooks["gouvernail-rules"]

    assert re.search(hook["files"], str(post))
    command, *arguments = hook["entry"].split()
    code, out, _err = run(capsys, [*arguments, str(post)])
    assert (command, code) == ("gouvernail", 1)
    assert "block price-comparison" in out
    pack = tmp_path / "regles" / "a.yaml"
    pack.parent.mkdir()
    rule = rule_fields({"terms": {"any": ["x"]}})
    pack.write_text(pack_source(rule), encoding="utf-8")
    hook = hooks["gouvernail-packs"]
    assert re.search(hook["files"], str(pack))
    assert run(capsys, [*hook["entry"].split()[1:], str(pack)])[0] == 0


def test_a_broken_pack_is_told_with_its_place(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    broken = tmp_path / "casse.yaml"
    broken.write_text("pack: x\ntitle: {fr: a, en: b}\nrules: []\noups: 1\n", encoding="utf-8")
    code, out, err = run(capsys, ["rules", "check", "--pack", str(broken)], "x")

    assert (code, out) == (2, "")
    assert f"{broken}:4:1: Unknown key “oups”" in err
    code, out, _err = run(capsys, ["rules", "test", "--json", str(broken)])
    assert code == 2
    assert json.loads(out)["line"] == 4


@pytest.mark.parametrize(
    "lines", ['{"id": 1, "text": "x"}\n{oups\n', '{"id": 1}\n', '{"text": 3}\n']
)
def test_a_wrong_line_is_told_with_its_number(
    capsys: pytest.CaptureFixture[str], pack: str, lines: str
) -> None:
    code, _out, err = run(capsys, ["rules", "check", "--pack", pack, "--json"], lines)

    assert code == 2
    assert f"-:{len(lines.splitlines())}: " in err


def test_a_missing_or_unreadable_file_is_a_misuse(
    capsys: pytest.CaptureFixture[str], pack: str, tmp_path: Path
) -> None:
    latin = tmp_path / "latin.txt"
    latin.write_bytes("été".encode("latin-1"))

    assert run(capsys, ["rules", "check", "--pack", pack, "nulle-part.txt"])[0] == 2
    assert "not UTF-8 at byte 0" in run(capsys, ["rules", "check", "--pack", pack, str(latin)])[2]
    assert run(capsys, ["rules", "check", "--pack", "nulle-part"], "x")[0] == 2


def test_examples_of_a_pack_are_run(
    capsys: pytest.CaptureFixture[str], pack: str, tmp_path: Path
) -> None:
    code, out, _err = run(capsys, ["rules", "test", pack])

    assert code == 1
    assert "note should raise: x" in out
    assert "2 rules, 3 of 4 examples pass" in out
    code, out, _err = run(capsys, ["rules", "test", "--json", pack])
    row = json.loads(out)
    assert (code, row["examples"], len(row["failed"])) == (1, 4, 1)


def test_without_a_name_the_shipped_packs_are_tested(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _err = run(capsys, ["rules", "test"])

    assert code == 0
    assert "\nstarter-fr-en.yaml: " in out
    assert out.startswith("accessibility.yaml: ")


def test_csv_lists_beside_a_pack_are_found(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    rule = rule_fields({"terms": {"lists": ["mots"]}})
    source = pack_source(rule, lists={"mots": {"column": "mot", "file": "mots.csv"}})
    (tmp_path / "a.yaml").write_text(source, encoding="utf-8")
    (tmp_path / "mots.csv").write_text("mot\nmerle\n", encoding="utf-8")

    arguments = ["rules", "check", "--pack", str(tmp_path / "a.yaml")]
    assert run(capsys, arguments, "un merle")[0] == 1
