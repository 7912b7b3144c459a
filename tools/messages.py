"""Translated text: extract it, compile it, derive Canadian French, check the French.

    python tools/messages.py extract [AREA …]   collect the strings of the code into the catalogues
    python tools/messages.py compile            write the .mo files
    python tools/messages.py derive [AREA …]    write fr_CA from fr (only what differs)
    python tools/messages.py check [AREA …]     missing, stale, badly typeset: exit 1

Each area owns `src/gouvernail/<area>/locale/fr/LC_MESSAGES/django.po`. English is in the code, so
it has no catalogue. Entries are sorted and carry file names without line numbers: a diff shows
only text.
"""

import argparse
import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import polib
from django.conf import settings
from django.utils.translation.template import templatize
from french import canadian, load_canadian, problems_of_english, problems_of_french

ROOT: Final = Path(__file__).resolve().parents[1]
SOURCE: Final = ROOT / "src" / "gouvernail"
PLURAL: Final = "nplurals=2; plural=(n > 1);"
# name of the call -> positions of (context, message, plural)
CALLS: Final = {
    "_": (None, 0, None),
    "gettext": (None, 0, None),
    "ngettext": (None, 0, 1),
    "pgettext": (0, 1, None),
    "npgettext": (0, 1, 2),
}
# `_(WORDS[code])`: the text stands elsewhere, in gettext_noop
NAMED_ELSEWHERE: Final = (ast.Name, ast.Attribute, ast.Subscript)
STRING: Final = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
IN_TEMPLATE: Final = re.compile(
    rf"(?<!\w)(_|n?p?gettext)\(\s*({STRING}(?:\s*,\s*{STRING})*)\s*,?\s*(?:count)?\s*\)", re.DOTALL
)


@dataclass(slots=True)
class Message:
    """One string of the code and the files that use it."""

    text: str
    plural: str | None = None
    context: str | None = None
    files: set[str] = field(default_factory=set)

    @property
    def key(self) -> tuple[str | None, str]:
        """Return what makes two messages the same one."""
        return self.context, self.text


class NotLiteralError(ValueError):
    """A call to gettext whose text cannot be read from the code."""


def main(arguments: list[str] | None = None) -> int:
    """Run one of the four commands and return the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("command", choices=("extract", "compile", "derive", "check"))
    parser.add_argument("areas", nargs="*", metavar="AREA")
    given = parser.parse_args(arguments)
    if not settings.configured:
        settings.configure(USE_I18N=True)
    if given.command == "compile":
        return compile_all()
    areas = given.areas or every_area()
    if unknown := sorted(set(areas) - set(every_area())):
        parser.error(f"no such area: {', '.join(unknown)}")
    return {"extract": extract, "derive": derive, "check": check}[given.command](areas)


def every_area() -> list[str]:
    """Return the packages that may hold text, in name order; kernel and networks are pure."""
    pure = {"kernel", "egress", "networks", "locale"}
    return sorted(
        each.name
        for each in SOURCE.iterdir()
        if each.is_dir() and each.name not in pure and not each.name.startswith("__")
    )


def catalogue(area: str, locale: str) -> Path:
    """Return where `area` keeps its `locale` catalogue."""
    return SOURCE / area / "locale" / locale / "LC_MESSAGES" / "django.po"


# --- extract --------------------------------------------------------------------------------------


def messages(area: str) -> dict[tuple[str | None, str], Message]:
    """Return every translatable string of one area's Python and templates."""
    found: dict[tuple[str | None, str], Message] = {}
    folder = SOURCE / area
    for path in sorted(folder.rglob("*")):
        if "migrations" in path.parts or "__pycache__" in path.parts:
            continue
        if path.suffix == ".py":
            here = in_python(path)
        elif "templates" in path.parts and path.suffix in {".html", ".txt"}:
            here = in_template(path)
        else:
            continue
        for message in here:
            kept = found.setdefault(message.key, message)
            kept.plural = kept.plural or message.plural
            kept.files.add(str(path.relative_to(SOURCE)))
    return found


