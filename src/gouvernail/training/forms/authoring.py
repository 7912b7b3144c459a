"""What is typed about a scenario of one's own: how it begins, then what is staged, by kind."""

from collections.abc import Mapping
from itertools import zip_longest
from typing import Any, Final

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gouvernail.practice.connector import MAX_CHARACTERS
from gouvernail.training.forms.answering import AnswerForm
from gouvernail.training.forms.contents import (
    ContentPart,
    Fields,
    Group,
    lines_in,
    pairs_of,
    weighed,
)
from gouvernail.training.forms.courses import line
from gouvernail.training.models import Scenario
from gouvernail.training.models.scenarios import LONGEST_SECONDS
from gouvernail.training.queries.staging import QUEUE_POINTS
from gouvernail.training.queries.wording import EXPECTED

POSTS: Final = 8
GENUINE: Final = 4


class QueueForm(ContentPart):
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
        begun = pairs_of(content, "news") | weighed(content)
        for place, post in enumerate(content["posts"], start=1):
            prefix = f"post_{place}_"
            begun |= pairs_of(post, "account", "text", prefix=prefix)
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


class ImpostorForm(ContentPart):
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
        begun |= pairs_of(content, "name", "bio")
        for suffix, language in (("", "fr"), ("_en", "en")):
            begun[f"added{suffix}"] = "\n".join(content["added"][language])
            begun[f"lures{suffix}"] = "\n".join(one[language] for one in content["lures"])
        for place, one in enumerate(content["genuine"], start=1):
            prefix = f"genuine_{place}_"
            begun |= {f"{prefix}handle": one["handle"]} | pairs_of(
                one, "name", "bio", prefix=prefix
            )
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
        lures = zip_longest(lines_in(said["lures"]), lines_in(said["lures_en"]), fillvalue="")
        prefixes = [f"genuine_{place}_" for place in range(1, GENUINE + 1)]
        return {
            **self._one(""),
            "fakes": said["fakes"] or 0,
            "added": {"fr": lines_in(said["added"]), "en": lines_in(said["added_en"])},
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
