"""Cut a text into sentences that keep their place, and tell those that ask for something."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Final

from gouvernail.kernel.text import fold

FRONT_MATTER: Final = re.compile(r"\A---[ \t]*\n.*?^---[ \t]*$", re.DOTALL | re.MULTILINE)
FENCE: Final = re.compile(r"^(```|~~~).*?^\1", re.DOTALL | re.MULTILINE)
COMMENT: Final = re.compile(r"<!--.*?-->", re.DOTALL)
TAG: Final = re.compile(r"</?[a-zA-Z](?:[^<>\"']|\"[^\"]{0,2000}\"|'[^']{0,2000}'){0,2000}>")
BLOCK: Final = re.compile(r"(?:^(?!\s*$).*\n?)+", re.MULTILINE)
ITEM: Final = re.compile(
    r"^\s*(?:[-*+•]\s|\d{1,2}[.)]\s|#{1,6}\s|\||>\s|<(?:li|p|h\d|td)\b)", re.MULTILINE
)
END: Final = re.compile(
    r"[.!?…](?:[\"»”’)\]*_]{0,3})(?=\s+(?:[\"«“(\[*_]{0,3}[A-ZÀ-ÝŒ0-9]|\([a-z]\))|\s*$)"
)
MARKUP: Final = re.compile(
    r"<[^>\n]{0,300}>|\{[%{<][^}\n]{0,200}[%}>]\}|\[[ xX]\]|"
    r"(?<=\])\([^)\n]{0,400}\)|[*`|\\]|^\s*#{1,6}\s|&nbsp;|&#x20;|^\s*[-+>]\s"
)
SHORTEST: Final = 12
LONGEST: Final = 1200

NEVER: Final = re.compile(
    r"\b(?:(?:must|should|shall|may|can|will) (?:not|never)|mustn't|shouldn't|can't|cannot|never|"
    r"do not|don't|avoid(?:ing)?|no longer use|refrain from|not (?:allowed|permitted|acceptable)|"
    r"forbidden|prohibited|instead of|rather than|keep [\w ]{0,40}to a minimum|limit|sparingly|"
    r"minimize|no more than|"
    r"(?:ne|n')[ ]?(?:\w+ ){0,3}?(?:doi\w+|dev\w+|faut|peu\w+|utilis\w+|publi\w+|partag\w+|mett\w+|"
    r"ecri\w+|communi\w+|divulg\w+|trait\w+|diffus\w+|cit\w+|promett\w+|affirm\w+|"
    r"denigr\w+|accus\w+|"
    r"demand\w+|quitt\w+|repond\w+|depass\w+|est|sont|se) ?(?:\w+ ){0,3}?(?:pas|"
    r"jamais|ni|que|point|aucun\w*)|"
    r"(?:pas|jamais|aucune?) (?:de |d')|ni (?:mot|cle|adresse|plan|menace|ironie)|interdite?s?|"
    r"proscri\w+|a bannir|a eviter|evit(?:ez|er|ons)|banni\w*|limit(?:ez|er|ons)|"
    r"plutot que|au lieu de|"
    r"a ne pas faire|avec parcimonie|supprim(?:ez|er|es?|ees?)|s'abstenir|sans abus|peu de|"
    r"un seul suffit|pas plus de|au plus)\b"
)
ALWAYS: Final = re.compile(
    r"\b(?:must|should|shall|always|required to|are required|is required|"
    r"need(?:s)? to|have to|has to|"
    r"make sure|ensure|be sure to|please|has to be|is a must|mandatory|"
    r"doit|doivent|devez|devons|devra|devront|il faut|faut-il|obligatoire|necessaire de|imperatif|"
    r"imperativement|toujours|veill(?:ez|er)|pens(?:ez|er) a|assur(?:ez|er)|s'assurer|il convient|"
    r"il est (?:recommande|important|essentiel|preferable|souhaitable)|a faire|se disent|se dit|"
    r"disent|porte|creditez|credite|dites|dire)\b"
)
IMPERATIVE: Final = re.compile(
    r"^[\W_]*(?:use|write|add|include|provide|put|keep|capitali[sz]e|spell|credit|describe|"
    r"disclose|follow|check|test|label|place|choose|give|start|end|replace|remove|select|refer|"
    r"utilis(?:ez|er)|mett(?:ez|re)|ecri(?:vez|re)|ajout(?:ez|er)|renseign(?:ez|er)|"
    r"propos(?:ez|er)|"
    r"verifi(?:ez|er)|precis(?:ez|er)|indiqu(?:ez|er)|privilegi(?:ez|er)|"
    r"prefer(?:ez|er)|accentu(?:ez|er)|"
    r"rassembl(?:ez|er)|decri(?:vez|re)|sous-titr(?:ez|er)|cit(?:ez|er)|creditez|"
    r"remplac(?:ez|er)|vari(?:ez|er)|"
    r"donn(?:ez|er)|fournir|fournissez|signal(?:ez|er)|mentionn(?:ez|er)|limit(?:ez|"
    r"er)|respect(?:ez|er))\b"
)


@dataclass(frozen=True)
class Sentence:
    """A sentence as it is written; `line` and `column` count from 1."""

    text: str
    line: int
    column: int

    @cached_property
    def plain(self) -> str:
        """The sentence folded, without its markup."""
        return fold(" ".join(MARKUP.sub(" ", self.text).split())).text

    @cached_property
    def forbids(self) -> bool:
        """Whether it says not to, or to do less of it."""
        return NEVER.search(self.plain) is not None

    @cached_property
    def asks(self) -> bool:
        """Whether it says to do something."""
        return ALWAYS.search(self.plain) is not None or IMPERATIVE.match(self.plain) is not None


def is_duty(sentence: Sentence) -> bool:
    """Whether a sentence asks for something, or forbids it."""
    return sentence.forbids or sentence.asks


def sentences_of(text: str) -> Iterator[Sentence]:
    """Yield the sentences of a text; front matter, fenced code and comments are left out."""
    text = text.replace("\r\n", "\n")
    for part in (FRONT_MATTER, FENCE, COMMENT, TAG):
        text = part.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)
    for block in BLOCK.finditer(text):
        cuts = [each.start() for each in ITEM.finditer(block[0])]
        bounds = sorted({0, *cuts, len(block[0])})
        for start, end in pairwise(bounds):
            yield from _cut(text, block.start() + start, block.start() + end)


def _cut(text: str, start: int, end: int) -> Iterator[Sentence]:
    at = start
    for found in [*END.finditer(text, start, end), None]:
        stop = end if found is None else found.end()
        raw = text[at:stop]
        begin = at + len(raw) - len(raw.lstrip())
        if SHORTEST <= len(raw.strip()) <= LONGEST and not raw.lstrip().startswith("#"):
            line = text.count("\n", 0, begin) + 1
            column = begin - text.rfind("\n", 0, begin)
            yield Sentence(raw.strip(), line, column)
        at = stop
