"""How a form field is drawn: which class its control takes, and what describes it."""

from django.forms import (
    BaseForm,
    BoundField,
    CheckboxInput,
    CheckboxSelectMultiple,
    FileInput,
    RadioSelect,
    Select,
    Widget,
)
from django.utils.safestring import SafeString


def kind_of(widget: Widget) -> str:
    """Return `check`, `choices`, `file`, `select` or `text`: the shape of the control."""
    if isinstance(widget, CheckboxInput):
        return "check"
    if isinstance(widget, RadioSelect | CheckboxSelectMultiple):
        return "choices"
    if isinstance(widget, FileInput):
        return "file"
    return "select" if isinstance(widget, Select) else "text"


CLASSES = {
    "check": "g-box",
    "choices": "",
    "file": "form-control",
    "select": "form-select",
    "text": "form-control",
}


def control_html(bound: BoundField, *, kind: str, described_by: str) -> SafeString:
    """Return the control with its class, tied to its help and errors."""
    attrs: dict[str, str | bool] = {}
    own = bound.field.widget.attrs.get("class", "")
    classes = [CLASSES[kind], str(own), "is-invalid" if bound.errors else ""]
    attrs["class"] = " ".join(filter(None, classes))
    if bound.errors:
        attrs["aria-invalid"] = "true"
        if kind != "choices" and bound.name == _first_refused(bound.form):
            attrs["autofocus"] = True  # a long page opens where something is to be put right
    if described_by and kind != "choices":
        attrs["aria-describedby"] = described_by
    write_choices_as_titles(bound)
    return bound.as_widget(attrs=attrs)


def _first_refused(form: BaseForm) -> str | None:
    return next((name for name in form.fields if name in form.errors), None)


def write_choices_as_titles(bound: BoundField) -> None:
    """Let the choices of a select begin with a capital; other controls stay as they are."""
    if isinstance(bound.field.widget, Select):
        bound.field.widget.option_template_name = "web/_option.html"


def _is_optional(bound: BoundField) -> bool:
    """Return whether nothing need be put there; `asked`: the form itself says what lacks."""
    return not bound.field.required and not getattr(bound.field, "asked", False)


def field_context(
    bound: BoundField, *, label: str = "", help_text: str = "", helped: bool = True
) -> dict[str, object]:
    """Return what `web/_field.html` needs to draw `bound`; no help unless `helped`."""
    kind = kind_of(bound.field.widget)
    help_shown = (help_text or bound.help_text) if helped else ""
    help_id = f"{bound.auto_id}_helptext" if help_shown else ""
    error_id = f"{bound.auto_id}_error" if bound.errors else ""
    described_by = " ".join(filter(None, (help_id, error_id)))
    return {
        "bound": bound,
        "kind": kind,
        "label": label or bound.label,
        "help": help_shown,
        "help_id": help_id,
        "error_id": error_id,
        "described_by": described_by,
        "optional": _is_optional(bound) and kind != "check",
        "control": control_html(bound, kind=kind, described_by=described_by),
    }
