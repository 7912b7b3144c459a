"""What the public and those who keep its page fill in."""

from datetime import datetime, timedelta
from typing import Any, Final

from django import forms
from django.core import signing
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gouvernail.people.models import Person, Unit
from gouvernail.people.permissions import visible_units
from gouvernail.registry.models import Account
from gouvernail.registry.permissions import visible_accounts
from gouvernail.registry.queries import handle_key
from gouvernail.verification.actions.dismissals import LONGEST as LONGEST_REASON
from gouvernail.verification.actions.publishing import DirectoryChoices
from gouvernail.verification.actions.reports import DECISIONS, MOST_WORDS, Given
from gouvernail.verification.actions.silences import SilenceFacts
from gouvernail.verification.models import Directory, ReportedAccount
from gouvernail.verification.queries.addresses import read_address

MARK: Final = signing.TimestampSigner(salt="gouvernail fake report")
OLDEST: Final = timedelta(hours=12)
FASTEST: Final = timedelta(seconds=3)


class FakeForm(forms.Form):
    """Reports a fake; people leave alone the field nobody sees, and press again when asked to."""

    address = forms.CharField(label=_("Address of the account"), max_length=500)
    words = forms.CharField(
        label=_("What happened?"),
        required=False,
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    contact = forms.EmailField(label=_("Your e-mail"), required=False, max_length=254)
    surname = forms.CharField(required=False)  # a trap: hidden from people
    mark = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, data: QueryDict | None, *, at: datetime, initial: dict[str, Any] | None = None
    ) -> None:
        super().__init__(data, initial=initial)
        self.at = at

    @property
    def is_trapped(self) -> bool:
        """Return whether the field that people do not see is full: no person filled this in."""
        return bool(self.cleaned_data.get("surname"))

    def clean(self) -> dict[str, Any]:
        """Ask for one more press when the page was open for a moment, or for very long."""
        told: dict[str, Any] = super().clean() or self.cleaned_data
        if not told.get("surname") and not self._took_its_time(told.get("mark", "")):
            self.add_error(None, _("Read what you wrote once more, then press Send again."))
        return told

    def _took_its_time(self, mark: str) -> bool:
        try:
            shown = datetime.fromisoformat(MARK.unsign(mark))
        except (signing.BadSignature, ValueError):
            return False
        return FASTEST <= self.at - shown <= OLDEST

    def given(self, *, language: str) -> Given:
        """Return the report."""
        told = {name: self.cleaned_data[name] for name in ("address", "words", "contact")}
        return Given(**told, language=language)


def fresh_mark(at: datetime) -> str:
    """Return what a form carries to say when it was shown."""
    return MARK.sign(at.isoformat())


