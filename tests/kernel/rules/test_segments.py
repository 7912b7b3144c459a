"""A segment gives back what was filed, whatever the text, and refuses bytes that lie."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gouvernail.kernel.rules import Media, Post
from gouvernail.kernel.rules.post import Proof
from gouvernail.kernel.rules.segments import Filed, Segment, SegmentError, cut, post_at, seal
from gouvernail.kernel.text import fold, spaced

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
ANY_TEXT = st.text(st.characters(codec=None), max_size=60)


def filed(text: str, key: str = "1", **said: object) -> Filed:
    return Filed(key=key, account="a", at=NOON, post=Post(text=text, **said))  # type: ignore[arg-type]


@given(st.lists(ANY_TEXT, max_size=8))
def test_a_segment_gives_back_the_posts_as_they_were_filed(texts: list[str]) -> None:
    posts = [filed(text, str(number)) for number, text in enumerate(texts)]

    segment = Segment(seal(posts))

    assert list(segment) == posts
    assert len(segment) == len(posts)


def test_everything_a_rule_may_ask_of_a_post_is_kept() -> None:
    picture = Media(sha256="ab", alt="Un quai", credit="Léa Morin", rights_until=NOON.date())
    post = Post(
        text="Été",
        lang="fr",
        network="bluesky",
        links=("https://a.example",),
        media=(picture,),
        tags=("offer",),
        origin="ai",
        proofs=(Proof(ref="p-1", on=NOON.date()),),
    )
    kept = Filed(key="k", account="a", at=NOON, post=post, approvals=2)

    assert Segment(seal([kept])).filed(0) == kept


def test_the_words_of_a_post_are_folded_and_those_that_look_latin_are_there_too() -> None:
    segment = Segment(seal([filed("Été à Sète"), filed("рауpal maintenant")]))

    assert segment.words(0) == {"ete", "a", "sete"}
    assert {"paypal", "maintenant"} < segment.words(1)


@given(st.lists(st.text(max_size=40), min_size=1, max_size=6))
def test_each_text_stands_in_the_joined_ones_between_its_starts(texts: list[str]) -> None:
    segment = Segment(seal([filed(text) for text in texts]))

    for number, text in enumerate(texts):
        begin, end = segment.starts.folded[number : number + 2]
        assert bytes(segment.folded[begin : end - 1]) == fold(text).text.encode()
        assert {post_at(segment.starts.folded, at) for at in range(begin + 1, end + 1)} == {number}
        begin, end = segment.starts.spaced[number : number + 2]
        assert bytes(segment.spaced[begin:end]).decode().startswith(spaced(fold(text)))


def test_the_same_posts_make_the_same_bytes() -> None:
    assert seal([filed("Un"), filed("Deux")]) == seal([filed("Un"), filed("Deux")])
    assert seal([filed("Un"), filed("Deux")]) != seal([filed("Deux"), filed("Un")])


def test_posts_are_cut_into_segments_of_about_the_size_asked() -> None:
    posts = [filed("mot " * 50, str(number)) for number in range(40)]

    parts = [Segment(data) for data in cut(posts, size_bytes=8_000)]

    assert len(parts) == 4
    assert [each for part in parts for each in part] == posts


@given(st.integers(0, 10_000), st.integers(1, 255))
def test_bytes_that_were_altered_anywhere_are_refused(at: int, change: int) -> None:
    data = bytearray(seal([filed("Bonjour"), filed("Hello")]))
    data[at % len(data)] ^= change

    with pytest.raises(SegmentError):
        Segment(bytes(data))


@pytest.mark.parametrize("size", [0, 7, 40, -1])
def test_a_segment_cut_short_is_refused(size: int) -> None:
    with pytest.raises(SegmentError):
        Segment(seal([filed("Bonjour")])[:size])


def test_sizes_that_lie_are_refused_even_when_the_digest_is_not_looked_at() -> None:
    data = bytearray(seal([filed("Bonjour"), filed("Hello")]))
    at_count = 8 + 32 + 4

    data[at_count : at_count + 4] = (2**31).to_bytes(4, "little")

    with pytest.raises(SegmentError, match="segment_damaged"):
        Segment(bytes(data), verify=False)


def test_posts_that_lie_about_where_they_begin_are_refused_when_they_are_read() -> None:
    data = bytearray(seal([filed("Bonjour"), filed("Hello"), filed("Hallo")]))
    heading = len(data) - sum(len(part) for part in parts_of(data)) - 4 * 4 * 4
    for column in range(4):
        at_second = heading + 4 + column * 4 * 4 + sum(map(len, parts_of(data)[:column]))
        lying = bytearray(data)
        lying[at_second : at_second + 4] = (2**31).to_bytes(4, "little")
        segment = Segment(bytes(lying), verify=False)

        with pytest.raises(SegmentError, match="segment_damaged"):
            read_all(segment)


def parts_of(data: bytearray) -> tuple[memoryview, ...]:
    segment = Segment(bytes(data))
    return segment.facts, segment.original, segment.folded, segment.spaced


def read_all(segment: Segment) -> None:
    for number in range(segment.count):
        segment.filed(number)
        segment.folded_text(number)
        segment.words(number)


def test_a_search_is_refused_where_posts_do_not_follow_one_another() -> None:
    data = bytearray(seal([filed("Bonjour"), filed("Hello"), filed("Hallo")]))
    at_second = len(data) - len(parts_of(data)[3]) - 4 * 4 + 4
    data[at_second : at_second + 4] = (2**31).to_bytes(4, "little")
    segment = Segment(bytes(data), verify=False)

    with pytest.raises(SegmentError, match="segment_damaged"):
        _ = segment.starts.spaced


def test_a_segment_folded_by_another_version_asks_to_be_folded_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    data = seal([filed("Bonjour")])
    monkeypatch.setattr("gouvernail.kernel.rules.segments.FOLD_VERSION", 99)

    with pytest.raises(SegmentError, match="segment_refold"):
        Segment(data)