def in_python(path: Path) -> Iterator[Message]:
    """Yield the strings given to gettext in one Python file."""
    tree = ast.parse(path.read_text(encoding="utf-8"), filename=str(path))
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = str(getattr(node.func, "id", "") or getattr(node.func, "attr", ""))
        positions = CALLS.get(name.removesuffix("_lazy").removesuffix("_noop"))
        if positions is None or is_named_elsewhere(node, positions):
            continue
        try:
            yield message_of([literal(each) for each in node.args], positions)
        except (NotLiteralError, IndexError) as error:
            where = f"{path.relative_to(ROOT)}:{node.lineno}"
            raise SystemExit(f"{where}: {name}() needs its text written out ({error})") from error


def is_named_elsewhere(node: ast.Call, positions: tuple[int | None, int, int | None]) -> bool:
    """Return whether a call translates a text that is written out in another place."""
    texts = [node.args[at] for at in positions if at is not None and at < len(node.args)]
    return any(isinstance(each, NAMED_ELSEWHERE) for each in texts)


def literal(node: ast.expr) -> str | None:
    """Return the text of a string constant, or nothing for any other expression."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    return None


def message_of(values: list[str | None], positions: tuple[int | None, int, int | None]) -> Message:
    """Build a message from the values of a call.

    Raises:
        NotLiteralError: one of the texts is not a literal.
    """
    context_at, text_at, plural_at = positions
    parts = [values[at] if at is not None else "" for at in (text_at, plural_at, context_at)]
    if None in parts:
        raise NotLiteralError("not a literal")
    text, plural, context = (part or None for part in parts)
    return Message(text=text or "", plural=plural, context=context)


def in_template(path: Path) -> Iterator[Message]:
    """Yield the strings of `translate`, `blocktranslate` and `_()` in one template."""
    source = templatize(path.read_text(encoding="utf-8"), origin=str(path))
    for match in IN_TEMPLATE.finditer(source):
        values = ast.literal_eval(f"({match[2]},)")
        yield message_of(list(values), CALLS[match[1]])


def extract(areas: list[str]) -> int:
    """Bring the French catalogues up to date with the code, keeping every translation.

    A string new to an area starts with the French another area already gives it.
    """
    memory = translations_of_all()
    for area in areas:
        found, path = messages(area), catalogue(area, "fr")
        if not found and not path.exists():
            continue
        old = entries(path)
        book = new_book("fr")
        for key, message in found.items():
            book.append(entry_for(message, old.get(key), memory.get(key)))
        write(book, path)
        missing = sum(1 for entry in book if not entry.translated())
        print(f"{area}: {len(book)} strings, {missing} without French")
    return 0


def entry_for(
    message: Message, old: polib.POEntry | None, elsewhere: polib.POEntry | None
) -> polib.POEntry:
    """Return the catalogue entry of `message`, translated where a translation is known."""
    entry = polib.POEntry(
        msgid=message.text,
        msgctxt=message.context,
        msgid_plural=message.plural or "",
        occurrences=[(name, "") for name in sorted(message.files)],
    )
    if "%(" in message.text or "%(" in (message.plural or ""):
        entry.flags.append("python-format")
    known = old if old is not None and old.translated() else elsewhere
    if message.plural:
        entry.msgstr_plural = {0: "", 1: ""}
        if known is not None and known.msgstr_plural:
            entry.msgstr_plural = dict(known.msgstr_plural)
    elif known is not None:
        entry.msgstr = known.msgstr
    if old is not None:
        entry.tcomment = old.tcomment
        entry.flags.extend(["fuzzy"] if old.fuzzy else [])
    return entry


def translations_of_all() -> dict[tuple[str | None, str], polib.POEntry]:
    """Return one French entry for each string translated in any area."""
    known: dict[tuple[str | None, str], polib.POEntry] = {}
    for area in every_area():
        for key, entry in entries(catalogue(area, "fr")).items():
            if entry.translated():
                known.setdefault(key, entry)
    return known


def entries(path: Path) -> dict[tuple[str | None, str], polib.POEntry]:
    """Return the entries of a catalogue by context and text; empty if there is no such file."""
    if not path.exists():
        return {}
    book = polib.pofile(str(path), encoding="utf-8", wrapwidth=100)
    return {(entry.msgctxt, entry.msgid): entry for entry in book if not entry.obsolete}


def new_book(locale: str) -> polib.POFile:
    """Return an empty catalogue with the least header gettext needs, and no date."""
    book = polib.POFile(wrapwidth=100)
    book.metadata = {
        "Language": locale,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURAL,
    }
    return book


def write(book: polib.POFile, path: Path) -> None:
    """Write a catalogue in the order of its English text, only if that changes the file."""
    book.sort(key=lambda entry: (entry.msgid.casefold(), entry.msgid, entry.msgctxt or ""))
    text = f"{book}".rstrip("\n") + "\n"
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


# --- compile and derive ---------------------------------------------------------------------------


def compile_all() -> int:
    """Write every stale `.mo` file."""
    sys.path.insert(0, str(ROOT / "src"))
    from gouvernail.project.catalogues import compile_catalogues

    print(f"{compile_catalogues()} catalogues compiled")
    return 0


def derived(area: str) -> polib.POFile:
    """Return the Canadian catalogue of an area: only the entries that differ from `fr`.

    gettext looks a string up in `fr_CA` and then in `fr`, so the rest need not be repeated.
    """
    rules = load_canadian()
    book = new_book("fr_CA")
    for entry in entries(catalogue(area, "fr")).values():
        forms = entry.msgstr_plural or {0: entry.msgstr}
        changed = {index: canadian(text, entry.msgid, rules) for index, text in forms.items()}
        if changed == forms or entry.fuzzy:
            continue
        copy = polib.POEntry(
            msgid=entry.msgid, msgctxt=entry.msgctxt, msgid_plural=entry.msgid_plural
        )
        copy.flags.extend(flag for flag in entry.flags if flag != "fuzzy")
        if entry.msgid_plural:
            copy.msgstr_plural = changed
        else:
            copy.msgstr = changed[0]
        book.append(copy)
    return book


def derive(areas: list[str]) -> int:
    """Write the Canadian catalogues."""
    for area in areas:
        book, path = derived(area), catalogue(area, "fr_CA")
        if len(book):
            write(book, path)
        else:
            path.unlink(missing_ok=True)
    return 0


# --- check ----------------------------------------------------------------------------------------


def check(areas: list[str]) -> int:
    """Print what is wrong with the French of `areas`; 1 if anything is."""
    lines = [line for area in areas for line in problems_of(area)]
    if set(areas) == set(every_area()):
        lines += rivals()
    print("\n".join(lines) if lines else f"translations: {len(areas)} areas, nothing to mend")
    return 1 if lines else 0


def problems_of(area: str) -> Iterator[str]:
    """Yield one line for each fault of an area's catalogues."""
    found, known = messages(area), entries(catalogue(area, "fr"))
    for key, message in found.items():
        where = f"{area}: “{message.text[:60]}”"
        yield from (f"{where}: English: {each}" for each in problems_of_english(message.text))
        yield from (f"{where}: {each}" for each in problems_of_entry(message, known.get(key)))
    for _context, text in known.keys() - found.keys():
        yield f"{area}: “{text[:60]}”: gone from the code; run `tools/messages.py extract {area}`"
    yield from stale_canadian(area)


