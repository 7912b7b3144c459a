"""Lists that mean harm, built here: archives that swell, slip or lie, markup that multiplies."""

import bz2
import gzip
import io
import json
import lzma
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_LZMA, ZIP_STORED, ZipFile, ZipInfo

from openpyxl import Workbook

READ = "read"  # taken in as an ordinary list: the harm is in what was never opened
MEGA = 1_000_000
SWOLLEN = 102 * MEGA  # beyond what one list may hold once opened


@dataclass(frozen=True, slots=True)
class HostileFile:
    """One file: what it is called here, the name it is sent under, and what may become of it."""

    title: str
    name: str
    data: bytes
    fates: frozenset[str]


def corpus() -> list[HostileFile]:
    """Return every hostile file, always the same."""
    makers = (swelling, slipping, lying, cut, entities, odd_sheets, compressed, texts)
    return [
        HostileFile(title, name, data, frozenset(fates.split()))
        for maker in makers
        for title, name, data, fates in maker()
    ]


Made = Iterator[tuple[str, str, bytes, str]]


def book() -> bytes:
    """Return a small honest workbook."""
    made, out = Workbook(), io.BytesIO()
    sheet = made.worksheets[0]
    for row in (["address", "name"], ["https://x.com/nordet", "Nordet"]):
        sheet.append(row)
    made.save(out)
    return out.getvalue()


BOOK = book()


def with_parts(*parts: tuple[str | ZipInfo, bytes], method: int = ZIP_DEFLATED) -> bytes:
    """Return the honest workbook with more parts after its own."""
    out = io.BytesIO(BOOK)
    with ZipFile(out, "a") as archive:
        for name, content in parts:
            archive.writestr(name, content, method)
    return out.getvalue()


def with_part(name: str, content: bytes) -> bytes:
    """Return the honest workbook with one part replaced."""
    out = io.BytesIO()
    with ZipFile(io.BytesIO(BOOK)) as source, ZipFile(out, "w", ZIP_DEFLATED) as target:
        for part in source.infolist():
            target.writestr(part.filename, content if part.filename == name else source.read(part))
    return out.getvalue()


def part_of(name: str) -> bytes:
    """Return one part of the honest workbook."""
    with ZipFile(io.BytesIO(BOOK)) as source:
        return source.read(name)


def swelling() -> Made:
    """Yield archives of a few kilobytes that grow without end."""
    huge = bytes(SWOLLEN)
    yield "102 MB of zeros", "a.xlsx", with_parts(("xl/media/a.bin", huge)), "too_large_inside"
    bz = with_parts(("xl/media/a.bin", huge), method=ZIP_BZIP2)
    yield "102 MB by bzip2", "a.xlsx", bz, "too_large_inside"
    xz = with_parts(("xl/media/a.bin", bytes(MEGA)), method=ZIP_LZMA)
    yield "a part by LZMA", "a.xlsx", xz, READ
    many = with_parts(*((f"xl/media/{n}.bin", bytes(10 * MEGA)) for n in range(20)))
    yield "twenty parts of 10 MB", "a.xlsx", many, "too_large_inside"
    parts = with_parts(*((f"xl/media/{n}", b"") for n in range(5_000)))
    yield "five thousand parts", "a.xlsx", parts, "too_many_parts"
    nested = b"x" * 1000
    for _ in range(6):
        out = io.BytesIO()
        with ZipFile(out, "w", ZIP_DEFLATED) as archive:
            for number in range(10):
                archive.writestr(f"{number}.zip", nested)
        nested = out.getvalue()
    yield "archives in archives, ten by ten", "a.zip", nested, "not_a_workbook"
    yield "the same inside a workbook", "a.xlsx", with_parts(("xl/media/a.zip", nested)), READ
    yield "overlapping parts", "a.xlsx", _overlapping(200), "too_large_inside broken_archive"


