"""The set-up sheet and the ownership agreement as people fill them in."""

from datetime import date, datetime
from typing import Any, cast
from uuid import UUID

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db import models
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from gouvernail.foundation.errors import DomainError
from gouvernail.media.pictures.papers import MAX_PAPER_BYTES, checked_paper
from gouvernail.people.models import Person
from gouvernail.registry.actions import AgreementFacts, file_agreement, file_paper, write_sheet
from gouvernail.registry.forms.accounts import ActionForm, DayInput
from gouvernail.registry.models import Account, Agreement, SetupSheet
from gouvernail.registry.queries.sheets import field_words

HELP = {
    "email": _("The address the account is opened with; a shared box, better than a person’s."),
    "phone": _("The number that receives the codes, and who has the telephone."),
    "business_manager": _("The portfolio it belongs to on the network, and its number."),
    "page_roles": _("Who is administrator, editor, moderator: one a line."),
    "linked_tools": _("Scheduling, advertising, measuring: every tool that can post or read."),
    "recovery": _("What to do, step by step, when nobody can sign in. Never the codes themselves."),
    "links": _("One address a line."),
    "notice": _("Legal notice, hours of moderation, who runs the page."),
    "comment_policy": _("The rules of the comments, or the address where they stand."),
}
NO_PASSWORD = _("Never a password, a key or a code: what looks like one is refused.")


class SheetForm(ActionForm):
    """How an account is set up."""

    seen_at = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        account: Account,
        sheet: SetupSheet | None,
        today: date,
    ) -> None:
        self.account = account
        initial: dict[str, Any] = {"checked_on": today, "seen_at": ""}
        if sheet is not None:
            initial |= {name: getattr(sheet, name) for name in SetupSheet.FIELDS}
            initial["seen_at"] = sheet.written_at.isoformat()
        super().__init__(data, initial=initial)
        for name in SetupSheet.FIELDS:
            self.fields[name] = _field(name)
        self.fields["checked_on"] = forms.DateField(label=_("Checked on"), widget=DayInput())

    def submit(self, *, by: Person, at: datetime) -> bool:
        """Write the sheet; False when it was refused, which the form now says."""
        if not self.is_valid():
            return False
        told = self.cleaned_data
        seen = told["seen_at"]
        try:
            write_sheet(
                self.account.pk,
                facts={name: told[name] for name in SetupSheet.FIELDS},
                checked_on=told["checked_on"],
                seen_at=datetime.fromisoformat(seen) if seen else None,
                by=by,
                at=at,
            )
        except DomainError as error:
            self.refused(error)
            return False
        return True

    def clean_seen_at(self) -> str:
        """Take nothing for an instant that is none."""
        seen = str(self.cleaned_data["seen_at"])
        try:
            datetime.fromisoformat(seen)
        except ValueError:
            return ""
        return seen


def _field(name: str) -> forms.Field:
    words = field_words(name)
    if isinstance(SetupSheet._meta.get_field(name), models.TextField):
        area = forms.Textarea(attrs={"rows": 3})
        return forms.CharField(
            label=words, required=False, widget=area, max_length=4000, help_text=HELP.get(name, "")
        )
    return forms.CharField(
        label=words, required=False, max_length=200, help_text=HELP.get(name, "")
    )


def paper_input() -> forms.FileInput:
    """Return the choice of a file, narrowed to what a paper may be."""
    return forms.FileInput(attrs={"accept": ".pdf,.docx,.png,.jpg,.jpeg,.webp"})


PAPER_HELP = _("PDF, Word or a picture of it, 10 MB at most.")


class AgreementForm(ActionForm):
    """What the organisation and the person signed."""

    person = forms.ModelChoiceField(Person.objects.none(), label=_("The person"), empty_label=None)
    handle_of = forms.ChoiceField(
        label=_("The handle belongs to"),
        choices=Agreement.Party.choices,
        widget=forms.RadioSelect,
    )
    followers_of = forms.ChoiceField(
        label=_("The followers belong to"),
        choices=Agreement.Party.choices,
        widget=forms.RadioSelect,
    )
    at_departure = forms.ChoiceField(
        label=_("When the person leaves"),
        choices=Agreement.Departure.choices,
        widget=forms.RadioSelect,
    )
    signed_on = forms.DateField(label=_("Signed on"), widget=DayInput())
    expires_on = forms.DateField(
        label=_("In force until"),
        required=False,
        widget=DayInput(),
        help_text=_("Empty if it has no end. Whoever holds the account is told a month before."),
    )
    paper = forms.FileField(
        label=_("The signed paper"), required=False, widget=paper_input(), help_text=PAPER_HELP
    )
    reference = forms.CharField(
        label=_("Where the signed paper is"),
        max_length=300,
        required=False,
        help_text=_(
            "Its address in the archive, or its number in the file of the person: needed when the "
            "paper itself is not sent."
        ),
    )
    terms = forms.CharField(
        label=_("What else was agreed"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        files: "MultiValueDict[str, UploadedFile[bytes]] | None" = None,
        *,
        account: Account,
    ) -> None:
        self.account = account
        super().__init__(data, files)
        places = (account.owner_id, account.backup_id, account.custodian_id)
        holders = [holder for holder in places if holder is not None]
        cast("Any", self.fields["person"]).queryset = Person.objects.filter(pk__in=holders)

    def submit(self, *, by: Person, at: datetime) -> bool:
        """File the agreement; False when it was refused, which the form now says."""
        if not self.is_valid():
            return False
        told = dict(self.cleaned_data)
        person, sent = told.pop("person"), told.pop("paper")
        try:
            facts = AgreementFacts(person_id=person.pk, **told)
            paper = checked_paper(sent.read(MAX_PAPER_BYTES + 1), name=sent.name) if sent else None
            file_agreement(self.account.pk, facts=facts, paper=paper, by=by, at=at)
        except DomainError as error:
            self.refused(error)
            return False
        return True


class PaperForm(ActionForm):
    """A newer file of the paper of the agreement in force."""

    paper = forms.FileField(label=_("The signed paper"), widget=paper_input(), help_text=PAPER_HELP)

    def submit(self, agreement_id: UUID, *, by: Person, at: datetime) -> bool:
        """Keep the paper; False when it was refused, which the form now says."""
        if not self.is_valid():
            return False
        sent = self.cleaned_data["paper"]
        try:
            paper = checked_paper(sent.read(MAX_PAPER_BYTES + 1), name=sent.name or "")
            file_paper(agreement_id, paper=paper, by=by, at=at)
        except DomainError as error:
            self.refused(error)
            return False
        return True
