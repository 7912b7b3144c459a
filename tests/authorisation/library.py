"""What the forms of the library and of partners send; a part of `bodies`."""

from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.make.media import make_picture

Things = dict[str, Any]

CREATORS = frozenset({"brand:library-create", "brand:partner-create"})
_ITEM = {"item_id": "library-item"}
_POST = {"post_id": "partner-post"}
INSTEAD: dict[str, dict[str, str]] = {
    **dict.fromkeys(
        (
            *("brand:library-item", "brand:library-edit", "brand:library-rights"),
            *("brand:library-extend", "brand:library-withdraw", "brand:library-version-create"),
            "content:asset-uses",
        ),
        _ITEM,
    ),
    "content:asset-taken-down": _ITEM,
    "brand:library-version-approve": {"version_id": "library-draft"},
    "brand:library-version-file": {"version_id": "library-version"},
    "brand:library-version-download": {"version_id": "library-version"},
    "brand:paper-file": {"paper_id": "brand-paper"},
    "brand:profile-picture-file": {"picture_id": "picture-on-profile"},
    **dict.fromkeys(
        (
            *("brand:partner-post-read", "brand:partner-post-ask"),
            "brand:partner-post-close",
        ),
        _POST,
    ),
}


def _sent(colour: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("a.png", make_picture(colour=colour), content_type="image/png")


def _terms(_things: Things) -> dict[str, Any]:
    days = {"starts_on": "2026-11-01", "ends_on": "2027-11-01"}
    return days | {"title": "Autumn", "disclosures": "FR: publicité"}


BODIES: dict[str, Callable[[Things], dict[str, Any]]] = {
    "brand:library-create": lambda t: {"kind": "colour", "unit": t["unit_id"], "colour": "#0B6482",
                                       "title": "Blue"},
    "brand:library-edit": lambda _: {"title": "Other", "use": "", "tags": ""},
    "brand:library-rights": lambda _: {"licence": "owned", "origin": "human", "reason": "Ours."},
    "brand:library-withdraw": lambda _: {"reason": "Out of date."},
    "brand:removal-answer": lambda _: {"do": "agree"},
    "brand:contract-end": lambda _: {"reason": "They broke it."},
    "brand:library-extend": lambda _: {"until": "2028-01-01", "reason": "The fair"},
    "brand:extension-answer": lambda _: {"answer": "By letter", "do": "grant"},
    "brand:library-version-create": lambda _: {"file": _sent("red"), "note": "Red"},
    "brand:profile-pictures": lambda _: {"place": "avatar", "picture": _sent("blue")},
    "brand:partner-create": lambda t: {"unit": t["unit_id"], "kind": "person", "name": "Ana",
                                       "language": "fr"},
    "brand:partner-edit": lambda t: {"unit": t["unit_id"], "kind": "person", "name": "Ana",
                                     "language": "fr"},
    "brand:contract-create": _terms,
    "brand:partner-post-create": lambda _: {"due_on": "2026-12-01"},
    "brand:partner-post-read": lambda _: {"text": "Publicité"},
    "brand:partner-post-ask": lambda _: {"note": "Please add it."},
}  # fmt: skip
