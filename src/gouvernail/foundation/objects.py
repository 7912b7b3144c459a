"""A bucket of an S3-compatible service: whole objects in and out, every call signed.

Calls leave by the one way out, so never inside an action, to the one host the settings name; no
address is ever signed for somebody else, and the bucket needs no public access. botocore signs
(Signature Version 4) and does nothing else; it is the extra `s3`.
Source: https://docs.aws.amazon.com/AmazonS3/latest/API/
"""

import hashlib
import logging
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import Final
from urllib.parse import quote, urlencode, urlsplit

from defusedxml import ElementTree
from django.conf import settings

from gouvernail.egress import EgressError, Request, Response
from gouvernail.foundation.outbound import way_out

log = logging.getLogger(__name__)

LARGEST_BYTES: Final = 256 * 1024 * 1024
SAFE: Final = "-_.~/"  # of a key, as Signature Version 4 writes it
OK: Final = 200
NO_CONTENT: Final = 204
FORBIDDEN: Final = 403
MISSING: Final = 404
CONFLICT: Final = 409
PRECONDITION_FAILED: Final = 412
NOT_IMPLEMENTED: Final = 501
_CODE: Final = re.compile(rb"<Code>([A-Za-z0-9]{1,60})</Code>")


class BucketError(Exception):
    """The service did not answer, or refused; the message is evidence for a log, without a key."""


class SignerMissingError(BucketError):
    """The package that signs is not installed."""

    def __init__(self) -> None:
        super().__init__("the package `botocore` is not installed: pip install 'gouvernail[s3]'")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bucket:
    """One bucket, and within it what begins with `prefix`.

    Attributes:
        endpoint: where the service answers, without the bucket: it is the first part of the path.
        private: the endpoint is an address of the organisation's own network, or loopback.
    """

    endpoint: str
    name: str
    prefix: str
    region: str
    access_key: str = field(repr=False)
    secret_key: str = field(repr=False)
    private: bool = False
    ca_file: str | None = None
    timeout_seconds: float = 60.0

    def put(self, key: str, data: bytes) -> bool:
        """Write an object that is not there yet; return whether it was written.

        The digest of the bytes is signed with them (`x-amz-content-sha256`), but not every service
        holds them to it: whoever takes the original away afterwards reads the object first.

        Raises:
            BucketError: it did not answer, or refused; the object may have been written.
        """
        answer = self._asked("PUT", key, body=data, headers={"if-none-match": "*"})
        if answer.status == NOT_IMPLEMENTED:  # a service without conditional writes
            if self.has(key):
                return False
            answer = self._asked("PUT", key, body=data)
        if answer.status in {CONFLICT, PRECONDITION_FAILED}:
            return False
        self._believed(answer, OK)
        return True

    def get(self, key: str) -> bytes | None:
        """Return an object, None if there is none.

        Raises:
            BucketError: the service did not answer, or refused.
        """
        answer = self._asked("GET", key)
        if answer.status == MISSING and b"NoSuchBucket" not in answer.body:
            return None
        self._believed(answer, OK)
        return answer.body

    def has(self, key: str) -> bool:
        """Return whether there is such an object.

        Raises:
            BucketError: the service did not answer, or refused.
        """
        answer = self._asked("HEAD", key)
        if answer.status == MISSING:
            return False
        self._believed(answer, OK)
        return True

    def remove(self, key: str) -> None:
        """Take an object away; one that is not there is no fault.

        Raises:
            BucketError: the service did not answer, or refused.
        """
        self._believed(self._asked("DELETE", key), OK, NO_CONTENT, MISSING)

    def names(self, *, at_once: int = 1000) -> Iterator[str]:
        """Yield the names under the prefix, without it; one call for `at_once` of them.

        Raises:
            BucketError: the service did not answer, or refused.
        """
        after: dict[str, str] = {}
        while True:
            asked = {"list-type": "2", "max-keys": str(at_once), "prefix": self._full("")}
            answer = self._asked("GET", None, query={**asked, **after})
            self._believed(answer, OK)
            found, token = _listed(answer.body)
            yield from (key.removeprefix(self._full("")) for key in found)
            if not token:
                return
            after = {"continuation-token": token}

    def is_public(self, key: str) -> bool:
        """Return whether anybody reads that object without a signature.

        Raises:
            BucketError: the service did not answer.
        """
        return self._sent(Request(method="GET", url=self._url(key, {}))).status == OK

    def _full(self, key: str) -> str:
        return f"{self.prefix}/{key}" if self.prefix else key

    def _url(self, key: str | None, query: Mapping[str, str]) -> str:
        path = "" if key is None else f"/{quote(self._full(key), safe=SAFE)}"
        asked = f"?{urlencode(sorted(query.items()), quote_via=quote, safe='-_.~')}"
        return f"{self.endpoint}/{self.name}{path}{asked if query else ''}"

    def _asked(
        self,
        method: str,
        key: str | None,
        *,
        body: bytes = b"",
        headers: Mapping[str, str] | None = None,
        query: Mapping[str, str] | None = None,
    ) -> Response:
        url = self._url(key, query or {})
        signed = self._signed(method, url, body, headers or {})
        return self._sent(Request(method=method, url=url, headers=signed, body=body))

    def _signed(
        self, method: str, url: str, body: bytes, headers: Mapping[str, str]
    ) -> dict[str, str]:
        if find_spec("botocore") is None:
            raise SignerMissingError
        # An extra, and half a second to load: not for sites that keep their files on disk.
        from botocore.auth import S3SigV4Auth  # noqa: PLC0415
        from botocore.awsrequest import AWSRequest  # noqa: PLC0415
        from botocore.credentials import Credentials  # noqa: PLC0415

        told = {**headers, "x-amz-content-sha256": hashlib.sha256(body).hexdigest()}
        request = AWSRequest(method=method, url=url, headers=told, data=body)
        credentials = Credentials(self.access_key, self.secret_key)
        S3SigV4Auth(credentials, "s3", self.region).add_auth(request)
        return {name.lower(): value for name, value in request.headers.items()}

    def _sent(self, request: Request) -> Response:
        place = urlsplit(self.endpoint).netloc
        out = way_out(
            timeout_seconds=self.timeout_seconds,
            max_response_bytes=LARGEST_BYTES,
            private_hosts={place} if self.private else (),
            ca_file=self.ca_file,
        )
        try:
            return out.send(request)
        except EgressError as error:
            raise BucketError(f"{place}: {error}") from None

    def _believed(self, answer: Response, *good: int) -> None:
        if answer.status not in good:
            code = _CODE.search(answer.body)
            said = code[1].decode() if code else ""
            place = f"{urlsplit(self.endpoint).netloc}/{self.name}"
            raise BucketError(f"{place}: {answer.status} {said}".strip())


