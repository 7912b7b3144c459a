"""What people are told about a course."""

from django.urls import reverse

from gouvernail.notifications.actions import Message
from gouvernail.training.models import Course


def about_course(course: Course, kind: str, *, once: str, by: str = "") -> Message:
    """Return what people are told of a course; `once` names the fact."""
    return Message(
        kind=f"training.{kind}",
        once=f"training:{kind}:{once}",
        path=reverse("training:course-detail", args=[course.slug]),
        facts={"title": course.title, "by": by},
        subject_kind=Course.ledger_kind,
        subject_id=str(course.pk),
    )
