"""What a server refuses, and the forms it reads strictly."""

from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import HTTP
from urllib.parse import parse_qs

from tests.servers.hostile import Call

FORM = "application/x-www-form-urlencoded"


class RefusedError(Exception):
    """An answer that is not a success."""

    def __init__(self, status: int, error: str) -> None:
        super().__init__(error)
        self.status = status


def read_form(call: Call, names: set[str]) -> dict[str, str]:
    if call.headers.get("content-type") != FORM:
        raise RefusedError(415, "this fake wants a form")
    form = {name: values[0] for name, values in parse_qs(call.body.decode()).items()}
    if set(form) != names:
        raise RefusedError(400, f"this fake wants {sorted(names)}")
    return form


def multipart(call: Call) -> dict[str, bytes]:
    head = f"content-type: {call.headers.get('content-type', '')}\r\n\r\n".encode()
    message = BytesParser(_class=EmailMessage, policy=HTTP).parsebytes(head + call.body)
    if not message.is_multipart():
        raise RefusedError(422, "this fake wants a multipart form")
    parts: dict[str, bytes] = {}
    for part in message.iter_parts():
        name = part.get_param("name", header="content-disposition")
        data = part.get_payload(decode=True)
        parts[str(name)] = data if isinstance(data, bytes) else b""
    return parts
