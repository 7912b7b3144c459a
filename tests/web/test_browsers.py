"""A person recognises the browsers they are signed in with."""

import pytest
from django.utils import translation

from gouvernail.web.templatetags.browsers import browser_words

EDGE = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/130.0.0.0 Safari/537.36 Edg/130.0.0.0"
)
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1"
)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (EDGE, "Edge sur Windows"),
        (IPHONE, "Safari sur iPhone"),
        (
            "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
            "Firefox sur Linux",
        ),
        ("curl/8.5.0", "curl/8.5.0"),
        ("", "un programme qui ne dit pas son nom"),
    ],
)
def test_a_browser_is_named_in_words(said: str, words: str) -> None:
    with translation.override("fr"):
        assert browser_words(said) == words
