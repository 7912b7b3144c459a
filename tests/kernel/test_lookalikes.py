from hypothesis import given
from hypothesis import strategies as st

from gouvernail.kernel.lookalikes import TRICKS, lookalikes
from gouvernail.kernel.text import osa_distance, skeleton

HANDLES = st.text("abcdelmno1-", min_size=4, max_size=14)


@given(HANDLES, st.sampled_from("abc"))
def test_each_differs_from_the_handle_by_the_trick_it_says(handle: str, seed: str) -> None:
    made = lookalikes(handle, seed=seed, number=9)

    assert len({one.handle for one in made} | {handle}) == len(made) + 1
    for one in made:
        if one.trick == "drawn":
            assert skeleton(one.handle) == skeleton(handle)
        elif one.trick == "added":
            assert one.handle.startswith(handle)
        else:
            assert osa_distance(one.handle, handle, limit=2) == 1


def test_a_seed_decides_and_every_trick_has_its_turn() -> None:
    made = lookalikes("les-halles-du-parc", seed="a", number=5)

    assert {one.trick for one in made} == set(TRICKS)
    assert made == lookalikes("les-halles-du-parc", seed="a", number=5)
    assert made != lookalikes("les-halles-du-parc", seed="b", number=5)
