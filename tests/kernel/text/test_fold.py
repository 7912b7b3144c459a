import csv
import gzip
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gouvernail.kernel.text import fold
from gouvernail.kernel.text.folding import _fixed_point

# What breaks offset maps: marks kept and stripped, jamo, ignorables, ligatures, sharp s, sigma.
AWKWARD = (
    "aÉßﬁœŒİıΣς½™…\u0301\u0308\u0345\u0338\u200b\u200d\ufe0f\u00ad\u0e49\u0e33\u093c\u0915\u0958"
    "\u1100\u1161\u11a8\uac00\u3131\uffc2\u304b\u3099\uff76\uff9e\u09c7\u09be\u0dd9\u0dcf\u1e9b\u0323"
    "\U0001f468\U0001f1eb\uffff\u0640\u0671’«–A \n_'#@"
)
awkward_texts = st.text(alphabet=st.sampled_from(AWKWARD), max_size=12)
any_texts = st.one_of(st.text(max_size=30), awkward_texts)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Plain ASCII, Kept!", "plain ascii, kept!"),
        ("ÉTÉ à Noël", "ete a noel"),
        ("E\u0301te\u0301", "ete"),
        ("Œuvre, cœur, Ægir, Łódź, Đà Nẵng, Ørsted", "oeuvre, coeur, aegir, lodz, da nang, orsted"),
        ("Straße", "strasse"),
        ("ＦＵＬＬ ﬁne ²", "full fine 2"),
        ("so\u200bld\u00ad\u2060es", "soldes"),
        ("l’été – « oui »", 'l\'ete - " oui "'),
        ("Alizé™ gagne", "alize  gagne"),
        ("İstanbul ısı", "istanbul isi"),
        ("ΟΔΟΣ", "οδοσ"),
        ("z̸̢̛a̷͉͝l̴g̶o", "zalgo"),
        ("fr\u0e49ee", "free"),
        ("हिन्दी", "हिन्दी"),
        ("が", "が"),
        ("한국", "한국"),
        ("👩‍🔬✔️", "👩🔬✔"),
        ("", ""),
    ],
)
def test_differences_that_readers_overlook_are_gone(text: str, folded: str) -> None:
    assert fold(text).text == folded


@given(any_texts)
@settings(max_examples=400)
def test_folding_again_changes_nothing(text: str) -> None:
    once = fold(text).text

    assert fold(once).text == once


@given(any_texts)
@settings(max_examples=400)
def test_the_fast_ways_fold_like_the_specified_steps(text: str) -> None:
    assert fold(text).text == _fixed_point(text)


def test_every_code_point_alone_folds_like_the_specified_steps() -> None:
    for point in range(0, 0x30000, 7):
        char = chr(point)

        assert fold(char).text == _fixed_point(char)


@given(any_texts, st.data())
@settings(max_examples=600)
def test_a_span_lies_inside_the_text_and_covers_the_match(text: str, data: st.DataObject) -> None:
    folded = fold(text)
    start = data.draw(st.integers(0, len(folded.text)))
    end = data.draw(st.integers(start, len(folded.text)))

    first, last = folded.span(start, end)

    assert 0 <= first <= last <= len(text)
    assert folded.text[start:end] in fold(text[first:last]).text
    assert (start == end) == (first == last)


@given(any_texts)
def test_spans_of_neighbours_never_go_backwards(text: str) -> None:
    folded = fold(text)

    spans = [folded.span(at, at + 1) for at in range(len(folded.text))]

    assert spans == sorted(spans)
    assert len(spans) == len(folded.text)


@pytest.mark.parametrize(
    ("text", "word", "written"),
    [
        ("Un Œuf", "oeuf", "Œuf"),
        ("un s\u200bc\u200ba\u200bm !", "scam", "s\u200bc\u200ba\u200bm"),
        ("cafe\u0301!", "cafe", "cafe\u0301"),
        ("ﬁnance", "inance", "ﬁnance"),
        ("ascii only", "only", "only"),
    ],
)
def test_a_finding_underlines_what_the_author_wrote(text: str, word: str, written: str) -> None:
    folded = fold(text)
    start = folded.text.index(word)

    first, last = folded.span(start, start + len(word))

    assert text[first:last] == written


@pytest.mark.parametrize(("start", "end"), [(-1, 1), (2, 1), (0, 4)])
def test_a_span_outside_the_folded_text_is_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="outside"):
        fold("abc").span(start, end)


def test_real_french_posts_map_back_to_themselves(test_data: Path) -> None:
    with gzip.open(test_data / "posts_fr_customer_free.csv.gz", "rt", encoding="utf-8") as lines:
        texts = [row["text"] for row in csv.DictReader(lines)]

    for text in texts:
        folded = fold(text)
        assert folded.text == _fixed_point(text)
        assert (
            folded.span(0, len(folded.text))[0]
            <= folded.span(len(folded.text), len(folded.text))[0]
        )
        for at in range(0, len(folded.text), 11):
            first, last = folded.span(at, at + 1)
            assert folded.text[at] in fold(text[first:last]).text
