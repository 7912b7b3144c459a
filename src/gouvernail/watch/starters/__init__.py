"""Models of the situation report and of the after-action review, in both languages."""

from gouvernail.watch.starters.reading import (
    MODELS,
    ModelError,
    TextModel,
    read_model,
    text_model,
)

__all__ = ["MODELS", "ModelError", "TextModel", "read_model", "text_model"]