def slipping() -> Made:
    """Yield archives whose parts would land elsewhere, were they ever written to a disk."""
    names = (
        "../../../../etc/cron.d/x", "/etc/passwd", "..\\..\\windows\\x", "C:\\windows\\x",
        "xl/../../x", "xl/media/../../../x", "\u202egnp.exe", "con", "a" * 5_000, "xl/\x07bell",
    )  # fmt: skip
    for name in names:
        yield f"slip to {name[:20]!r}", "a.xlsx", with_parts((name, b"harm")), READ
    link = ZipInfo("xl/media/link")
    link.external_attr = 0o120777 << 16
    yield "symbolic link", "a.xlsx", with_parts((link, b"/etc/passwd")), READ
    pipe = ZipInfo("xl/media/pipe")
    pipe.external_attr = 0o010666 << 16
    yield "named pipe", "a.xlsx", with_parts((pipe, b"")), READ
    out = io.BytesIO()
    with ZipFile(out, "w") as archive:
        archive.writestr("../workbook.xml", b"x")
    yield "nothing but a slip", "a.xlsx", out.getvalue(), "not_a_workbook"


def lying() -> Made:
    """Yield archives whose headers say something else than what is there."""
    data = with_parts(("xl/media/a.bin", bytes(SWOLLEN)))
    true = struct.pack("<I", SWOLLEN)
    for lie in (0, 1, 1_000, 2**31, 2**32 - 1):
        lied = data.replace(true, struct.pack("<I", lie))
        fates = "too_large_inside broken_archive not_a_workbook"
        yield f"102 MB said to be {lie}", "a.xlsx", lied, fates
    locked = bytearray(BOOK)
    for place in _places(BOOK, b"PK\x01\x02"):
        locked[place + 8] |= 1
    yield "protected by a password", "a.xlsx", bytes(locked), "locked"
    unknown = bytearray(BOOK)
    for place in _places(BOOK, b"PK\x01\x02"):
        unknown[place + 10] = 99
    yield "an unknown compression", "a.xlsx", bytes(unknown), "broken_archive"
    far = bytearray(BOOK)
    for place in _places(BOOK, b"PK\x01\x02"):
        far[place + 42 : place + 46] = struct.pack("<I", 2**31)
    yield "parts said to be far beyond the end", "a.xlsx", bytes(far), "broken_archive"
    wrong = bytearray(BOOK)
    for place in _places(BOOK, b"PK\x01\x02"):
        wrong[place + 16] ^= 0xFF
    yield "wrong sums", "a.xlsx", bytes(wrong), "broken_archive"
    twice = with_parts(("xl/workbook.xmk", b"<broken")).replace(b"workbook.xmk", b"workbook.xml")
    yield "two workbooks in one", "a.xlsx", twice, "not_a_workbook"
    yield "something before", "a.xlsx", b"MZ" + BOOK, "not_text no_rows too_many_columns"
    yield "a comment of 64 kB", "a.xlsx", _commented(BOOK), "read broken_archive"
    macro = with_parts(("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0macro"))
    yield "with a macro", "a.xlsm", macro, READ


