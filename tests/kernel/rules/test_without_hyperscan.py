"""Where Hyperscan has no wheel, shipped packs say the same: rules, places, levels and words.

`benchmarks/bench_fallback.py` asks it of twenty thousand posts.
"""

from pathlib import Path

from tests.make.judged_posts import (
    judged_both_ways,
    judged_posts,
    shipped_examples,
    shipped_packs,
)

POSTS = 4_000
HEARD = 0.8  # of the rules: most posts are innocent


def test_every_example_is_judged_alike_by_every_pack() -> None:
    for example in shipped_examples():
        fast, slow = judged_both_ways(example.post, example.context)

        assert fast == slow, example.post.text


def test_real_and_disguised_posts_are_judged_alike(test_data: Path) -> None:
    asked = judged_posts(test_data, POSTS)
    heard: set[str] = set()
    assert len({post.text for post, _context in asked}) == POSTS

    for post, context in asked:
        fast, slow = judged_both_ways(post, context)
        heard.update(finding.rule for findings in fast for finding in findings)
        assert fast == slow, post.text
    assert len(heard) >= HEARD * sum(len(pack.rules) for pack in shipped_packs())
