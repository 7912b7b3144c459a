"""Who may read a file: whoever may read a lesson or a resource that shows it."""

from uuid import UUID

from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, may
from gouvernail.training.errors import CourseNotFoundError
from gouvernail.training.models import Lesson, OutsideProof, TrainingFile
from gouvernail.training.permissions import learners, offered, visible_resources


def readable_file(file_id: UUID, *, viewer: Person) -> TrainingFile:
    """Return a file that a lesson, a resource or a proof shows to `viewer`. Four queries at most.

    Raises:
        CourseNotFoundError: missing, or hidden.
    """
    file = TrainingFile.objects.filter(pk=file_id).first()
    if file is None or not _is_shown(file, viewer):
        raise CourseNotFoundError
    return file


def _is_shown(file: TrainingFile, viewer: Person) -> bool:
    lessons = Lesson.objects.filter(offered(viewer, field="version__course__unit__path"), file=file)
    if lessons.exists() or visible_resources(viewer).filter(file=file).exists():
        return True
    proofs = OutsideProof.objects.filter(file=file)
    if proofs.filter(person=viewer).exists():
        return True
    theirs = learners(viewer, Right.EDIT_TRAINING)
    return may(viewer, Right.EDIT_TRAINING) and proofs.filter(theirs).exists()