def cut() -> Made:
    """Yield archives sent in part."""
    for tenth in range(1, 10):
        piece = BOOK[: len(BOOK) * tenth // 10]
        yield f"cut at {tenth}0 %", "a.xlsx", piece, "broken_archive"


def entities() -> Made:
    """Yield workbooks whose XML multiplies, or asks for files."""
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    dtds = {
        "billion laughs": f'<!DOCTYPE x [<!ENTITY l0 "lol">{laughs}]>',
        "quadratic blow-up": f'<!DOCTYPE x [<!ENTITY a "{"a" * 50_000}">]>',
        "external file": '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        "external address": '<!DOCTYPE x [<!ENTITY a SYSTEM "http://127.0.0.1:1/">]>',
        "external document type": '<!DOCTYPE x SYSTEM "http://127.0.0.1:1/x.dtd">',
        "parameter entity": '<!DOCTYPE x [<!ENTITY % a SYSTEM "file:///etc/passwd"> %a;]>',
        "in small letters": "<!doctype x>",
    }
    for what, dtd in dtds.items():
        for part in ("xl/workbook.xml", "xl/worksheets/sheet1.xml"):
            harm = b"<?xml version='1.0'?>" + dtd.encode() + b"<x>&a;</x>"
            yield f"{what} in {part}", "a.xlsx", with_part(part, harm), "forbidden_xml"
    wide = "<?xml version='1.0' encoding='utf-16'?>" + dtds["billion laughs"] + "<x>&l9;</x>"
    for part in ("xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"):
        data = with_part(part, wide.encode("utf-16"))
        yield f"billion laughs in UTF-16 in {part}", "a.xlsx", data, "not_a_workbook forbidden_xml"
    seven = b"<?xml version='1.0' encoding='utf-7'?>+ADwAIQ-DOCTYPE x+AD4-<x/>"
    yield "UTF-7", "a.xlsx", with_part("xl/workbook.xml", seven), "not_a_workbook"
    include = part_of("xl/workbook.xml").replace(
        b"<sheets>",
        b'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="/etc/passwd"/><sheets>',
    )
    yield "XInclude", "a.xlsx", with_part("xl/workbook.xml", include), "not_a_workbook read"
    deep = b"<a>" * 200_000 + b"</a>" * 200_000
    yield "nested XML", "a.xlsx", with_part("xl/workbook.xml", deep), "not_a_workbook no_rows"
    many = b"<x " + b" ".join(b'a%d="1"' % n for n in range(200_000)) + b"/>"
    yield "200,000 attributes", "a.xlsx", with_part("xl/workbook.xml", many), "not_a_workbook"


def odd_sheets() -> Made:
    """Yield workbooks whose sheet would take the memory or the day."""
    head = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    cell = b'<row r="%d"><c r="A%d" t="inlineStr"><is><t>a</t></is></c></row>'

    def sheet(rows: bytes, after: bytes = b"") -> bytes:
        whole = head + b"<sheetData>" + rows + b"</sheetData>" + after + b"</worksheet>"
        return with_part("xl/worksheets/sheet1.xml", whole)

    far = cell % (1_048_576, 1_048_576)
    yield "one cell a million rows down", "a.xlsx", sheet(far), "too_many_rows no_rows"
    beyond = cell % (2**40, 2**40)
    yield "a row beyond any sheet", "a.xlsx", sheet(beyond), "not_a_workbook too_many_rows no_rows"
    wide = b'<row r="1"><c r="ZZZZZ1"><v>1</v></c></row>'
    yield "a column beyond any sheet", "a.xlsx", sheet(wide), "not_a_workbook no_rows too_many_rows"
    rows = b"".join(cell % (n, n) for n in range(1, 2_000))
    spread = b'<row r="2000"><c r="GR2000"><v>1</v></c></row>'
    merge = b"<mergeCells>" + b'<mergeCell ref="A1:GR2000"/>' * 400 + b"</mergeCells>"
    steps = b"".join(b'<mergeCell ref="A%d:GR2000"/>' % n for n in range(1, 400))
    laid = b"<mergeCells>" + steps + b"</mergeCells>"
    yield "merged ranges repeated", "a.xlsx", sheet(rows + spread, merge), "read too_large_inside"
    yield "merged ranges on one another", "a.xlsx", sheet(rows + spread, laid), "too_large_inside"
    space = b"xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'"
    shared = b"<sst " + space + b" count='4294967295'></sst>"
    yield (
        "strings that are not there",
        "a.xlsx",
        with_part("xl/sharedStrings.xml", shared),
        "read not_a_workbook",
    )
    formula = b'<row r="1"><c r="A1"><f>cmd|\'/c calc\'!A1</f><v>1</v></c></row>' + cell % (2, 2)
    yield "a formula that starts a program", "a.xlsx", sheet(formula), "read no_rows"


def compressed() -> Made:
    """Yield compressed lists that swell, nest or lie."""
    yield "gzip of 102 MB", "a.csv.gz", gzip.compress(bytes(SWOLLEN)), "too_large_inside"
    nested = b"address\nhttps://x.com/nordet\n"
    for _ in range(3):
        nested = gzip.compress(nested)
    yield "gzip in gzip", "a.csv.gz", nested, "not_text no_rows"
    yield "gzip of a workbook", "a.xlsx.gz", gzip.compress(BOOK), READ
    yield "gzip cut", "a.csv.gz", gzip.compress(b"a,b\n1,2\n" * 900)[:30], "broken_archive"
    yield "gzip head only", "a.csv.gz", b"\x1f\x8b\x08\x00", "broken_archive"
    yield "bzip2", "a.csv.bz2", bz2.compress(b"a,b\n1,2\n" * 99), "not_text no_rows"
    yield "xz", "a.csv.xz", lzma.compress(b"a,b\n1,2\n" * 99), "not_text no_rows"
    yield "old workbook", "a.xls", b"\xd0\xcf\x11\xe0" + bytes(4_000), "old_workbook"


def texts() -> Made:
    """Yield texts that multiply, nest or never end."""
    laughs = "a0: &a0 [x, x]\n" + "".join(
        f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 12)
    )
    yield "YAML laughs", "a.yaml", laughs.encode(), "forbidden_yaml"
    yield "YAML merge keys", "a.yaml", b"- &a {x: 1}\n- {<<: *a}\n", "forbidden_yaml"
    tag = b"- !!python/object/apply:os.system ['id']\n- a: 1\n"
    yield "YAML that runs", "a.yaml", tag, "read broken_yaml not_a_list"
    yield "YAML nested", "a.yaml", b"- " + b"[" * 20_000, "too_deep broken_yaml"
    yield "YAML of one key", "a.yaml", b"? " * 5_000 + b"a", "too_deep broken_yaml not_a_list"
    yield "JSON nested", "a.json", b"[" * 100_000, "too_deep broken_json"
    deep = '{"a":' * 20 + "1" + "}" * 20
    yield "JSON of twenty levels", "a.json", f"[{deep}]".encode(), "too_deep"
    number = b'[{"a": ' + b"9" * 200_000 + b"}]"
    yield "JSON number of 200,000 digits", "a.json", number, "read no_rows"
    yield "JSON number beyond any", "a.json", b'[{"address": 1e999999}]', READ
    keys = json.dumps([{f"k{n}": 1 for n in range(5_000)}])
    yield "JSON of 5,000 columns", "a.json", keys.encode(), "too_many_columns"
    yield "a quotation mark never closed", "a.csv", b'a,b\n"' + b"x,y\n" * MEGA, "broken_csv"
    yield "one line of 10 MB", "a.csv", b"x" * (10 * MEGA), "no_rows broken_csv"
    yield "a million commas", "a.csv", b"a\n" + b"," * MEGA, "too_many_columns"
    yield "NUL everywhere", "a.csv", b"a\x00,b\x00\n" * 999, "not_text no_rows read"
    yield "UTF-16 of odd length", "a.csv", "a,b\n1,2\n".encode("utf-16") + b"x", "not_text"
    yield "UTF-32 mark alone", "a.csv", b"\xff\xfe\x00\x00", "no_rows not_text empty_file"
    yield "beyond Unicode", "a.csv", b"\xff\xfe\x00\x00" + b"\xff" * 40, "not_text"
    surrogate = b"\xff\xfe" + b"\x00\xd8" * 40
    yield "half a character", "a.csv", surrogate, "not_text"


def _places(data: bytes, mark: bytes) -> list[int]:
    return [place for place in range(len(data)) if data.startswith(mark, place)]


def _commented(data: bytes) -> bytes:
    out = io.BytesIO(data)
    with ZipFile(out, "a") as archive:
        archive.comment = b"PK\x05\x06" * 16_000
    return out.getvalue()


def _overlapping(count: int) -> bytes:
    """Return a workbook whose `count` parts are all one and the same run of bytes."""
    out = io.BytesIO(with_parts(("xl/media/a.bin", bytes(5 * MEGA))))
    with ZipFile(out, "a", ZIP_STORED) as archive:
        kernel = archive.getinfo("xl/media/a.bin")
        for number in range(count):
            twin = ZipInfo(f"xl/media/{number}.bin")
            for name in ("compress_type", "CRC", "compress_size", "file_size", "header_offset"):
                setattr(twin, name, getattr(kernel, name))
            archive.filelist.append(twin)
            archive.NameToInfo[twin.filename] = twin
        archive._didModify = True  # type: ignore[attr-defined]  # written again at the close
    return out.getvalue()
