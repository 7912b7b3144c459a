"""Training, for the matrix: what is asked about, and what each form sends."""

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from gouvernail.foundation.ids import uuid7
from gouvernail.people.models import Person, Role, Unit
from gouvernail.training import actions
from gouvernail.training.models import (
    CompletionImport,
    ImportedFile,
    OutsideProof,
    Session,
    TrainingFile,
)
from tests.make.people import make_grant, make_person
from tests.make.training import NOON, make_course, make_quiz

if TYPE_CHECKING:
    from tests.authorisation.world import World

COURSE = {"slug": "course", "lesson_id": "lesson"}
DRAFT = {"slug": "course-draft", "lesson_id": "lesson-draft"}
OF_COURSES = (
    *("course-detail", "course-edit", "course-archive", "course-write", "draft-start"),
    *("lesson-detail", "lesson-read", "course-finish", "proof-send", "course-sessions"),
    *("session-plan", "course-pass-on"),
)
OF_DRAFTS = ("draft-drop", "course-publish", "lesson-create", "lesson-write", "lesson-change")
OF_BANKS = (
    *("bank-detail", "question-create", "question-write", "question-retire"),
    *("quiz-detail", "quiz-edit", "attempt-start"),
)
OF_IMPORTS = ("detail", "stop", "refused")
OF_SESSIONS = ("detail", "edit", "invite", "cancel", "answer", "calendar")
INSTEAD: dict[str, dict[str, str]] = {
    **{f"training:{name}": COURSE for name in OF_COURSES},
    **{f"training:{name}": DRAFT for name in OF_DRAFTS},
    **{f"training:{name}": {"slug": "bank", "question_id": "question"} for name in OF_BANKS},
    **{f"training:session-{name}": {"session_id": "training-session"} for name in OF_SESSIONS},
    "training:certificate-check-one": {"code": "certificate-code"},
    "training:session-hold": {"session_id": "session-begun"},
    "training:file-read": {"file_id": "training-file"},
    "training:proof-withdraw": {"proof_id": "training-proof"},
    "training:proof-decide": {"proof_id": "training-proof"},
    "training:waiver-end": {"waiver_id": "training-waiver"},
    **{f"training:import-{name}": {"import_id": "import-waiting"} for name in OF_IMPORTS},
    "training:import-resume": {"import_id": "import-stopped"},
}
LEARNERS = {
    "own": "employee",
    "child": "responder",
    "sibling": "contributor-sibling",
    "parent": "auditor",
}
DAY = "2027-05-17"
QUESTION = {
    "kind": "single", "text": "Que faire ?", "explanation": "Parce que.",
    "choice_0": "Rien", "choice_1": "Prévenir", "right_1": "on",
}  # fmt: skip


def _course(things: dict[str, Any]) -> dict[str, Any]:
    facts = {"title": "Sécurité", "topic": "security", "unit": things.get("unit_id", "")}
    return facts | {"owner": things.get("trainer", ""), "renewal_days": 30, "lasts_months": 12}


def _quiz(things: dict[str, Any]) -> dict[str, Any]:
    facts = {
        "title": "Les codes",
        "unit": things.get("unit_id", ""),
        "bank": things.get("bank", ""),
        "draw": 0,
    }
    return facts | {"pass_percent": 80, "attempts_max": 0, "wait_hours": 0}


def _session(things: dict[str, Any]) -> dict[str, Any]:
    facts = {"kind": "live", "place": "Salle 4", "unit": things.get("unit_id", "")}
    facts |= {"trainer": things.get("trainer", ""), "time_zone": "Europe/Paris"}
    return facts | {"starts_at": f"{DAY}T09:00", "ends_at": f"{DAY}T10:00"}


def _resource(things: dict[str, Any]) -> dict[str, Any]:
    facts = {
        "title": "Fiche",
        "text": "Un mot.",
        "topic": "brand",
        "unit": things.get("unit_id", ""),
    }
    return facts | {"owner": things.get("trainer", ""), "review_on": DAY}


BODIES: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "training:course-create": lambda t: _course(t) | {"slug": f"c-{uuid7().hex[-12:]}"},
    "training:course-edit": lambda t: _course(t) | {"slug": t.get("course", "")},
    "training:starter-list": lambda t: {"starter": "etiquette", "unit": t.get("unit_id", "")},
    "training:lesson-create": lambda _: {"title": "Une leçon", "text": "Un mot."},
    "training:lesson-write": lambda _: {"title": "Une leçon", "text": "Un mot."},
    "training:lesson-change": lambda _: {"what": "remove"},
    "training:bank-list": lambda t: {
        "title": "Banque", "slug": f"b-{uuid7().hex[-12:]}", "unit": t.get("unit_id", ""),
    },
    "training:question-create": lambda _: QUESTION,
    "training:question-write": lambda _: QUESTION,
    "training:question-retire": lambda _: {"retired": "1"},
    "training:quiz-create": lambda t: _quiz(t) | {"slug": f"q-{uuid7().hex[-12:]}"},
    "training:quiz-edit": lambda t: _quiz(t) | {"slug": t.get("bank", "")},
    "training:attempt-detail": lambda _: {"place": 0, "answer": "b"},
    "training:certificate-revoke": lambda _: {"reason": "Une erreur."},
    "training:assignment-list": lambda t: {
        "course": t.get("course-key", ""), "unit": t.get("unit_id", ""), "due_days": 30,
    },
    "training:waiver-grant": lambda t: {
        "person": t.get("learner", ""), "course": t.get("course-key", ""), "until": DAY,
        "reason": "En congé.",
    },
    "training:completion-give": lambda t: {
        "person": t.get("learner", ""), "course": t.get("course-key", ""), "done_on": "2026-11-02",
        "note": "Vu sur papier.",
    },
    "training:completion-import": lambda _: {"text": "person,course,done_on\n"},
    "training:proof-send": lambda _: {"issuer": "Pix", "issued_on": "2026-11-02", "until": DAY},
    "training:proof-decide": lambda _: {"answer": "accept"},
    "training:session-plan": _session,
    "training:session-edit": _session,
    "training:session-invite": lambda _: {"everyone_asked": "on"},
    "training:session-cancel": lambda _: {"reason": "Une grève."},
    "training:session-answer": lambda _: {"answer": "yes"},
    "training:session-hold": lambda _: {},
    "training:course-pass-on": lambda t: {
        "unit": t.get("unit_id", ""), "starts_at": "2026-11-02T10:00",
        "ends_at": "2026-11-02T10:30",
        "present": t.get("learner-key", ""),
    },
    "training:resource-create": _resource,
    "training:resource-edit": _resource,
    "training:resource-review": lambda _: {"review_on": DAY},
}  # fmt: skip


