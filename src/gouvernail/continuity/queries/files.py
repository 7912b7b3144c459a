"""Which kept files the rows of the site name."""

from gouvernail.content.models import DraftProof
from gouvernail.custody.models import ControlProof
from gouvernail.media.models import Asset


def named_files() -> set[str]:
    """Return the digests of pictures, videos and files of proofs, withdrawn too. Three queries."""
    digests = set(Asset.objects.values_list("sha256", flat=True))
    proofs = ControlProof.objects.exclude(picture_sha256="")
    digests |= set(proofs.values_list("picture_sha256", flat=True))
    files = DraftProof.objects.exclude(sha256="")
    return digests | set(files.values_list("sha256", flat=True))
