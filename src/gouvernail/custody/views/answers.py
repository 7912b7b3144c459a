"""Files that pages of custody give."""

from collections.abc import Iterator

from django.http import StreamingHttpResponse


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
