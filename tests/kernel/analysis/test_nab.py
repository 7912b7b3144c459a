from pathlib import Path

import pytest

from tests.kernel.analysis.nab import read, scored, windowed_gaussian

# numenta/NAB at commit ea702d7, results/windowedGaussian: standard profile, threshold 1.0.
PUBLISHED = {
    "realTweets/Twitter_volume_AMZN.csv": 1.55848299457,
    "realTweets/Twitter_volume_CVS.csv": 0.773682061394,
    "realTweets/Twitter_volume_FB.csv": 0.119750278191,
    "realTweets/Twitter_volume_PFE.csv": 0.26557999349,
}


def test_the_scorer_gives_the_figures_that_nab_published(test_data: Path) -> None:
    corpus = list(read(test_data / "nab_realtweets.jsonl.gz"))

    given = scored(corpus, [windowed_gaussian(series.values) for series in corpus], 1.0)

    assert given.points == pytest.approx(PUBLISHED, abs=1e-9)
    assert given.percent == pytest.approx(60.45, abs=0.01)
