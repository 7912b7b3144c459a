"""What people are told about a course or a resource."""

from django.urls import reverse

from gouvernail.notifications.actions import Message, titles_of
from gouvernail.training.models import CompletionImport, Course, Resource


def about_course(course: Course, kind: str, *, once: str, by: str = "") -> Message:
    """Return what people are told of a course; `once` names the fact."""
    return Message(
        kind=f"training.{kind}",
        once=f"training:{kind}:{once}",
        path=reverse("training:course-detail", args=[course.slug]),
        facts={**titles_of(course), "by": by},
        subject_kind=Course.ledger_kind,
        subject_id=str(course.pk),
    )


def about_resource(resource: Resource, kind: str, *, once: str) -> Message:
    """Return what its owner is told of a resource; `once` names the fact."""
    return Message(
        kind=f"training.{kind}",
        once=f"training:{kind}:{once}",
        path=reverse("training:resource-detail", args=[resource.pk]),
        facts=titles_of(resource),
        subject_kind=Resource.ledger_kind,
        subject_id=str(resource.pk),
    )


def about_import(run: CompletionImport) -> Message:
    """Return what who sent a file of completions is told at its end, each time it ends."""
    return Message(
        kind=f"training.import_{run.status}",
        once=f"training:import:{run.pk.hex}:{run.ended_at:%Y%m%d%H%M%S}",
        path=reverse("training:import-detail", args=[run.pk]),
        facts={"title": run.original_name},
        subject_kind=CompletionImport.ledger_kind,
        subject_id=str(run.pk),
    )
