"""What the library of files refuses, and why, in words for the person who sent it."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from gouvernail.foundation.errors import DomainError, InvalidInputError, NotFoundError

WORDS = {
    "picture_empty": gettext_noop("This file is empty. Choose the picture again."),
    "picture_too_large": gettext_noop(
        "This picture is too heavy: %(size)s MB, for %(limit)s MB at most. Export a smaller copy."
    ),
    "picture_type_unknown": gettext_noop(
        "This file is not a picture we can publish, whatever its name says. "
        "Send a PNG, JPEG, WebP or GIF."
    ),
    "picture_too_many_pixels": gettext_noop(
        "This picture has too many pixels. Export a copy of at most %(limit)s million."
    ),
    "picture_unreadable": gettext_noop(
        "This picture is damaged or incomplete and cannot be read. Export it again and retry."
    ),
    "picture_quota_files": gettext_noop(
        "You added %(limit)s pictures, the most one person may. Use one of the library, or ask "
        "whoever runs the site for more."
    ),
    "picture_quota_bytes": gettext_noop(
        "Your pictures would weigh %(size)s MB together, for %(limit)s MB at most. Use one of the "
        "library, export a smaller copy, or ask whoever runs the site for more."
    ),
    "picture_quota_unit": gettext_noop(
        "The library of this unit would weigh %(size)s MB, for %(limit)s MB at most. Use a picture "
        "of the library, or ask whoever runs the site for more."
    ),
    "video_too_large": gettext_noop(
        "This video is too heavy: %(size)s MB, for %(limit)s MB at most. Export a lighter copy."
    ),
    "video_type_unknown": gettext_noop(
        "This file is not a video we keep, whatever its name says. Send an MP4, MOV or WebM."
    ),
    "video_unreadable": gettext_noop(
        "This video is damaged or incomplete: its parts do not add up. Export it again and retry."
    ),
    "picture_too_slow": gettext_noop(
        "This picture asks for too much work to be read safely. Export a simpler copy."
    ),
}

PAPER_WORDS = {
    "paper_empty": gettext_noop("This file is empty. Choose the paper again."),
    "paper_too_large": gettext_noop(
        "This file is too heavy: %(size)s MB, for %(limit)s MB at most. Scan it lighter."
    ),
    "paper_type_unknown": gettext_noop(
        "This file is no PDF, no Word document and no picture, whatever its name says. "
        "Send a PDF, DOCX, PNG, JPEG or WebP."
    ),
    "paper_unreadable": gettext_noop(
        "This file is damaged, or is not what its first bytes say. Export it again and retry."
    ),
    "paper_locked": gettext_noop(
        "This PDF is locked: nobody could open it in ten years. Print it to a new PDF and send "
        "that one."
    ),
    "paper_active": gettext_noop(
        "This file holds a program, another file, or fetches something from outside. Print it to "
        "a new PDF and send that one."
    ),
    "paper_too_slow": gettext_noop(
        "This file asks for too much work to be read safely. Print it to a new PDF and send that "
        "one."
    ),
    "paper_quota_files": gettext_noop(
        "This agreement has %(limit)s versions of its paper already, the most it may keep."
    ),
    "paper_quota_bytes": gettext_noop(
        "The papers you filed would weigh %(size)s MB together, for %(limit)s MB at most. Scan it "
        "lighter, or ask whoever runs the site for more."
    ),
    "paper_quota_unit": gettext_noop(
        "The papers of this unit would weigh %(size)s MB, for %(limit)s MB at most. Scan it "
        "lighter, or ask whoever runs the site for more."
    ),
}


class PaperRefusedError(InvalidInputError):
    """The file is not a paper that can be kept; `code` says which way."""

    def __init__(self, code: str, **values: object) -> None:
        self.code = code
        message = _(PAPER_WORDS[code]) % values
        super().__init__(message, fields={"paper": message}, facts=values)


class PictureRefusedError(InvalidInputError):
    """The file is not a picture that can be published; `code` says which way."""

    def __init__(self, code: str, **values: object) -> None:
        self.code = code
        message = _(WORDS[code]) % values
        super().__init__(message, fields={"picture": message}, facts=values)


class AssetNotFoundError(NotFoundError):
    """Missing, or hidden from the asker."""

    code = "asset_not_found"

    def __init__(self) -> None:
        super().__init__(_("This picture cannot be found."))


class AssetWithdrawnError(DomainError):
    """Nothing new is made with a picture that was withdrawn; what holds it keeps it."""

    code = "asset_withdrawn"

    def __init__(self) -> None:
        super().__init__(
            _("This picture was withdrawn from the library: choose another one."),
        )


class AssetAlreadyWithdrawnError(DomainError):
    """Withdrawing twice would hide who did it first."""

    code = "asset_already_withdrawn"

    def __init__(self) -> None:
        super().__init__(_("This picture is already withdrawn from the library."))


class StorageAwayError(DomainError):
    """The service that keeps the files does not answer, or refuses us; nothing was lost."""

    code = "storage_away"
    status = 503

    def __init__(self) -> None:
        message = _(
            "The storage of files does not answer. Nothing is lost, and no file was added: try "
            "again in a few minutes."
        )
        super().__init__(message, fields={"picture": message, "paper": message})
