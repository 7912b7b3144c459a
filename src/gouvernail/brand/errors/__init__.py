"""What can go wrong with the brand: one aggregate a file."""

from gouvernail.brand.errors.guides import (
    BrandInvalidError,
    BrandNotFoundError,
    DraftChangedError,
    GuideChangedError,
    NoDraftError,
    OtherHandNeededError,
)

__all__ = [
    "BrandInvalidError",
    "BrandNotFoundError",
    "DraftChangedError",
    "GuideChangedError",
    "NoDraftError",
    "OtherHandNeededError",
]
