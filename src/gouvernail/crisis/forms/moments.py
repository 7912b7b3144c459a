"""A day and a time as the reader's clock shows them, and forms that are taken once."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.functional import lazystr
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext

from gouvernail.content.errors import WallTimeFoldError, WallTimeGapError, WallTimeInvalidError
from gouvernail.content.queries.schedule import moment_of, offset_words

WALL: Final = "%Y-%m-%dT%H:%M"
SHAPE: Final = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?")


def zone_now() -> str:
    """Return the name of the zone in which the reader is shown instants."""
    return str(getattr(timezone.get_current_timezone(), "key", "UTC"))


class _Clock:
    """Says in which place the time is, when the form is shown: readers have their own zone."""

    def __str__(self) -> str:
        place = zone_now().rpartition("/")[2].replace("_", " ")
        return gettext("The time it is in %(place)s.") % {"place": place}


class MomentInput(forms.DateTimeInput):
    """The browser's own picker; where clocks go back, it also asks which of the two it was.

    Its value is `2026-10-25T02:30`, followed by `|0` or `|1` once that was said.
    """

    def __init__(self) -> None:
        super().__init__(attrs={"type": "datetime-local"}, format=WALL)

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str:  # noqa: ANN401, ARG002 - Django's own
        """Return the time, and which of the two it is where that was asked."""
        text, fold = str(data.get(name) or ""), str(data.get(f"{name}_pass") or "")
        return f"{text}|{fold}" if text and fold else text

    def render(
        self,
        name: str,
        value: Any,  # noqa: ANN401 - Django's own
        attrs: Mapping[str, Any] | None = None,
        renderer: Any = None,  # noqa: ANN401 - Django's own
    ) -> SafeString:
        """Show the picker, and the choice between two hours where there are two."""
        text, _bar, fold = str(value or "").partition("|")
        shown = super().render(name, text, dict(attrs or {}), renderer)
        try:
            _instant(text, None)
        except WallTimeFoldError:
            choices = format_html_join(
                "",
                '<option value="{}"{}>{}</option>',
                (
                    (
                        one,
                        " selected" if fold == one else "",
                        offset_words(text, zone_now(), int(one)),
                    )
                    for one in ("0", "1")
                ),
            )
            asked = pgettext("hour that happens twice", "Which one?")
            box = '<select class="form-select" name="{}_pass" aria-label="{}">{}</select>'
            return format_html("{}" + box, shown, name, asked, choices)
        except (WallTimeGapError, WallTimeInvalidError, OverflowError):
            return shown
        return shown


def _instant(text: str, fold: int | None) -> datetime:
    """Return the instant of a time on the reader's clock.

    Raises:
        WallTimeInvalidError, WallTimeGapError, WallTimeFoldError, OverflowError: it is none.
    """
    if not SHAPE.fullmatch(text):
        raise WallTimeInvalidError
    return moment_of(text, zone_now(), fold=fold).at


class MomentField(forms.CharField):
    """A time on the clock of who reads the page, named beside it; empty for now."""

    widget = MomentInput

    def __init__(self, *, label: Any) -> None:  # noqa: ANN401 - a lazy text
        super().__init__(label=label, required=False, help_text=lazystr(_Clock()))

    def prepare_value(self, value: object) -> object:
        """Show an instant on the reader's clock."""
        return timezone.localtime(value).strftime(WALL) if isinstance(value, datetime) else value

    def clean(self, value: object) -> datetime | None:
        """Return the instant, or None where nothing was typed."""
        text, _bar, fold = str(super().clean(value)).partition("|")
        if not text:
            return None
        try:
            return _instant(text, int(fold) if fold in {"0", "1"} else None)
        except (WallTimeInvalidError, OverflowError):
            raise forms.ValidationError(gettext("Write a day and a time.")) from None
        except (WallTimeGapError, WallTimeFoldError) as error:
            raise forms.ValidationError(error.message) from None


class OnceForm(forms.Form):
    """A form that is taken once: `key` makes the same one sent twice a single gesture."""

    key = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own
        kwargs.setdefault("auto_id", f"{type(self).__name__.removesuffix('Form').lower()}_%s")
        super().__init__(*args, **kwargs)
        self.initial = {"key": uuid4(), **(self.initial or {})}
