"""What people send to move a version, a level or a waiver on its way."""

from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from gouvernail.foundation.sorting import Plain
from gouvernail.people.models import Person, Unit
from gouvernail.people.permissions import Right
from gouvernail.people.queries import unit_choices
from gouvernail.registry.permissions import visible_accounts
from gouvernail.registry.queries import network_choices
from gouvernail.rulebooks.actions import ControlChoice, Submission, WaiverRequest
from gouvernail.rulebooks.models import Pack, PackVersion, RuleControl

WORDS = {"rows": 3, "maxlength": 2000}


class InstantInput(forms.DateTimeInput):
    """A day and an hour in the browser's own picker, in the reader's time zone."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class SubmitForm(forms.Form):
    """Why a version changes the rules, from when, and why it was not tried."""

    purpose = forms.CharField(
        label=_("Why the rules change"),
        max_length=2000,
        widget=forms.Textarea(attrs=WORDS),
        help_text=_("Whoever reviews it, and whoever meets the new rules, reads this."),
    )
    wanted_at = forms.DateTimeField(
        label=_("In force from"),
        required=False,
        widget=InstantInput(),
        help_text=_("Empty: as soon as somebody agrees to it."),
    )
    untried_reason = forms.CharField(
        label=_("Why it was not tried over past posts"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs=WORDS),
    )

    def __init__(self, *args: Any, version: PackVersion, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(*args, **kwargs)
        if version.tried_at is not None:
            del self.fields["untried_reason"]

    def submission(self) -> Submission:
        """Return what was answered."""
        said = self.cleaned_data
        return Submission(
            purpose=said["purpose"],
            wanted_at=said["wanted_at"],
            untried_reason=said.get("untried_reason", ""),
        )


class CommentForm(forms.Form):
    """What is said with an agreement or a refusal."""

    comment = forms.CharField(
        label=pgettext_lazy("field", "Comment"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs=WORDS),
        help_text=_("Needed to reject, and where you agree to your own change."),
    )


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(
        label=_("Reason"), required=False, max_length=2000, widget=forms.Textarea(attrs=WORDS)
    )


def networks() -> list[tuple[str, str]]:
    """Return the networks to choose from, all of them first."""
    return [("", gettext("on all networks")), *network_choices()]


class ControlForm(forms.Form):
    """Which rules are to stand at which level, where, why and from when."""

    rules = forms.MultipleChoiceField(
        label=_("Rules"), widget=forms.CheckboxSelectMultiple(), choices=()
    )
    control = forms.ChoiceField(label=_("Level"), choices=RuleControl.Level.choices)
    unit = forms.ChoiceField(label=_("For"), choices=())
    network = forms.ChoiceField(label=_("Network"), choices=(), required=False)
    starts_at = forms.DateTimeField(
        label=pgettext_lazy("level", "From"),
        required=False,
        widget=InstantInput(),
        help_text=_("Empty: at once, or as soon as a second person agrees."),
    )
    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs=WORDS))

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 - Django's own
        pack: Pack,
        rules: list[tuple[str, str]],
        viewer: Person,
        **kwargs: Any,  # noqa: ANN401 - likewise
    ) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "rules", rules)
        _choose(self, "unit", _units(pack, viewer, Right.EDIT_UNIT_CHARTER))
        _choose(self, "network", networks())

    def choice(self) -> ControlChoice:
        """Return what was answered."""
        said = self.cleaned_data
        return ControlChoice(
            rules=said["rules"],
            unit_id=said["unit"],
            control=said["control"],
            network=said["network"],
            starts_at=said["starts_at"],
            reason=said["reason"],
        )


class WaiverForm(forms.Form):
    """Which rule is to let off, where, why and until when."""

    rule = forms.ChoiceField(label=_("Rule"), choices=())
    unit = forms.ChoiceField(label=_("For"), choices=())
    account = forms.ChoiceField(label=_("Account"), choices=(), required=False)
    network = forms.ChoiceField(label=_("Network"), choices=(), required=False)
    tag = forms.CharField(
        label=_("Tag of the posts"),
        max_length=60,
        required=False,
        help_text=_("Only posts that carry this tag."),
    )
    until = forms.DateTimeField(
        label=_("Until"),
        widget=InstantInput(),
        help_text=_("A waiver always ends: within a year at most."),
    )
    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs=WORDS))

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 - Django's own
        pack: Pack,
        rules: list[tuple[str, str]],
        viewer: Person,
        **kwargs: Any,  # noqa: ANN401 - likewise
    ) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "rule", rules)
        _choose(self, "unit", _units(pack, viewer, Right.WRITE_CONTENT))
        _choose(self, "network", networks())
        accounts = visible_accounts(viewer).order_by(Plain("name"), "pk")
        told = [(str(one.pk), one.name) for one in accounts[:500]]
        _choose(self, "account", [("", gettext("all accounts of the unit")), *told])

    def request(self) -> WaiverRequest:
        """Return what was answered."""
        said = self.cleaned_data
        return WaiverRequest(
            rule=said["rule"],
            unit_id=said["unit"],
            account_id=said["account"] or None,
            network=said["network"],
            tag=said["tag"],
            until=said["until"],
            reason=said["reason"],
        )


def _choose(form: forms.Form, name: str, choices: list[tuple[str, str]]) -> None:
    form.fields[name].choices = choices  # type: ignore[attr-defined]  # a field of choices


def _units(pack: Pack, viewer: Person, right: Right) -> list[tuple[str, str]]:
    """Return the units that the pack binds and where `viewer` has the right. Two queries."""
    bound = Unit.objects.filter(path__startswith=pack.unit.path).values_list("pk", flat=True)
    known = {str(key) for key in bound}
    return [(key, label) for key, label in unit_choices(viewer, right) if key in known]
