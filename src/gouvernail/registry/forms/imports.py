"""Sending a list of accounts, and saying how it is to be read."""

from datetime import datetime
from typing import Any, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gouvernail.foundation.errors import DomainError
from gouvernail.people.models import Person, Unit
from gouvernail.people.permissions import Right, scope
from gouvernail.registry.actions.imports import Upload, set_import_settings, start_import
from gouvernail.registry.errors import ImportFileError
from gouvernail.registry.forms.accounts import ActionForm, indented
from gouvernail.registry.importers.planning import Settings
from gouvernail.registry.importers.process import read_file
from gouvernail.registry.importers.reports import file_reason, mapping_named
from gouvernail.registry.importers.tables import (
    MAX_FILE_BYTES,
    MAX_PAGE_ROWS,
    FileProblemError,
    Workbook,
)
from gouvernail.registry.models import Account, ImportRun
from gouvernail.registry.queries import network_choices

ROLES = [
    ("", _("leave out")),
    ("address", _("address of the account")),
    ("network", _("network")),
    ("handle", _("handle")),
    ("name", _("name shown")),
    ("unit", _("unit (name or code)")),
    ("owner", _("owner (name or e-mail)")),
    ("backup", _("backup (name or e-mail)")),
    ("custodian", _("custodian (name or e-mail)")),
    ("purpose", _("purpose")),
    ("audience", _("audience")),
    ("language", _("language")),
    ("status", _("status")),
    ("kind", _("kind")),
    ("opened_on", _("opened on")),
    ("review_on", _("next review")),
    ("tags", _("tags")),
    ("notes", _("notes")),
    ("links", _("several links: take the accounts among them")),
    ("keep", _("keep beside the account")),
]


def role_choices() -> list[Any]:
    """Return every role a column may have, networks in their own groups."""
    networks = network_choices()
    on = [
        (f"on:{slug}", gettext("account on %(network)s") % {"network": n}) for slug, n in networks
    ]
    numbers = [
        (f"id:{slug}", gettext("number on %(network)s") % {"network": name})
        for slug, name in networks
    ]
    return [
        *ROLES,
        (gettext("One column per network"), on),
        (gettext("Numbers given by a network"), numbers),
    ]


