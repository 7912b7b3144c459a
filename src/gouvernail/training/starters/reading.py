"""Reading the courses to start from. Pure: files in, frozen values out.

One folder per course: `course.toml` says the course and its questions, `<lesson>.fr.md` and
`<lesson>.en.md` hold each lesson, whose first line `# ...` is its title. Choices stand in the order
in which they are shown; those of a question to put in order stand in the right order.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from math import ceil

KINDS = ("single", "several", "true_false", "order")
LANGUAGES = ("fr", "en")
WORDS_A_MINUTE = 180
"""Slow enough for a reader who thinks of their own work meanwhile."""

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_TITLE = re.compile(r"# (?P<title>\S[^\n]*)\n\n(?P<text>\S.*)\Z", re.DOTALL)
_ORDER = (
    *("brand", "etiquette", "comments", "confidentiality"),
    *("security", "personal", "crisis", "fairness"),
)


@dataclass(frozen=True, slots=True)
class Both:
    """The same words in French and in English."""

    fr: str
    en: str

    def said(self, language: str) -> str:
        """Return the English for `en…`, the French for every other language."""
        return self.en if language.startswith("en") else self.fr


@dataclass(frozen=True, slots=True, kw_only=True)
class StarterChoice:
    """One answer offered. `right`: it belongs to the right answer."""

    text: Both
    right: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StarterQuestion:
    """One question, with the reason for its answer and the slug of the lesson that gives it.

    `single` has one right choice, `several` at least one, `true_false` has *true* then *false*,
    `order` shows its choices shuffled and wants them in the order in which they stand here.
    """

    slug: str
    kind: str
    lesson: str
    words: Both
    choices: tuple[StarterChoice, ...]
    explanation: Both


@dataclass(frozen=True, slots=True, kw_only=True)
class StarterLesson:
    """One lesson: its title, and its text as Markdown without the title. `minutes` to read."""

    slug: str
    title: Both
    text: Both
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StarterCourse:
    """A course: lessons in order, then questions.

    `minutes` for all of it, questions included; `months_valid` of the certificate, 0 for ever;
    `pass_mark` in percent of right answers.
    """

    slug: str
    title: Both
    summary: Both
    minutes: int
    months_valid: int
    pass_mark: int
    lessons: tuple[StarterLesson, ...]
    questions: tuple[StarterQuestion, ...]


class StarterError(ValueError):
    """The files of a course do not hold together; `place` says where, `code` what is wrong."""

    def __init__(self, code: str, place: str) -> None:
        super().__init__(f"{code} at {place}")
        self.code, self.place = code, place


@cache
def starter_courses() -> tuple[StarterCourse, ...]:
    """Return the courses to start from, in the order in which one would follow them."""
    folder = files(__package__)
    return tuple(read_course(folder.joinpath(slug)) for slug in _ORDER)


def starter_course(slug: str) -> StarterCourse:
    """Return one of `starter_courses()`.

    Raises:
        KeyError: no course bears this slug.
    """
    return {course.slug: course for course in starter_courses()}[slug]


def read_course(folder: Traversable) -> StarterCourse:
    """Return the course of `folder`.

    Raises:
        StarterError: `missing`, `unknown_key`, `bad_value`, `bad_slug`, `repeated_slug`,
            `no_title`, `unknown_kind`, `unknown_lesson`, `few_choices` or `no_right_answer`; its
            place is `<course>`, `<course>/<lesson>.<language>` or `<course>/<question>`.
    """
    place = folder.name
    table = Table(tomllib.loads(folder.joinpath("course.toml").read_text("utf-8")), place)
    lessons = tuple(_lesson(folder, slug) for slug in table.texts("lessons"))
    _differ([lesson.slug for lesson in lessons], place)
    known = {lesson.slug for lesson in lessons}
    questions = tuple(_question(each, place, known) for each in table.tables("question"))
    _differ([question.slug for question in questions], place)
    course = StarterCourse(
        slug=slug_of(place, place),
        title=table.both("title"),
        summary=table.both("summary"),
        minutes=table.number("minutes", 240),
        months_valid=table.number("months_valid", 60),
        pass_mark=table.number("pass_mark", 100),
        lessons=lessons,
        questions=questions,
    )
    table.done()
    return course


def _lesson(folder: Traversable, slug: str) -> StarterLesson:
    titles, texts = {}, {}
    for language in LANGUAGES:
        place = f"{folder.name}/{slug}.{language}"
        file = folder.joinpath(f"{slug_of(slug, place)}.{language}.md")
        if not file.is_file():
            raise StarterError("missing", place)
        found = _TITLE.match(file.read_text("utf-8"))
        if found is None:
            raise StarterError("no_title", place)
        titles[language], texts[language] = found["title"].strip(), found["text"].strip()
    return StarterLesson(
        slug=slug,
        title=Both(**titles),
        text=Both(**texts),
        minutes=max(1, ceil(len(texts["fr"].split()) / WORDS_A_MINUTE)),
    )


def _question(said: Mapping[str, object], course: str, lessons: set[str]) -> StarterQuestion:
    slug = slug_of(str(said.get("slug", "")), f"{course}/question")
    table = Table(said, f"{course}/{slug}")
    table.text("slug")
    kind, lesson = table.text("kind"), table.text("lesson")
    if kind not in KINDS:
        raise StarterError("unknown_kind", table.place)
    if lesson not in lessons:
        raise StarterError("unknown_lesson", table.place)
    question = StarterQuestion(
        slug=slug,
        kind=kind,
        lesson=lesson,
        words=table.both("words"),
        choices=_true_or_false(table) if kind == "true_false" else _choices(table, kind),
        explanation=table.both("explanation"),
    )
    table.done()
    return question


def _true_or_false(table: "Table") -> tuple[StarterChoice, ...]:
    answer = table.truth("answer")
    return (
        StarterChoice(text=Both("Vrai", "True"), right=answer),
        StarterChoice(text=Both("Faux", "False"), right=not answer),
    )


def _choices(table: "Table", kind: str) -> tuple[StarterChoice, ...]:
    choices = tuple(_choice(each, table.place, kind) for each in table.tables("choices"))
    right = sum(choice.right for choice in choices)
    if len(choices) < (3 if kind == "order" else 2):
        raise StarterError("few_choices", table.place)
    if not right or (kind == "single" and right > 1):
        raise StarterError("no_right_answer", table.place)
    return choices


def _choice(said: Mapping[str, object], place: str, kind: str) -> StarterChoice:
    table = Table(said, place)
    right = kind == "order" or ("right" in said and table.truth("right"))
    choice = StarterChoice(text=Both(table.text("fr"), table.text("en")), right=right)
    table.done()
    return choice


def slug_of(slug: str, place: str) -> str:
    """Return `slug` if it is one.

    Raises:
        StarterError: `bad_slug`.
    """
    if not _SLUG.fullmatch(slug):
        raise StarterError("bad_slug", place)
    return slug


def _differ(slugs: Iterable[str], place: str) -> None:
    seen: set[str] = set()
    for slug in slugs:
        if slug in seen:
            raise StarterError("repeated_slug", f"{place}/{slug}")
        seen.add(slug)


class Table:
    """A table of TOML that remembers what was read, so that a key nobody reads is told."""

    def __init__(self, said: Mapping[str, object], place: str) -> None:
        self.said, self.place, self.read = said, place, set[str]()

    def _value(self, key: str) -> object:
        self.read.add(key)
        if key not in self.said:
            raise StarterError("missing", f"{self.place} ({key})")
        return self.said[key]

    def _bad(self, key: str) -> StarterError:
        return StarterError("bad_value", f"{self.place} ({key})")

    def text(self, key: str) -> str:
        """Return a text that is not blank."""
        value = self._value(key)
        if not isinstance(value, str) or not value.strip():
            raise self._bad(key)
        return value.strip()

    def both(self, key: str) -> Both:
        """Return the same words in both languages."""
        value = self._value(key)
        if not isinstance(value, dict):
            raise self._bad(key)
        table = Table(value, f"{self.place} ({key})")
        said = Both(table.text("fr"), table.text("en"))
        table.done()
        return said

    def truth(self, key: str) -> bool:
        """Return true or false."""
        value = self._value(key)
        if not isinstance(value, bool):
            raise self._bad(key)
        return value

    def number(self, key: str, most: int) -> int:
        """Return a whole number, 0 to `most`."""
        value = self._value(key)
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= most:
            raise self._bad(key)
        return value

    def texts(self, key: str) -> list[str]:
        """Return a list of texts."""
        value = self._value(key)
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise self._bad(key)
        return [str(each) for each in value]

    def table(self, key: str) -> dict[str, object]:
        """Return a table."""
        value = self._value(key)
        if not isinstance(value, dict):
            raise self._bad(key)
        return value

    def tables(self, key: str) -> list[dict[str, object]]:
        """Return a list of tables."""
        value = self._value(key)
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            raise self._bad(key)
        return value

    def done(self) -> None:
        """Refuse a key that nobody read."""
        if unread := sorted(set(self.said) - self.read):
            raise StarterError("unknown_key", f"{self.place} ({unread[0]})")
