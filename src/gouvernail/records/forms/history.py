"""Sending an archive, and saying how it is to be read."""

from datetime import datetime
from typing import Any, cast
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gouvernail.foundation.errors import DomainError
from gouvernail.foundation.sorting import Plain
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right
from gouvernail.records.actions.history import forget_unneeded, read_otherwise, receive_archive
from gouvernail.records.archives import FORMS, ODD, ArchiveProblemError, Options
from gouvernail.records.archives.previewing import recognised
from gouvernail.records.archives.store import keep, place_of
from gouvernail.records.archives.tables import ROLES
from gouvernail.records.errors import ArchiveRefusedError
from gouvernail.records.models import HistoryImport
from gouvernail.records.queries.history import FORM_WORDS, problem_words
from gouvernail.registry.forms.accounts import ActionForm
from gouvernail.registry.models import Account
from gouvernail.registry.permissions import visible_accounts
from gouvernail.registry.queries import network_label

MOST_ACCOUNTS = 2_000
AUTO = "auto"
ROLE_WORDS = {
    "text": _("Text of the publication"),
    "published_at": _("Date and time"),
    "url": _("Address of the publication"),
    "remote_id": _("Number of the publication"),
    "language": _("Language"),
}


class ArchiveForm(ActionForm):
    """One archive of one account."""

    account = forms.ChoiceField(
        label=_("Account that published"),
        error_messages={"required": _("Choose the account that published this.")},
    )
    file = forms.FileField(
        label=_("The archive"),
        allow_empty_file=True,
        help_text=_("As the network gave it: .tar.gz, .zip, .car, .csv or .jsonl, up to 4 GB."),
    )
    form = forms.ChoiceField(label=_("What it is"))

    def __init__(self, *args: Any, viewer: Person, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(*args, **kwargs)
        told = [(str(one.pk), _named(one)) for one in _accounts(viewer)[:MOST_ACCOUNTS]]
        self._choose("account", [("", gettext("Choose the account")), *told])
        known = [(form, str(FORM_WORDS[form])) for form in FORMS]
        self._choose("form", [(AUTO, gettext("recognised by itself")), *known])

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        cast("forms.ChoiceField", self.fields[name]).choices = choices

    def submit(self, *, by: Person, at: datetime) -> HistoryImport | None:
        """Keep the file and look into it; None when it is refused, which the form then says."""
        if not self.is_valid():
            return None
        try:
            return receive(
                self.cleaned_data["file"],
                account_id=UUID(self.cleaned_data["account"]),
                form=self.cleaned_data["form"],
                by=by,
                at=at,
            )
        except DomainError as error:
            self.refused(error)
            return None


def _accounts(viewer: Person) -> QuerySet[Account]:
    """Return the accounts said to be ours, those in use first: nothing is kept of the others."""
    rows = visible_accounts(viewer, right=Right.IMPORT_ACCOUNTS)
    said = rows.exclude(status__in=Account.UNCLAIMED)
    return said.annotate(past=~Q(status__in=Account.OURS)).order_by("past", Plain("name"), "pk")


def _named(account: Account) -> str:
    name = f"{account.name} ({network_label(account.network)}, {account.handle})"
    in_use = account.status in Account.OURS
    return name if in_use else f"{name} – {account.get_status_display()}"


def receive(
    file: "UploadedFile[bytes]", *, account_id: UUID, form: str, by: Person, at: datetime
) -> HistoryImport:
    """Keep a file, recognise it and enter it to be confirmed.

    Raises:
        ArchiveRefusedError: it is no archive that can be read; nothing is kept.
        AccountNotFoundError, RightMissingError.
    """
    try:
        stored = keep(file.name or "", file.chunks())
    except ArchiveProblemError as error:
        raise ArchiveRefusedError(problem_words(error.code), error.code) from None
    received = False
    try:
        known = recognised(place_of(stored.sha256)) if form == AUTO else form
        history = receive_archive(
            stored=stored,
            form=known,
            account_id=account_id,
            options=Options(time_zone=settings.SITE_TIME_ZONE),
            by=by,
            at=at,
        )
        received = True
    except ArchiveProblemError as error:
        raise ArchiveRefusedError(problem_words(error.code), error.code) from None
    except ODD:
        raise ArchiveRefusedError(problem_words("unreadable"), "unreadable") from None
    finally:
        if not received:
            forget_unneeded(stored.sha256)
    return history


class ReadingForm(ActionForm):
    """How a table is read: its columns, and whose clock wrote the times."""

    time_zone = forms.CharField(label=_("Time zone of times that say none"), max_length=60)
    day_first = forms.TypedChoiceField(
        label=_("03/04/2025 is"),
        choices=[("1", _("the third of April")), ("", _("the fourth of March"))],
        coerce=bool,
        required=False,
        empty_value="",
    )

    def __init__(self, data: QueryDict | None = None, *, history: HistoryImport) -> None:
        options = Options.of(history.options)
        told = {f"column_{role}": column for role, column in options.columns.items()}
        first = {"time_zone": options.time_zone, "day_first": "1" if options.day_first else ""}
        super().__init__(data, initial=told | first)
        self.history = history
        header = history.preview.get("header", [])
        for role in ROLES if header else ():
            choices = [("", gettext("by its usual name")), *((name, name) for name in header)]
            self.fields[f"column_{role}"] = forms.ChoiceField(
                label=ROLE_WORDS[role], choices=choices, required=False
            )

    def clean_time_zone(self) -> str:
        """Return the name of a zone there is."""
        name = str(self.cleaned_data["time_zone"])
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise forms.ValidationError(
                gettext("No such time zone: Europe/Paris is one.")
            ) from None
        return name

    def submit(self, *, by: Person, at: datetime) -> HistoryImport | None:
        """Look into the file again; None when the form is refused."""
        if not self.is_valid():
            return None
        columns = {role: self.cleaned_data.get(f"column_{role}", "") for role in ROLES}
        options = Options(
            columns={role: name for role, name in columns.items() if name},
            time_zone=self.cleaned_data["time_zone"],
            day_first=bool(self.cleaned_data["day_first"]),
        )
        return read_otherwise(self.history.pk, options=options, by=by, at=at)
