"""Models of the situation report, of the after-action review and of the holding page."""

from gouvernail.watch.starters.pages import first_words, page_document
from gouvernail.watch.starters.reading import (
    MODELS,
    ModelError,
    Section,
    TextModel,
    read_model,
    text_model,
)

__all__ = [
    "MODELS",
    "ModelError",
    "Section",
    "TextModel",
    "first_words",
    "page_document",
    "read_model",
    "text_model",
]