class DirectoryForm(forms.Form):
    """What the public page says around its answers."""

    website = forms.CharField(
        label=_("Website of the organisation"), required=False, max_length=300
    )
    help_url = forms.CharField(
        label=_("Page where people can write to you"), required=False, max_length=300
    )
    tags = forms.MultipleChoiceField(
        label=_("Tags shown to the public"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The other tags stay among you."),
    )

    def __init__(self, data: QueryDict | None, *, directory: Directory, tags: list[str]) -> None:
        initial = {name: getattr(directory, name) for name in ("website", "help_url", "tags")}
        super().__init__(data, initial=initial)
        field = self.fields["tags"]
        offered = sorted({*tags, *directory.tags}, key=str.casefold)
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = [(tag, tag) for tag in offered]
        if not offered:
            del self.fields["tags"]

    def choices(self) -> DirectoryChoices:
        """Return what was chosen."""
        return DirectoryChoices(
            website=self.cleaned_data["website"].strip(),
            help_url=self.cleaned_data["help_url"].strip(),
            tags=tuple(self.cleaned_data.get("tags", ())),
        )


class SilenceForm(forms.Form):
    """A rule that keeps accounts out of everything public."""

    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=_("A unit, with those below it"), required=False
    )
    tag = forms.ChoiceField(label=_("Or a tag"), required=False)
    account = forms.CharField(
        label=_("Or one account"),
        required=False,
        max_length=500,
        help_text=_("The address of its page, as the register has it."),
    )
    reason = forms.CharField(
        label=_("Why"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("For those who keep this page only; the security of persons, for instance."),
    )

    def __init__(self, data: QueryDict | None = None, *, viewer: Person, tags: list[str]) -> None:
        super().__init__(data)
        self.viewer = viewer
        unit, tag = self.fields["unit"], self.fields["tag"]
        if isinstance(unit, forms.ModelChoiceField) and isinstance(tag, forms.ChoiceField):
            unit.queryset = visible_units(viewer).exclude(parent=None).order_by("path")
            unit.empty_label = "—"
            tag.choices = [("", "—"), *((one, one) for one in tags)]

    def clean_account(self) -> Account | None:
        """Return the account at that address in the register. One query."""
        given = self.cleaned_data["account"].strip()
        if not given:
            return None
        read = read_address(given)
        found = None
        if read.address is not None:
            rows = visible_accounts(self.viewer).filter(network=read.address.network)
            found = rows.filter(handle_key=handle_key(read.address)).first()
        if found is None:
            raise forms.ValidationError(_("No account of the register has this address."))
        return found

    def facts(self) -> SilenceFacts:
        """Return what is to be kept back, as the action takes it."""
        said = self.cleaned_data
        return SilenceFacts(
            reason=said["reason"],
            unit_id=said["unit"].pk if said["unit"] else None,
            account_id=said["account"].pk if said["account"] else None,
            tag=said["tag"],
        )


class DecisionForm(forms.Form):
    """Says what a reported account is."""

    status = forms.ChoiceField(
        label=_("It is"),
        widget=forms.RadioSelect,
        choices=[(status, ReportedAccount.Status(status).label) for status in DECISIONS],
    )
    reason = forms.CharField(
        label=_("Why, in a sentence"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


class AnswerForm(forms.Form):
    """Answers those who reported an account."""

    words = forms.CharField(
        label=_("Your answer"), max_length=MOST_WORDS, widget=forms.Textarea(attrs={"rows": 5})
    )


class DismissForm(forms.Form):
    """Sets several reported accounts aside, for one reason."""

    reason = forms.CharField(
        label=_("Why, in a sentence"),
        max_length=LONGEST_REASON,
        error_messages={"required": _("Say why: it is kept with each of them.")},
    )


class FilterForm(forms.Form):
    """What narrows a list; sent by GET, and written above it once chosen."""

    def __init__(self, data: QueryDict, **offered: list[tuple[str, str]]) -> None:
        super().__init__(data, auto_id="filter_%s")
        for name, choices in offered.items():
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = [("", _("any")), *choices]

    def chips(self) -> list[dict[str, str]]:
        """Return what is narrowed, each with the name of its input. No query."""
        chips = []
        for name, field in self.fields.items():
            value = self.data.get(name, "")
            if value:
                label = dict(getattr(field, "choices", ())).get(value, value)
                words = gettext("%(what)s: %(value)s") % {"what": field.label, "value": label}
                chips.append({"name": name, "label": words})
        return chips


class ReportFilterForm(FilterForm):
    """Narrows the list of reports."""

    q = forms.CharField(label=_("Handle or address"), required=False, max_length=200)
    status = forms.ChoiceField(label=_("Status"), required=False)
    network = forms.ChoiceField(label=_("Network"), required=False)

    def __init__(self, data: QueryDict, *, networks: list[tuple[str, str]]) -> None:
        statuses = [(str(v), str(n)) for v, n in ReportedAccount.Status.choices]
        super().__init__(data, status=statuses, network=networks)


class ChoiceFilterForm(FilterForm):
    """Narrows the accounts one chooses from."""

    q = forms.CharField(label=_("Name or handle"), required=False, max_length=200)
    told = forms.ChoiceField(
        label=_("In public"),
        required=False,
        choices=[
            ("", _("any")),
            ("yes", _("told")),
            ("no", _("not told")),
            ("again", _("to choose again")),
            ("kept", _("kept back by a rule")),
        ],
    )
    network = forms.ChoiceField(label=_("Network"), required=False)
    unit = forms.ChoiceField(label=_("Unit"), required=False)

    def __init__(
        self,
        data: QueryDict,
        *,
        networks: list[tuple[str, str]],
        units: list[tuple[str, str]],
    ) -> None:
        super().__init__(data, network=networks, unit=units)
