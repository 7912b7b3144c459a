"""Words of a finding that each language has its own, for the message of a rule to use."""

from collections.abc import Mapping

Worded = tuple[str, str]


def worded(name: str, words: Worded, **values: object) -> Mapping[str, str]:
    """Return the French and the English of one value of a message: `{fault}` is `fault@fr`."""
    french, english = words
    return {f"{name}@fr": french.format(**values), f"{name}@en": english.format(**values)}
