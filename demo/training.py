"""Courses that people followed, failed and renewed; sessions, and a library."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.utils import translation

from demo.team import Site
from gouvernail.people.models import Person
from gouvernail.training import actions
from gouvernail.training.models import Course, Lesson
from gouvernail.training.starters import starter_courses

EVERYBODY: Final = "etiquette"
OF_ACCOUNTS: Final = "security"
RESOURCES: Final = (
    {
        "title": "Répondre en trois phrases",
        "title_en": "Answer in three sentences",
        "text": "1. **Remercier** ou reconnaître.\n2. **Dire** ce que l’on sait, rien de plus.\n"
        "3. **Proposer** la suite : un numéro, un lien, un jour.",
        "text_en": "1. **Thank**, or acknowledge.\n2. **Say** what is known, nothing more.\n"
        "3. **Offer** what is next: a number, a link, a day.",
        "topic": "answering",
    },
    {
        "title": "Activer la double authentification, pas à pas",
        "title_en": "Turn the second factor on, step by step",
        "text": "Ouvrez **Paramètres › Sécurité**, choisissez une application ou une clé, gardez"
        " les codes de secours dans le coffre. Jamais par SMS si l’on peut faire autrement.",
        "text_en": "Open **Settings › Security**, choose an app or a key, keep the recovery codes"
        " in the vault. Never by text message where there is another way.",
        "topic": "security",
    },
    {
        "title": "Texte alternatif : la règle des deux lignes",
        "title_en": "Alternative text: the rule of two lines",
        "text": "Dites ce que l’image apporte, en deux lignes au plus. Ni « image de », ni"
        " mots-clés.",
        "text_en": "Say what the picture brings, in two lines at most. No “picture of”, no"
        " keywords.",
        "topic": "brand",
        "networks": ("mastodon", "bluesky"),
    },
)


def load_training(site: Site) -> None:
    """Take the courses to start from, ask them of people, and let some of them learn."""
    with translation.override("fr"):
        _take_courses(site)
        learners = [
            one
            for one in site.people.values()
            if one.is_active and one.pk != site.lead.pk and one.home_unit_id
        ]
        for number, person in enumerate(learners):
            if number % 4 != 3:  # one in four has not begun
                _learn(
                    person, EVERYBODY, at=site.before(days=40 - number % 25), mistakes=number % 2
                )
            if number % 3 == 0:
                _learn(person, OF_ACCOUNTS, at=site.before(days=347), mistakes=0)
        _ask(site, learners)
        _meet(site, learners)
        _fill_library(site)


def _take_courses(site: Site) -> None:
    for starter in starter_courses():
        actions.add_starter(
            starter.slug,
            unit_id=site.root.pk,
            by=site.lead,
            at=site.before(days=360),
            publish=True,
        )


def _learn(person: Person, slug: str, *, at: datetime, mistakes: int) -> None:
    """Read every lesson, then answer the quiz, with some mistakes the first time."""
    course = Course.objects.get(slug=slug)
    version = course.versions.select_related("quiz").get(status="published")
    for lesson in Lesson.objects.filter(version=version):
        actions.read_lesson(course.pk, lesson_id=lesson.pk, by=person, at=at)
    if version.quiz is None:
        actions.finish_course(course.pk, by=person, at=at)
        return
    if mistakes:
        _answer(person, course, at=at + timedelta(minutes=15), wrong=True)
    _answer(person, course, at=at + timedelta(minutes=25), wrong=False)


def _answer(person: Person, course: Course, *, at: datetime, wrong: bool) -> None:
    quiz = course.versions.get(status="published").quiz
    if quiz is None:
        return
    attempt = actions.start_attempt(quiz.pk, course_id=course.pk, by=person, at=at)
    for place, asked in enumerate(attempt.questions):
        keys = [option["key"] for option in asked["options"]]
        given = asked["right"]
        if wrong and asked["kind"] != "order":
            given = [next(key for key in keys if key not in asked["right"])]
        actions.answer_question(attempt.pk, place=place, given=given, by=person, at=at)


def _ask(site: Site, learners: list[Person]) -> None:
    """Ask a course of everybody and one of those who hold access; let one person off."""
    at = site.before(days=30)
    everybody = Course.objects.get(slug=EVERYBODY)
    security = Course.objects.get(slug=OF_ACCOUNTS)
    for course, risks, days in ((everybody, (), 21), (security, ("high", "medium"), 45)):
        asked = actions.Asked(
            course_id=course.pk, unit_id=site.root.pk, risks=risks, due_days=days, note=""
        )
        assignment = actions.assign_course(asked=asked, by=site.lead, at=at)
        actions.follow_assignment(assignment.pk, at=site.before(days=0))
    let_off = next((one for number, one in enumerate(learners) if number % 4 == 3), None)
    if let_off is not None:
        actions.waive(
            let_off.pk,
            course_id=everybody.pk,
            until=site.before(days=-60).date(),
            reason="En congé parental jusqu’au printemps.",
            by=site.lead,
            at=site.before(days=20),
        )


def _meet(site: Site, learners: list[Person]) -> None:
    """Hold one session, and plan another where a seat is awaited."""
    course = Course.objects.get(slug="comments")
    past, ahead = site.before(days=12), site.before(days=-9)
    held = _plan(site, course, at=site.before(days=20), starts_at=past, seats=None)
    planned = _plan(site, course, at=site.before(days=6), starts_at=ahead, seats=3)
    for person in learners[:5]:
        actions.answer_invitation(held, coming=True, by=person, at=site.before(days=15))
        actions.answer_invitation(planned, coming=True, by=person, at=site.before(days=4))
    present = {one.pk for one in learners[:4]}
    actions.hold_session(held, present=present, by=site.lead, at=past + timedelta(hours=8))


def _plan(
    site: Site, course: Course, *, at: datetime, starts_at: datetime, seats: int | None
) -> UUID:
    begins = starts_at.replace(hour=9, minute=30, second=0, microsecond=0)
    facts = actions.SessionFacts(
        kind="live",
        unit_id=site.root.pk,
        trainer_id=site.lead.pk,
        starts_at=begins,
        ends_at=begins + timedelta(minutes=90),
        time_zone="Europe/Paris",
        place="Salle des cartes, 2e étage",
        seats=seats,
        note="Apportez un commentaire auquel vous n’avez pas su répondre.",
    )
    return actions.plan_session(course.pk, facts=facts, by=site.lead, at=at).pk


def _fill_library(site: Site) -> None:
    for number, told in enumerate(RESOURCES):
        facts = actions.ResourceFacts(
            **told,  # type: ignore[arg-type]  # texts of the list above
            unit_id=site.root.pk,
            owner_id=site.lead.pk,
            review_on=site.before(days=-120 + 60 * number).date(),
        )
        actions.write_resource(facts=facts, by=site.lead, at=site.before(days=90 - number))