class UploadForm(ActionForm):
    """One file: CSV, XLSX, YAML or JSON, plain or compressed (.gz)."""

    file = forms.FileField(
        label=_("Your list"),
        allow_empty_file=True,
        help_text=_(
            "CSV, XLSX, YAML or JSON, as it is. Passwords in it are recognised and never kept."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx,.yaml,.yml,.json,.gz"}),
    )

    def submit(self, *, by: Person, at: datetime) -> ImportRun | None:
        """Read the file in a process of its own and keep it for its preview; None if refused."""
        if not self.is_valid():
            return None
        try:
            return begin(self.cleaned_data["file"], by=by, at=at)
        except DomainError as error:
            self.refused(error)
            return None


def begin(file: "UploadedFile[bytes]", *, by: Person, at: datetime) -> ImportRun:
    """Read an uploaded file and start its import.

    Raises:
        ImportFileError: it cannot be taken in; nothing was stored.
        RightMissingError: `by` may not import anywhere.
    """
    name = file.name or ""
    if (file.size or 0) > MAX_FILE_BYTES:
        too_large = FileProblemError("too_large")
        raise ImportFileError(too_large.code, file_reason(too_large))
    data = file.read()
    workbook = read_or_refuse(data, name)
    if workbook.rows > MAX_PAGE_ROWS:
        long = FileProblemError("too_many_for_a_page")
        raise ImportFileError(long.code, file_reason(long))
    upload = Upload.of(name=name, data=data, workbook=workbook)
    return start_import(upload=upload, by=by, at=at)


def read_or_refuse(data: bytes, name: str) -> Workbook:
    """Return what a file holds.

    Raises:
        ImportFileError: it cannot be taken in, with the reason in words.
    """
    try:
        return read_file(data, name)
    except FileProblemError as problem:
        raise ImportFileError(problem.code, file_reason(problem)) from None


class SettingsForm(ActionForm):
    """How a file is read: a role for each column, and what rows do not say."""

    sheet = forms.ChoiceField(label=_("Sheet"), required=False)
    unit = forms.ModelChoiceField(
        Unit.objects.none(),
        label=_("Unit of rows that name none"),
        required=False,
        empty_label=_("refuse such rows"),
    )
    create_under = forms.ModelChoiceField(
        Unit.objects.none(),
        label=_("Units the register does not know"),
        required=False,
        empty_label=_("refuse their rows"),
        help_text=_("Or create them below the unit chosen here."),
    )
    status = forms.ChoiceField(label=_("Status of new accounts"), choices=Account.Status.choices)
    name = forms.CharField(
        label=_("Keep these columns as"),
        required=False,
        max_length=80,
        help_text=_("The next file of this shape is read the same way."),
    )

    def __init__(
        self, data: QueryDict | None, *, run: ImportRun, workbook: Workbook, viewer: Person
    ) -> None:
        self.run, self.workbook = run, workbook
        self.headers = list(
            dict.fromkeys(header for table in workbook.tables for header in table.header)
        )
        self.secret = {header for table in workbook.tables for header in table.secret_columns}
        super().__init__(data, initial=self._initial())
        units = Unit.objects.filter(status=Unit.Status.OPEN).order_by("path")
        self._offer("unit", units.filter(scope(viewer, Right.IMPORT_ACCOUNTS)))
        self._offer("create_under", units.filter(scope(viewer, Right.MANAGE_UNITS)))
        self._add_columns()
        names = [table.name for table in workbook.tables]
        cast("Any", self.fields["sheet"]).choices = [
            ("", _("all that name accounts")),
            *((name, name) for name in names if name),
        ]
        if len(names) == 1:
            del self.fields["sheet"]

    def _initial(self) -> dict[str, Any]:
        stored = self.run.mapping
        initial = {name: stored.get(name, "") for name in ("sheet", "unit", "create_under")}
        initial |= {"status": stored.get("status") or Account.Status.OFFICIAL}
        return initial | {"name": stored.get("name", "")}

    def _offer(self, name: str, units: QuerySet[Unit]) -> None:
        field = cast("Any", self.fields[name])
        field.queryset = units
        field.label_from_instance = indented
        if name == "create_under" and not units.exists():
            del self.fields[name]

    def _add_columns(self) -> None:
        columns, choices = self.run.mapping.get("columns", {}), role_choices()
        for number, header in enumerate(self.headers):
            if header in self.secret:
                continue
            self.fields[f"column_{number}"] = forms.ChoiceField(
                label=header, required=False, choices=choices, initial=columns.get(header, "")
            )

    def columns(self) -> list[dict[str, Any]]:
        """Return each column with its field and some of its values, for the page."""
        return [
            {
                "header": header,
                "field": None if header in self.secret else self[f"column_{number}"],
                "samples": self._samples(header),
            }
            for number, header in enumerate(self.headers)
        ]

    def _samples(self, header: str) -> list[str]:
        for table in self.workbook.tables:
            if header in table.header:
                column = table.header.index(header)
                values = (line.cells[column] for line in table.lines[:200])
                return list(dict.fromkeys(value[:60] for value in values if value))[:2]
        return []

    def settings(self) -> Settings:
        """Return the choices made; the form is valid."""
        told = self.cleaned_data
        unit, under = told.get("unit"), told.get("create_under")
        return Settings(
            columns={
                header: told.get(f"column_{number}", "")
                for number, header in enumerate(self.headers)
            },
            sheet=told.get("sheet", ""),
            unit_id=unit.pk if unit else None,
            status=told["status"],
            create_under_id=under.pk if under else None,
        )

    def submit(self, *, by: Person, at: datetime) -> bool:
        """Keep the choices; False when they were refused, which the form now says."""
        if not self.is_valid():
            return False
        try:
            set_import_settings(
                self.run.pk,
                settings=self.settings(),
                name=self.cleaned_data["name"].strip(),
                by=by,
                at=at,
            )
        except DomainError as error:
            self.refused(error)
            return False
        return True


def named_columns(name: str) -> dict[str, Any] | None:
    """Return what is kept under a name, as an import stores it; None when nothing is."""
    mapping = mapping_named(name)
    return None if mapping is None else {"columns": mapping.columns, **mapping.defaults}
