"""What pages of custody answer with: a file, or what was done."""

from collections.abc import Callable, Iterator

from django import forms
from django.contrib import messages
from django.http import StreamingHttpResponse

from gouvernail.foundation.refusals import tried
from gouvernail.foundation.web import WebRequest


def csv_file(name: str, lines: Iterator[str]) -> StreamingHttpResponse:
    """Return CSV lines as a file to save, marked as UTF-8 for spreadsheets."""

    def pieces() -> Iterator[bytes]:
        yield b"\xef\xbb\xbf"
        for line in lines:
            yield line.encode()

    return StreamingHttpResponse(
        pieces(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def went(request: WebRequest, form: forms.Form, act: Callable[[], object], *, said: str) -> bool:
    """Return whether a form is whole and its act was done: `said` is then told.

    What is refused stands at its field.
    """
    done = form.is_valid() and tried(form, act) is not None
    if done:
        messages.success(request, said)
    return done
