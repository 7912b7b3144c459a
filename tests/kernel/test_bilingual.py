"""Files in two languages: every fault at once, each at its line, in both languages."""

import pytest

from gouvernail.kernel.bilingual import (
    Both,
    DataFileError,
    both,
    filled,
    items,
    minutes,
    own_words,
    read_file,
    slug,
)
from gouvernail.kernel.rules.fields import Fields

WHOLE = """name: one
title:
  fr: "Bonjour {who}"
  en: "Hello {who}"
steps:
- minute: 5
  fr: "Un"
  en: "One"
"""


def thing(fields: Fields) -> tuple[str, Both, tuple[tuple[int, Both], ...]]:
    def step(inner: Fields) -> tuple[int, Both]:
        return minutes(inner, "minute", most=60), own_words(inner)

    title = both(fields, "title", variables=("who",))
    return slug(fields, "name"), title, items(fields, "steps", step, most=2)


def test_a_whole_file_is_read_and_its_variables_known() -> None:
    name, title, steps = read_file(WHOLE, "thing.yaml", thing)

    assert (name, title.variables, steps) == ("one", ("who",), ((5, Both("Un", "One")),))
    assert filled(title.said("en-GB"), {"who": "Ada"}) == "Hello Ada"
    assert filled(title.said("fr-CA"), {}) == "Bonjour {who}"


def test_all_the_faults_of_a_file_are_told_together_with_what_was_expected() -> None:
    wrong = WHOLE.replace("{who}", "{whom}").replace("minute: 5", "minute: 99\n  colour: red")

    with pytest.raises(DataFileError) as refused:
        read_file(wrong.replace('  en: "One"\n', ""), "thing.yaml", thing)

    told = [(each.line, each.code) for each in refused.value.problems]
    assert told == [
        *((3, "unknown_variable"), (4, "unknown_variable"), (6, "missing_key")),
        *((6, "expected_number"), (7, "unknown_key")),
    ]
    assert "{who}" in refused.value.problems[0].message["fr"]
    assert str(refused.value).startswith("thing.yaml:3:")


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("", "empty"),
        ("- one", "expected_mapping"),
        ("name: [", "yaml"),
        ("name: &a one\ntitle: *a", "alias"),
        (WHOLE.replace("name: one", "name: One!"), "bad_id"),
        (WHOLE.replace("Hello {who}", "Hello"), "variables_differ"),
        (WHOLE + "- {minute: 1, fr: A, en: A}\n- {minute: 2, fr: B, en: B}\n", "too_many"),
        (WHOLE[: WHOLE.index("- minute")].replace("steps:", "steps: []"), "too_few"),
        (WHOLE[: WHOLE.index("steps:")], "missing_key"),
    ],
)
def test_what_cannot_be_read_says_why(source: str, code: str) -> None:
    with pytest.raises(DataFileError) as refused:
        read_file(source, "thing.yaml", thing)

    assert [each.code for each in refused.value.problems] == [code]
