"""What a restore and a check of files look for: every file that a row shows."""

from datetime import datetime

from gouvernail.brand.models import ProfilePicture
from gouvernail.conduct.models import ReportFile
from gouvernail.continuity.queries.files import named_files
from gouvernail.people.models import Person, Unit
from gouvernail.training.models import TrainingFile
from tests.make.conduct import make_staff_report
from tests.make.registry import make_account


def test_files_of_reports_of_lessons_and_of_profiles_are_named_and_erased_ones_are_not(
    nordet: Unit, nina: Person, yann: Person, noon: datetime
) -> None:
    report = make_staff_report(by=nina)
    for sha256 in ("a" * 64, ""):  # the second was erased with the words
        ReportFile.objects.create(
            report=report, by=nina, at=noon, sha256=sha256, mime="image/png", name="", size_bytes=1
        )
    TrainingFile.objects.create(sha256="b" * 64, mime="image/png", size_bytes=1, added_at=noon)
    ProfilePicture.objects.create(
        account=make_account(unit=nordet), sha256="c" * 64, mime="image/png", seen_by=nina,
        seen_at=noon,
    )  # fmt: skip

    assert named_files() == {"a" * 64, "b" * 64, "c" * 64}
