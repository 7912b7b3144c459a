"""What is typed about a scenario of one's own: how it begins, then what is staged, by kind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any, Final

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gouvernail.practice.connector import MAX_CHARACTERS
from gouvernail.training.forms.courses import area, line
from gouvernail.training.models import Scenario
from gouvernail.training.models.scenarios import LONGEST_SECONDS
from gouvernail.training.queries.expectations import EXPECTATIONS
from gouvernail.training.queries.staging import QUEUE_POINTS
from gouvernail.training.queries.wording import EXPECTED

POSTS: Final = 8
GENUINE: Final = 4
POINTS_MOST: Final = 10
LONGEST_WORDS: Final = 4_000

LEVELS: Final[tuple[tuple[str, Any], ...]] = (
    ("", _("Not expected")),
    ("wanted", _("Expected (1 point)")),
    ("essential", _("Essential (2 points): no pass without it")),
)

Fields = tuple[BoundField, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Fields that belong together; each row side by side. `is_open`: shown without asking.

    `chosen` says in a word what was chosen, where it is closed.
    """

    title: str
    rows: Sequence[Fields]
    help: str = ""
    is_open: bool = True
    chosen: str = ""

    @property
    def refused(self) -> bool:
        """Return whether one of its fields was refused."""
        return any(one.errors for row in self.rows for one in row)


class _ContentForm(forms.Form):
    """What is staged; each text in both languages, `name` and `name_en`."""

    def _pair(self, name: str, label: str | Promise, *, rows: int = 0, longest: int = 120) -> None:
        make: Any = area if rows else line
        more: dict[str, Any] = {"rows": rows} if rows else {}
        for key, said, lang in ((name, label, "fr"), (f"{name}_en", _("In English"), "en")):
            field = make(said, longest=longest, **more)
            field.widget.attrs["lang"] = lang
            field.asked = lang == "fr"  # a draft may lack it; what is published may not
            self.fields[key] = field

    def _row(self, *names: str) -> Fields:
        return tuple(self[name] for name in names)

    def _both(self, name: str) -> Fields:
        return self._row(name, f"{name}_en")

    def _said(self, name: str) -> dict[str, str]:
        said = self.cleaned_data
        return {"fr": said[name].strip(), "en": said[f"{name}_en"].strip()}

    def _typed(self, names: Sequence[str]) -> bool:
        """Return whether something was typed, kept or refused in one of these."""
        return any(self[name].value() or self[name].errors for name in names)

    def _weigh(self, code: str, most: int) -> None:
        self.fields[f"points_{code}"] = forms.IntegerField(
            label=_("Points"), min_value=1, max_value=POINTS_MOST, required=False, initial=most
        )
        self._pair(f"why_{code}", _("What the learner reads when it lacks"), rows=2, longest=500)

    def _weights(self, codes: Sequence[str]) -> dict[str, Any]:
        """Return the points and explanations that are not the usual ones."""
        said = self.cleaned_data
        why = {code: self._said(f"why_{code}") for code in codes}
        return {
            "points": {one: said[f"points_{one}"] for one in codes if said[f"points_{one}"]},
            "why": {code: both for code, both in why.items() if any(both.values())},
        }


def _pairs(content: Mapping[str, Any], *names: str, prefix: str = "") -> dict[str, Any]:
    begun = {}
    for name in names:
        begun[f"{prefix}{name}"] = content[name]["fr"]
        begun[f"{prefix}{name}_en"] = content[name]["en"]
    return begun


def _weighed(content: Mapping[str, Any]) -> dict[str, Any]:
    begun = {f"points_{code}": points for code, points in content.get("points", {}).items()}
    for code, both in content.get("why", {}).items():
        begun |= {f"why_{code}": both["fr"], f"why_{code}_en": both["en"]}
    return begun


def _lines(text: str) -> list[str]:
    return [one.strip() for one in text.splitlines() if one.strip()]