def problems_of_entry(message: Message, entry: polib.POEntry | None) -> Iterator[str]:
    """Yield what is wrong with the French of one string."""
    if entry is None or (entry.msgid_plural or None) != message.plural:
        yield "not in the catalogue; run `tools/messages.py extract`"
    elif entry.fuzzy:
        yield "fuzzy"
    elif not entry.translated():
        yield "no French"
    else:
        for form in entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]:
            yield from problems_of_french(form, entry.msgid, entry.msgid_plural)


def stale_canadian(area: str) -> Iterator[str]:
    """Yield a line if the committed Canadian catalogue is not what `derive` would write."""

    def forms(book: dict[tuple[str | None, str], polib.POEntry]) -> dict[object, object]:
        return {key: (entry.msgstr, entry.msgstr_plural) for key, entry in book.items()}

    wanted = {(entry.msgctxt, entry.msgid): entry for entry in derived(area)}
    if forms(wanted) != forms(entries(catalogue(area, "fr_CA"))):
        yield f"{area}: fr_CA is stale; run `tools/messages.py derive {area}`"


def rivals() -> Iterator[str]:
    """Yield the strings that two areas translate differently: only one would ever be shown."""
    seen: dict[tuple[str | None, str], tuple[str, object]] = {}
    for area in every_area():
        for key, entry in entries(catalogue(area, "fr")).items():
            french = (entry.msgstr, tuple(entry.msgstr_plural.values()))
            first, other = seen.setdefault(key, (area, french))
            if other != french:
                yield f"{area}: “{key[1][:60]}” differs from {first}; give one a context (pgettext)"


if __name__ == "__main__":
    sys.exit(main())