def put_training(world: "World") -> None:
    """Have courses, quizzes, certificates, sessions and resources in each unit."""
    trainer = make_person(name="Trainer", home_unit=world.units["parent"])
    make_grant(person=trainer, unit=world.units["parent"], role=Role.LEAD)
    for place, name in LEARNERS.items():
        learner = world.people[name]
        if learner.home_unit is None:
            learner.home_unit = world.units[place]
            learner.save()
        world.things[place] |= _things(world.units[place], learner, by=trainer)
        world.things[place] |= _imports(by=world.people["lead"])


def _imports(*, by: Person) -> dict[str, Any]:
    """Return a file of completions that waits and one that was stopped, seen by who sent it."""
    things = {}
    for status in ("waiting", "stopped"):
        run = CompletionImport.objects.create(
            original_name="a.csv", digest=uuid7().hex * 2, size_bytes=1, total=1, status=status,
            started_by=by, started_at=NOON, moved_at=NOON,
        )  # fmt: skip
        ImportedFile.objects.create(run=run, content=b"person,course,done_on\n")
        things[f"import-{status}"] = run.pk
    return things


def _things(unit: Unit, learner: Person, *, by: Person) -> dict[str, Any]:
    code = unit.code
    quiz = make_quiz(by=by, unit=unit, slug=f"bank-{code}", questions=2)
    course = make_course(by=by, unit=unit, slug=f"course-{code}", lessons=1)
    draft = make_course(by=by, unit=unit, slug=f"draft-{code}", lessons=1, published=False)
    attempt = actions.start_attempt(quiz.pk, by=learner, at=NOON)
    asked = actions.Asked(course_id=course.pk, unit_id=unit.pk)
    assignment = actions.assign_course(asked=asked, by=by, at=NOON)
    days = {"until": NOON.date() + timedelta(days=90), "reason": "En congé."}
    waiver = actions.waive(learner.pk, course_id=course.pk, **days, by=by, at=NOON)  # type: ignore[arg-type]  # a day and a text
    certificate = actions.certify(person_id=learner.pk, course_id=course.pk, by=by, at=NOON)
    file = TrainingFile.objects.create(
        sha256=uuid7().hex * 2, mime="image/png", size_bytes=1, original_name="a", added_at=NOON
    )
    proof = OutsideProof.objects.create(
        person=learner, course=course, issuer="X", issued_on=NOON.date(), file=file, sent_at=NOON
    )
    resource = actions.write_resource(
        facts=actions.ResourceFacts(
            title="Fiche", text="Un mot.", unit_id=unit.pk, owner_id=by.pk,
            review_on=NOON.date() + timedelta(days=90), file=file,
        ),
        by=by,
        at=NOON,
    )  # fmt: skip
    begins = NOON + timedelta(days=400)
    sessions = [
        actions.plan_session(
            course.pk,
            facts=actions.SessionFacts(
                kind="live", unit_id=unit.pk, trainer_id=by.pk, starts_at=begins,
                ends_at=begins + timedelta(hours=1), time_zone="Europe/Paris", place="Salle 4",
            ),
            by=by,
            at=NOON,
        )
        for _stage in range(2)
    ]  # fmt: skip
    Session.objects.filter(pk=sessions[1].pk).update(
        starts_at=NOON - timedelta(days=2), ends_at=NOON - timedelta(days=1)
    )
    bank = quiz.bank
    return {
        "trainer": by.pk,
        "course": course.slug,
        "course-key": course.pk,
        "course-draft": draft.slug,
        "place": 1,
        "lesson": course.versions.get().lessons.get().pk,
        "lesson-draft": draft.versions.get().lessons.get().pk,
        "bank": bank.slug,
        "question": bank.questions.order_by("position")[0].pk,
        "attempt_id": attempt.pk,
        "assignment_id": assignment.pk,
        "training-waiver": waiver.pk,
        "certificate_id": certificate.pk,
        "certificate-code": certificate.code,
        "training-file": file.pk,
        "training-proof": proof.pk,
        "resource_id": resource.pk,
        "training-session": sessions[0].pk,
        "session-begun": sessions[1].pk,
        "learner": learner.email,
        "learner-key": learner.pk,
    }
