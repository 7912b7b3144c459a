"""What posts are like: their language, their sentiment, their sudden rises. Pure."""

from gouvernail.kernel.analysis.languages import UNKNOWN, Language, languages
from gouvernail.kernel.analysis.sentiment import Label, Sentiment, sentiments
from gouvernail.kernel.analysis.spikes import (
    SENSITIVITIES,
    SEVERITIES,
    Alert,
    Bucket,
    Detector,
    Kind,
    Reading,
    Sensitivity,
    Settings,
    State,
    filled,
    replay,
    replay_each,
    severity_of,
)

__all__ = [
    "SENSITIVITIES",
    "SEVERITIES",
    "UNKNOWN",
    "Alert",
    "Bucket",
    "Detector",
    "Kind",
    "Label",
    "Language",
    "Reading",
    "Sensitivity",
    "Sentiment",
    "Settings",
    "State",
    "filled",
    "languages",
    "replay",
    "replay_each",
    "sentiments",
    "severity_of",
]