class AnswerForm(_ContentForm):
    """A comment to answer, and what is expected of the answer."""

    TEXTS: Final = ("house", "post", "author", "comment", "example")
    WORDS: Final = ("private", "ours", "facts", "false")

    def __init__(self, data: QueryDict | None, *, content: Mapping[str, Any]) -> None:
        super().__init__(data, initial=self.begun(content) if content else {})
        self._pair("house", _("The account that posts"))
        self._pair("post", _("Its post"), rows=3, longest=2 * MAX_CHARACTERS)
        self._pair("author", _("Who comments"))
        self._pair("comment", _("The comment to answer"), rows=3, longest=2 * MAX_CHARACTERS)
        self._pair("example", _("One good answer"), rows=4, longest=2 * MAX_CHARACTERS)
        said = {
            "private": _("Words that nobody may repeat in public, one a line"),
            "ours": _("What may always be given (our own number), one a line"),
            "facts": _("Words that give the fact, one a line"),
            "false": _("Words that are false and must not be repeated, one a line"),
        }
        for name, label in said.items():
            self.fields[name] = area(label, rows=3, longest=LONGEST_WORDS)
        for code in EXPECTATIONS:
            self.fields[f"expect_{code}"] = forms.ChoiceField(
                label=str(EXPECTED[code][0]),
                choices=LEVELS,
                required=False,
            )
            self._weigh(code, 0)
            self.fields[f"points_{code}"].initial = None
            self.fields[f"points_{code}"].help_text = _("Empty: the usual ones.")

    @staticmethod
    def begun(content: Mapping[str, Any]) -> dict[str, Any]:
        """Return what the form shows of what is kept."""
        begun = _pairs(content, *AnswerForm.TEXTS) | _weighed(content)
        begun |= {name: "\n".join(content[name]) for name in AnswerForm.WORDS}
        for kind in ("wanted", "essential"):
            begun |= {f"expect_{code}": kind for code in content[kind]}
        return begun

    def groups(self) -> list[Group]:
        """Return what is staged, the words it turns on, then each thing that may be expected."""
        names = ("house", "post", "author", "comment")
        groups = [
            Group(
                title=gettext("What the learner sees"), rows=[self._both(name) for name in names]
            ),
            Group(
                title=gettext("One good answer"),
                rows=[self._both("example")],
                help=gettext("It is shown after the practice, and it has to pass."),
            ),
            Group(
                title=gettext("Words that decide"),
                rows=[self._row("facts", "false"), self._row("private", "ours")],
            ),
        ]
        for code in EXPECTATIONS:
            expect = f"expect_{code}"
            groups.append(
                Group(
                    title=str(EXPECTED[code][0]),
                    rows=[self._row(expect, f"points_{code}"), self._both(f"why_{code}")],
                    help=str(EXPECTED[code][1]),
                    is_open=False,
                    chosen=str(dict(LEVELS).get(self[expect].value() or "", "")),
                )
            )
        return groups

    def content(self) -> dict[str, Any]:
        """Return what was typed as a scenario keeps it."""
        said = self.cleaned_data
        kinds = {
            kind: [code for code in EXPECTATIONS if said[f"expect_{code}"] == kind]
            for kind in ("essential", "wanted")
        }
        asked = [*kinds["essential"], *kinds["wanted"]]
        return {
            **{name: self._said(name) for name in self.TEXTS},
            **{name: _lines(said[name]) for name in self.WORDS},
            **kinds,
            **self._weights(asked),
        }


class QueueForm(_ContentForm):
    """News that breaks, and the messages about to leave."""

    ROW: Final = ("account", "account_en", "text", "text_en", "after")

    def __init__(self, data: QueryDict | None, *, content: Mapping[str, Any]) -> None:
        super().__init__(data, initial=self.begun(content) if content else {})
        self._pair("news", _("The news that breaks"), rows=2, longest=2 * MAX_CHARACTERS)
        for place in range(1, POSTS + 1):
            self._pair(f"post_{place}_account", _("Account"))
            self._pair(f"post_{place}_text", _("Message"), rows=2, longest=2 * MAX_CHARACTERS)
            self.fields[f"post_{place}_after"] = forms.IntegerField(
                label=_("Leaves after (seconds)"),
                min_value=1,
                max_value=LONGEST_SECONDS,
                required=False,
            )
            self.fields[f"post_{place}_hurts"] = forms.ChoiceField(
                label=_("Once the news is known"),
                choices=(("1", _("It hurts: to be stopped")), ("0", _("It helps: to leave"))),
                initial="1",
                required=False,
            )
        for code, points in QUEUE_POINTS.items():
            self._weigh(code, points)

    @staticmethod
    def begun(content: Mapping[str, Any]) -> dict[str, Any]:
        """Return what the form shows of what is kept."""
        begun = _pairs(content, "news") | _weighed(content)
        for place, post in enumerate(content["posts"], start=1):
            prefix = f"post_{place}_"
            begun |= _pairs(post, "account", "text", prefix=prefix)
            begun |= {f"{prefix}after": post["after"], f"{prefix}hurts": str(int(post["hurts"]))}
        return begun

    def groups(self) -> list[Group]:
        """Return the news, each message, then what is marked."""
        groups = [Group(title=gettext("What the learner sees"), rows=[self._both("news")])]
        for place in range(1, POSTS + 1):
            one = f"post_{place}_"
            typed = self._typed([f"{one}{name}" for name in self.ROW])
            groups.append(
                Group(
                    title=gettext("Message %(place)s") % {"place": place},
                    rows=[
                        self._both(f"{one}account"),
                        self._both(f"{one}text"),
                        self._row(f"{one}after", f"{one}hurts"),
                    ],
                    is_open=typed or place == 1,
                )
            )
        for code in QUEUE_POINTS:
            rows = [self._row(f"points_{code}"), self._both(f"why_{code}")]
            label, better = EXPECTED[code]
            groups.append(Group(title=str(label), rows=rows, help=str(better), is_open=False))
        return groups

    def content(self) -> dict[str, Any]:
        """Return what was typed as a scenario keeps it; empty messages are left out."""
        said, posts = self.cleaned_data, []
        for place in range(1, POSTS + 1):
            one = f"post_{place}_"
            if any(said[f"{one}{name}"] for name in self.ROW):
                posts.append(
                    {
                        "account": self._said(f"{one}account"),
                        "text": self._said(f"{one}text"),
                        "after": said[f"{one}after"] or 0,
                        "hurts": said[f"{one}hurts"] != "0",
                    }
                )
        return {"news": self._said("news"), "posts": posts, **self._weights(list(QUEUE_POINTS))}


