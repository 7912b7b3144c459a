"""The reference page says what the code does."""

import re
from pathlib import Path

from gouvernail.kernel.rules import load_pack, run_examples
from gouvernail.kernel.rules.checks import kinds
from gouvernail.kernel.rules.checks.identifiers import NAMES
from gouvernail.kernel.rules.problems import MESSAGES

PAGE = (Path(__file__).parents[3] / "docs" / "reference" / "rule-packs.md").read_text(
    encoding="utf-8"
)


def test_the_pack_of_the_page_loads_and_its_examples_hold() -> None:
    found = re.search(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    assert found is not None

    results = run_examples(load_pack(found[1], name="energy.yaml"))
    assert results
    assert all(each.ok for each in results)


def test_every_fault_and_kind_is_on_the_page() -> None:
    assert [code for code in MESSAGES if f"| `{code}` |" not in PAGE] == []
    assert [kind for kind in kinds() if f"### {kind}\n" not in PAGE] == []
    assert [kind for kind in NAMES if f"`{kind}`" not in PAGE] == []


def test_every_check_has_an_example_that_is_read() -> None:
    for kind in kinds():
        section = PAGE.split(f"### {kind}\n")[1].split("\n##")[0]
        found = re.search(r"```yaml\n(.*?)```", section, re.DOTALL)

        assert found is not None, kind
        lists = "\n  ".join(f"{name}: [a.example]" for name in ("rivals", "shorteners"))
        pack = f"""
pack: example
title: {{fr: a, en: a}}
lists:
  {lists}
rules:
  - id: example
    title: {{fr: a, en: a}}
    clause: charter#1
    then: note
    say: {{fr: a, en: a}}
    examples: {{raises: [a], passes: [b]}}
    {found[1].strip().replace(chr(10), chr(10) + "    ")}
"""
        assert load_pack(pack, name=kind).rules[0].check.kind == kind
