"""What is typed about comments to answer, and about what is expected of each answer."""

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gouvernail.practice.connector import MAX_CHARACTERS
from gouvernail.training.forms.contents import (
    ContentPart,
    Group,
    lines_in,
    pairs_of,
    weighed,
)
from gouvernail.training.forms.courses import area
from gouvernail.training.models.scenarios import LONGEST_SECONDS
from gouvernail.training.queries.expectations import EXPECTATIONS
from gouvernail.training.queries.scripting import MOST
from gouvernail.training.queries.wording import EXPECTED

LONGEST_WORDS: Final = 4_000
TO_DO: Final = (("0", _("Answer it")), ("1", _("Leave it without an answer")))
LATER: Final = ("after", "author", "author_en", "comment", "comment_en", "example", "example_en")

LEVELS: Final[tuple[tuple[str, Any], ...]] = (
    ("", _("Not expected")),
    ("wanted", _("Expected (1 point)")),
    ("essential", _("Essential (2 points): no pass without it")),
)


class AnswerForm(ContentPart):
    """A comment to answer and those that come later, with what is expected of each answer."""

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
        for place in range(2, MOST + 1):
            self._later(f"more_{place}_")

    def _later(self, prefix: str) -> None:
        self.fields[f"{prefix}after"] = forms.IntegerField(
            label=_("Comes after (seconds)"),
            min_value=1,
            max_value=LONGEST_SECONDS,
            required=False,
        )
        self.fields[f"{prefix}leave"] = forms.ChoiceField(
            label=_("What to do with it"), choices=TO_DO, initial="0", required=False
        )
        self._pair(f"{prefix}author", _("Who comments"))
        self._pair(f"{prefix}comment", _("The comment"), rows=3, longest=2 * MAX_CHARACTERS)
        self._pair(f"{prefix}example", _("One good answer"), rows=4, longest=2 * MAX_CHARACTERS)
        self.fields[f"{prefix}facts"] = area(
            _("Words that give the fact, one a line"), rows=3, longest=LONGEST_WORDS
        )
        for kind, label in (("essential", _("Essential")), ("wanted", _("Expected"))):
            self.fields[f"{prefix}{kind}"] = forms.MultipleChoiceField(
                label=label,
                choices=[(code, str(EXPECTED[code][0])) for code in EXPECTATIONS],
                widget=forms.CheckboxSelectMultiple,
                initial=(),
                required=False,
            )

    @staticmethod
    def begun(content: Mapping[str, Any]) -> dict[str, Any]:
        """Return what the form shows of what is kept."""
        begun = pairs_of(content, *AnswerForm.TEXTS) | weighed(content)
        begun |= {name: "\n".join(content[name]) for name in AnswerForm.WORDS}
        for kind in ("wanted", "essential"):
            begun |= {f"expect_{code}": kind for code in content[kind]}
        for place, one in enumerate(content.get("more", ()), start=2):
            prefix = f"more_{place}_"
            begun |= pairs_of(one, "author", "comment", "example", prefix=prefix)
            begun |= {f"{prefix}{name}": one[name] for name in ("after", "essential", "wanted")}
            begun |= {
                f"{prefix}leave": str(int(one["leave"])),
                f"{prefix}facts": "\n".join(one["facts"]),
            }
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
        return [*groups, *(self._later_group(place) for place in range(2, MOST + 1))]

    def _later_group(self, place: int) -> Group:
        one = f"more_{place}_"
        return Group(
            title=gettext("Comment %(place)s, later") % {"place": place},
            rows=[
                self._row(f"{one}after", f"{one}leave"),
                *(self._both(f"{one}{name}") for name in ("author", "comment", "example")),
                self._row(f"{one}facts"),
                self._row(f"{one}essential", f"{one}wanted"),
            ],
            help=gettext(
                "It comes while the learner answers. The points, and the words that are private,"
                " ours or false, are those above; the fact is its own."
            ),
            is_open=self._typed([f"{one}{name}" for name in LATER]),
        )

    def content(self) -> dict[str, Any]:
        """Return what was typed as a scenario keeps it."""
        said = self.cleaned_data
        kinds = {
            kind: [code for code in EXPECTATIONS if said[f"expect_{code}"] == kind]
            for kind in ("essential", "wanted")
        }
        prefixes = [f"more_{place}_" for place in range(2, MOST + 1)]
        more = [self._one(one) for one in prefixes if any(said[f"{one}{name}"] for name in LATER)]
        expected = {*kinds["essential"], *kinds["wanted"]}
        expected |= {code for one in more for code in (*one["essential"], *one["wanted"])}
        asked = [code for code in EXPECTATIONS if code in expected]
        return {
            **{name: self._said(name) for name in self.TEXTS},
            **{name: lines_in(said[name]) for name in self.WORDS},
            **kinds,
            **self._weights(asked),
            **({"more": more} if more else {}),
        }

    def _one(self, prefix: str) -> dict[str, Any]:
        """Return one later comment; what is essential is not expected a second time."""
        said = self.cleaned_data
        essential = said[f"{prefix}essential"]
        return {
            "after": said[f"{prefix}after"] or 0,
            "leave": said[f"{prefix}leave"] == "1",
            **{name: self._said(f"{prefix}{name}") for name in ("author", "comment", "example")},
            "facts": lines_in(said[f"{prefix}facts"]),
            "essential": essential,
            "wanted": [code for code in said[f"{prefix}wanted"] if code not in essential],
        }
