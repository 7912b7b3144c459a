import json
from pathlib import Path

import pytest

from gouvernail.cli.main import main
from gouvernail.people.models import Person, Unit
from gouvernail.policies.models import Policy
from gouvernail.policies.starters import starter

CLEAN, RAISED, MISUSED = 0, 1, 2


@pytest.fixture
def pair(tmp_path: Path) -> tuple[str, str]:
    for lang in ("fr", "en"):
        path = tmp_path / f"company.{lang}.md"
        path.write_text(starter("company", lang), encoding="utf-8")
    return str(tmp_path / "company.fr.md"), str(tmp_path / "company.en.md")


def rewritten(path: str, old: str, new: str) -> None:
    text = Path(path).read_text(encoding="utf-8")
    assert old in text
    Path(path).write_text(text.replace(old, new), encoding="utf-8")


def test_a_clean_pair_says_nothing(
    capsys: pytest.CaptureFixture[str], pair: tuple[str, str]
) -> None:
    assert main(["policies", "lint", *pair]) == CLEAN
    assert capsys.readouterr().out == ""


def test_a_remark_is_told_at_its_line_in_the_language_asked(
    capsys: pytest.CaptureFixture[str], pair: tuple[str, str]
) -> None:
    rewritten(pair[1], "within 24 hours", "within 48 hours")

    assert main(["policies", "lint", "--lang", "fr", *pair]) == RAISED
    told = capsys.readouterr().out
    line = (
        Path(pair[0]).read_text(encoding="utf-8").splitlines().index("### 7.1 Les commentaires") + 1
    )
    assert told.startswith(f"{pair[0]}:{line}: warn 7.1: ")
    assert "24\u00a0heures ici, 48 hours dans" in told
    main(["policies", "lint", "--json", *pair])
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["code"], row["clause"], row["line"]) == ("figures_differ", "7.1", line)
    main(["policies", "lint", "--sarif", *pair])
    (run,) = json.loads(capsys.readouterr().out)["runs"]
    (result,) = run["results"]
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == "figures_differ"
    assert result["locations"][0]["physicalLocation"]["region"] == {"startLine": line}


def test_two_versions_are_compared_clause_by_clause(
    capsys: pytest.CaptureFixture[str], pair: tuple[str, str], tmp_path: Path
) -> None:
    after = tmp_path / "after.md"
    text = Path(pair[1]).read_text(encoding="utf-8")
    text = text.replace("A strange message", "Any strange message").replace("### 7.3", "### 7.9")
    after.write_text(text + "\n### 9.3 Help\n\nAsk us.\n", encoding="utf-8")

    assert main(["policies", "compare", pair[1], str(after)]) == RAISED
    assert capsys.readouterr().out.splitlines() == [
        "moved    7.9 Complaints",
        "changed  8.2 Protecting access",
        "new      9.3 Help",
    ]
    assert main(["policies", "compare", pair[1], pair[1], "--json"]) == CLEAN
    assert main(["policies", "compare", *pair]) == CLEAN


def test_a_dry_run_shows_the_clauses_and_keeps_nothing(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "rules.txt"
    path.write_text("Rules\n\nWho speaks\n\nThe people named speak.\n", encoding="utf-8")

    assert main(["policies", "import", "--dry-run", str(path)]) == CLEAN
    out, err = capsys.readouterr()
    assert out.splitlines()[1].split() == ["3", "1", "Who", "speaks"]
    assert "headings_guessed" in err
    main(["policies", "import", "--dry-run", "--json", str(path)])
    (read,) = json.loads(capsys.readouterr().out)
    assert read["markdown"] == "# Rules\n\n## 1 Who speaks\n\nThe people named speak.\n"


def test_a_file_that_cannot_be_read_is_a_misuse_with_its_code(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "scan.pdf"
    path.write_bytes(b"%PDF-1.7 cut")

    assert main(["policies", "lint", "--json", "--lang", "fr", str(path)]) == MISUSED
    out, err = capsys.readouterr()
    assert json.loads(out)["error"] == "file_broken"
    assert "abîmé" in err
    assert main(["policies", "lint", str(tmp_path / "none.md")]) == MISUSED
    assert main(["policies", "import", str(path)]) == MISUSED


@pytest.mark.django_db
def test_an_import_becomes_a_draft_in_both_languages(
    capsys: pytest.CaptureFixture[str], pair: tuple[str, str], nordet: Unit, claire: Person
) -> None:
    arguments = ["policies", "import", "--policy", "social", "--as", str(claire.email)]

    assert main([*arguments, *pair]) == RAISED  # there is no such policy, and no unit was named
    assert main([*arguments, "--unit", "nordet", "--json", *pair]) == CLEAN
    told = json.loads(capsys.readouterr().out.splitlines()[-1])
    version = Policy.objects.get(slug="social").versions.get()
    clause = version.clauses.get(anchor="3.3")
    digest = told.pop("digest")
    assert told == {"policy": "social", "version": 1, "clauses": version.clauses.count()}
    assert main([*arguments, *pair]) == RAISED  # it would wipe what the draft says
    assert main([*arguments, "--base", "0" * 64, *pair]) == RAISED
    assert main([*arguments, "--base", digest, *pair]) == CLEAN
    assert version.status == "draft"
    assert clause.title == "Ce que cette ligne ne fait pas"
    assert clause.title_en == "What that line does not do"