class ImpostorForm(_ContentForm):
    """A true profile, others that are true, and what impostors say."""

    ROW: Final = ("handle", "name", "name_en", "bio", "bio_en")

    def __init__(self, data: QueryDict | None, *, content: Mapping[str, Any]) -> None:
        super().__init__(data, initial=self.begun(content) if content else {})
        self._profile("", _("Name of the true profile"))
        self.fields["fakes"] = forms.IntegerField(
            label=_("How many impostors"), min_value=1, max_value=8, required=False, initial=4
        )
        self._pair("added", _("Words an impostor may add, one a line"), rows=3, longest=500)
        self._pair(
            "lures", _("What impostors say of themselves, one a line"), rows=4, longest=2_400
        )
        for place in range(1, GENUINE + 1):
            self._profile(f"genuine_{place}_", _("Name of another true profile"))

    def _profile(self, prefix: str, label: str | Promise) -> None:
        self.fields[f"{prefix}handle"] = line(label, longest=60)
        self.fields[f"{prefix}handle"].help_text = _("As in its address, without @.")
        self._pair(f"{prefix}name", _("Shown as"))
        self._pair(f"{prefix}bio", _("What it says of itself"), rows=2, longest=600)

    @staticmethod
    def begun(content: Mapping[str, Any]) -> dict[str, Any]:
        """Return what the form shows of what is kept."""
        begun = {"handle": content["handle"], "fakes": content["fakes"]}
        begun |= _pairs(content, "name", "bio")
        for suffix, language in (("", "fr"), ("_en", "en")):
            begun[f"added{suffix}"] = "\n".join(content["added"][language])
            begun[f"lures{suffix}"] = "\n".join(one[language] for one in content["lures"])
        for place, one in enumerate(content["genuine"], start=1):
            prefix = f"genuine_{place}_"
            begun |= {f"{prefix}handle": one["handle"]} | _pairs(one, "name", "bio", prefix=prefix)
        return begun

    def groups(self) -> list[Group]:
        """Return the true profile, the impostors, then the other true ones."""
        groups = [
            Group(title=gettext("The true profile"), rows=self._shown("")),
            Group(
                title=gettext("The impostors"),
                rows=[self._row("fakes"), self._both("added"), self._both("lures")],
                help=gettext("Their names are made anew for each practice, from the true one."),
            ),
        ]
        for place in range(1, GENUINE + 1):
            one = f"genuine_{place}_"
            typed = self._typed([f"{one}{name}" for name in self.ROW])
            title = gettext("Another true profile (%(place)s)") % {"place": place}
            groups.append(Group(title=title, rows=self._shown(one), is_open=typed))
        return groups

    def _shown(self, prefix: str) -> list[Fields]:
        pairs = [self._both(f"{prefix}{name}") for name in ("name", "bio")]
        return [self._row(f"{prefix}handle"), *pairs]

    def content(self) -> dict[str, Any]:
        """Return what was typed as a scenario keeps it; empty profiles are left out."""
        said = self.cleaned_data
        lures = zip_longest(_lines(said["lures"]), _lines(said["lures_en"]), fillvalue="")
        prefixes = [f"genuine_{place}_" for place in range(1, GENUINE + 1)]
        return {
            **self._one(""),
            "fakes": said["fakes"] or 0,
            "added": {"fr": _lines(said["added"]), "en": _lines(said["added_en"])},
            "lures": [{"fr": fr, "en": en} for fr, en in lures],
            "genuine": [
                self._one(one) for one in prefixes if any(said[f"{one}{name}"] for name in self.ROW)
            ],
        }

    def _one(self, prefix: str) -> dict[str, Any]:
        handle = self.cleaned_data[f"{prefix}handle"].strip().removeprefix("@").lower()
        pairs = {name: self._said(f"{prefix}{name}") for name in ("name", "bio")}
        return {"handle": handle, **pairs}


ContentForm = AnswerForm | ImpostorForm | QueueForm
FORMS: Final[Mapping[str, type[ContentForm]]] = {
    Scenario.Kind.ANSWER: AnswerForm,
    Scenario.Kind.IMPOSTOR: ImpostorForm,
    Scenario.Kind.QUEUE: QueueForm,
}


def content_form(scenario: Scenario, data: QueryDict | None) -> ContentForm:
    """Return the form of what is staged, begun with what is written, else what is practised."""
    return FORMS[scenario.kind](data, content=scenario.draft or scenario.content)


__all__ = ["content_form"]
