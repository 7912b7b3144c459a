"""HTML of strangers: its words, its links, and no way to keep the reader busy."""

import pytest

from gouvernail.networks.hypertext import MAX_TAGS, Hypertext, read_html


@pytest.mark.parametrize(
    ("source", "text", "links"),
    [
        ("plain", "plain", ()),
        ("a &amp; b &lt;i&gt;", "a & b <i>", ()),
        ("<p>un<br>deux</p><p>trois</p>", "un\ndeux\n\ntrois", ()),
        ("<script>x()</script><style>p{}</style><title>t</title>mots", "mots", ()),
        (
            '<a href="https://a.example/?x=1&amp;y=%22">là</a>',
            "là",
            ("https://a.example/?x=1&y=%22",),
        ),
        ('<a class="u-url mention" href="https://a.example/@b">@b</a>', "@b", ()),
        ('<a href="javascript:alert(1)">clic</a>', "clic", ()),
        ("<![x[a]]> fin", "fin", ()),
        ("\ud800<b>x</b>", "?x", ()),
    ],
)
def test_words_and_links_are_those_one_reads(
    source: str, text: str, links: tuple[str, ...]
) -> None:
    assert read_html(source) == Hypertext(text, links)


@pytest.mark.parametrize("piece", ["<div>", "<ul><li>", "<a ", "<", "<table><tr><td>", "<!--"])
def test_what_nests_without_end_is_cut(piece: str) -> None:
    source = "mots<p>" + piece * MAX_TAGS

    read = read_html(source)

    assert read.cut
    assert read.text.startswith("mots")


def test_a_long_text_is_cut_where_it_was_asked() -> None:
    assert read_html("x" * 50, most=10) == Hypertext("x" * 10, cut=True)
