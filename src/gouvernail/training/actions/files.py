"""Files of training: checked by their bytes, kept by their content."""

from collections.abc import Callable
from datetime import datetime
from pathlib import PurePath
from typing import Final, TypeVar

from gouvernail.foundation.actions import action
from gouvernail.foundation.digests import sha256_hex
from gouvernail.foundation.errors import DomainError
from gouvernail.foundation.outbox import announce
from gouvernail.media.errors import PaperRefusedError, PictureRefusedError
from gouvernail.media.pictures.cleaning import clean
from gouvernail.media.pictures.papers import checked_paper
from gouvernail.media.pictures.store import keep
from gouvernail.media.pictures.videos import checked_video
from gouvernail.training.errors import FileRefusedError
from gouvernail.training.models import Lesson, OutsideProof, Resource, TrainingFile

T = TypeVar("T")

UNUSED: Final = "training.file_unused"
NAME_LIMIT: Final = 200
_PICTURES: Final = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF")
_VIDEOS: Final = (b"\x1a\x45\xdf\xa3",)


def kept_lesson_file(*, data: bytes, name: str, at: datetime) -> TrainingFile:
    """Keep a picture or a video of a lesson. Never inside a transaction: it takes its time.

    Raises:
        FileRefusedError: it is neither, or it cannot be read.
    """
    return _kept(_picture if data.startswith(_PICTURES) else _video, data, name=name, at=at)


def kept_document(*, data: bytes, name: str, at: datetime) -> TrainingFile:
    """Keep a document: PDF, Word or picture. Never inside a transaction.

    Raises:
        FileRefusedError: another type, damaged, locked, too heavy, or it runs something.
    """
    return _kept(_paper, data, name=name, at=at)


def kept_resource_file(*, data: bytes, name: str, at: datetime) -> TrainingFile:
    """Keep a document, a picture or a video. Never inside a transaction.

    Raises:
        FileRefusedError: another type, or it cannot be read.
    """
    is_video = data.startswith(_VIDEOS) or data[4:8] == b"ftyp"
    return _kept(_video if is_video else _paper, data, name=name, at=at)


def with_file(file: TrainingFile | None, act: Callable[[], T], *, at: datetime) -> T:
    """Do what takes a file that was kept before; taken away when it is refused.

    Raises:
        DomainError: as `act`.
    """
    try:
        return act()
    except DomainError:
        if file is not None:
            drop_unused(file, at=at)
        raise


@action("training.drop_file")
def drop_unused(file: TrainingFile, *, at: datetime) -> bool:
    """Forget a file and its name, unless something shows it; its bytes go after. Whether it went.

    At most three queries, and two where it goes.
    """
    used = (model.objects.filter(file=file).exists() for model in (Lesson, Resource, OutsideProof))
    if any(used):
        return False
    announce(UNUSED, {"sha256": file.sha256}, at=at)
    TrainingFile.objects.filter(pk=file.pk).delete()
    return True


def _kept(
    check: Callable[[bytes, str], tuple[bytes, str]], data: bytes, *, name: str, at: datetime
) -> TrainingFile:
    try:
        body, mime = check(data, name)
    except (PictureRefusedError, PaperRefusedError) as error:
        raise FileRefusedError(error.message) from error
    shown = PurePath(name.replace("\\", "/")).name[:NAME_LIMIT] or "file"
    row, _new = TrainingFile.objects.get_or_create(  # first: what has a row is not taken away
        sha256=sha256_hex(body),
        defaults={
            "mime": mime,
            "size_bytes": len(body),
            "original_name": shown,
            "added_at": at,
        },
    )
    keep(body)
    return row


def _picture(data: bytes, _name: str) -> tuple[bytes, str]:
    picture = clean(data)
    return picture.data, picture.mime


def _video(data: bytes, _name: str) -> tuple[bytes, str]:
    return data, checked_video(data)


def _paper(data: bytes, name: str) -> tuple[bytes, str]:
    paper = checked_paper(data, name=name)
    return paper.data, paper.mime
