"""Files that are sent: how heavy they may be."""

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from gouvernail.policies.actions.writing import MAX_FILE_BYTES


def light_enough(upload: UploadedFile[bytes] | None) -> UploadedFile[bytes] | None:
    """Return a file that was sent unless it is larger than 20 MB: that is known before it is read.

    Raises:
        ValidationError: it is larger.
    """
    if upload is not None and (upload.size or 0) > MAX_FILE_BYTES:
        raise forms.ValidationError(_("The file is larger than 20 MB."))
    return upload