def _listed(body: bytes) -> tuple[list[str], str]:
    """Return the keys of a list and the token of the next page, empty at the last."""
    try:
        root = ElementTree.fromstring(body)
    except (ElementTree.ParseError, ValueError) as error:
        raise BucketError(f"a list that cannot be read: {type(error).__name__}") from None
    space = root.tag.partition("}")[0] + "}" if root.tag.startswith("{") else ""
    keys = [each.text or "" for each in root.iterfind(f"{space}Contents/{space}Key")]
    cut = (root.findtext(f"{space}IsTruncated") or "").strip() == "true"
    return keys, (root.findtext(f"{space}NextContinuationToken") or "") if cut else ""


def bucket_of_settings() -> Bucket:
    """Return the bucket that the settings describe, whether or not files go there."""
    return Bucket(
        endpoint=settings.S3_ENDPOINT,
        name=settings.S3_BUCKET,
        prefix=settings.S3_PREFIX,
        region=settings.S3_REGION,
        access_key=settings.S3_ACCESS_KEY,
        secret_key=settings.S3_SECRET_KEY,
        private=settings.S3_PRIVATE,
        ca_file=settings.S3_CA_FILE or None,
        timeout_seconds=settings.S3_TIMEOUT_SECONDS,
    )


def bucket_of_files() -> Bucket | None:
    """Return the bucket that the files of the site go to, None where they stay on its disk."""
    return bucket_of_settings() if settings.MEDIA_STORE == "s3" else None
