"""A fault of YAML is told in the reader's language, in words of who writes rules."""

import pytest

from gouvernail.kernel.rules import PackError, load_pack


@pytest.mark.parametrize(
    ("source", "english", "french"),
    [
        ("a: [b, c\n", "begins with [", "commence par ["),
        ("a: {b\n", "begins with {", "commence par {"),
        ("a: b: c\n", "a colon", "deux-points"),
        ("a:\n\t- b\n", "a tab", "une tabulation"),
        ("a: @x\n", "begin with @", "commencer par @"),
        ("a: 'b\n", "not closed", "pas fermé"),
        ("a: b\n- c\n", "not set in", "pas décalée"),
        ('a: "\\q"\n', "\\q means nothing", "\\q ne veut rien dire"),
        ("a: *\n", "& and *", "&, *"),
    ],
)
def test_a_fault_of_yaml_is_told_in_both_languages(source: str, english: str, french: str) -> None:
    with pytest.raises(PackError) as told:
        load_pack(source, name="p")

    said = told.value.problems[0].message
    assert english in said["en"]
    assert french in said["fr"]
    assert not {"while", "expected", "found"} & set(said["fr"].split())
