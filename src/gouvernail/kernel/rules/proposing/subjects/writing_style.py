"""Subjects of how a post is written: hashtags, emoji, capitals, signs, dates, length."""

import re
from typing import Final

from gouvernail.kernel.rules.proposing.subjects.asking import hashtags, latin, numbers
from gouvernail.kernel.rules.proposing.subjects.shape import Subject, one, pattern

EMOJI: Final = r"[\x{1F300}-\x{1FAFF}\x{2600}-\x{27BF}]\x{FE0F}?"
STYLE: Final[tuple[Subject, ...]] = (
    Subject(
        name="hashtag-capitals",
        holds=re.compile(
            r"(?:hashtags?|mots?-diese|mots?-clics?|#\w).{0,140}(?:capital\w*|majuscules?|"
            r"minuscules?|camel|uppercase|lowercase)|"
            r"(?:capital\w*|majuscule|camel|uppercase).{0,140}(?:hashtags?|mots?-diese|#\w)|"
            r"minuscule #"
        ),
        ask=one(
            title=("Mot-dièse illisible", "Unreadable hashtag"),
            say=("« {quote} » : une capitale à chaque mot.", "“{quote}”: a capital to each word."),
            check=pattern(r"#[a-zà-ÿ]{15,80}\b", original=True, sensitive=True),
            raises=("#semainedelamobilite", "#publictransportweek"),
            passes=("#SemaineDeLaMobilite, #PublicTransportWeek",),
            chosen=("from how many letters a hashtag counts as several words: 15",),
        ),
    ),
    Subject(
        name="hashtag-number",
        holds=re.compile(
            r"\b(?:limit|no more than|at most|maximum|limit(?:ez|er)|pas plus de|"
            r"au plus)\b.{0,60}\b(?:hashtags?|mots?-diese)|"
            r"\b(?:hashtags?|mots?-diese)\b.{0,40}\b(?:no more than|at most|maximum|au plus|"
            r"pas plus de)\b"
        ),
        ask=hashtags,
    ),
    Subject(
        name="emoji-run",
        holds=re.compile(
            r"\be?moji\w*\b.{0,120}(?:suite|parcimonie|sparing\w*|limit\w*|few|several|"
            r"multiple|repeat\w*|a row|suffit)|(?:plusieurs|limit\w*|evit\w*|several|"
            r"multiple|avoid|repeat\w*).{0,60}\be?moji"
        ),
        forbids=True,
        leaves=re.compile(r"\bmilieu\b|\bmiddle\b"),
        ask=one(
            title=("Émojis en série", "A string of emoji"),
            say=("« {quote} » : moins d’émojis.", "“{quote}”: fewer emoji."),
            check=pattern(rf"(?:{EMOJI}\s?){{3,}}", original=True),
            raises=("Bravo 🎉🎉🎉",),
            passes=("Bravo 🎉",),
            chosen=("from how many emoji in a row: 3",),
        ),
    ),
    Subject(
        name="emoji-inside",
        holds=re.compile(
            r"emoji\w*.{0,60}(?:milieu|place\)? d|inside|middle|in place of|replace words)"
        ),
        ask=one(
            title=("Émoji dans la phrase", "Emoji inside the sentence"),
            say=("« {quote} » : mettez l’émoji à la fin.", "“{quote}”: move the emoji to the end."),
            check=pattern(rf"\p{{Ll}}\s?(?:{EMOJI}\s?)+\p{{Ll}}", original=True, sensitive=True),
            raises=("Venez 🎉 nombreux",),
            passes=("Venez nombreux 🎉",),
        ),
    ),
    Subject(
        name="capitals",
        holds=re.compile(
            r"\b(?:all caps|all-caps|all capital letters|capitali[sz]e all the letters|"
            r"capital letters for emphasis|uppercase for emphasis|"
            r"phrases? en capitales|tout en majuscules|texte en capitales|"
            r"en lettres capitales|ecrire en majuscules)\b"
        ),
        forbids=True,
        ask=one(
            title=("Phrase en capitales", "Sentence in capitals"),
            say=("« {quote} » : en minuscules.", "“{quote}”: in lower case."),
            check=pattern(r"\b(?:\p{Lu}{2,}[ ,’'-]+){4,}\p{Lu}{2,}", original=True, sensitive=True),
            raises=("VENEZ NOMBREUX POUR LA FETE", "COME TO THE BIG PARTY"),
            chosen=("from how many words in capitals: 5",),
        ),
    ),
    Subject(
        name="fancy-letters",
        holds=re.compile(
            r"\bcaracteres (?:speciaux|unicode)|\bspecial (?:unicode )?characters|"
            r"\bfaux (?:gras|italique)|\btexte en faux|\bunicode fonts?\b"
        ),
        ask=one(
            title=("Lettres décoratives", "Fancy letters"),
            say=("« {quote} » n’est pas lu à voix haute.", "“{quote}” is not read aloud."),
            check=pattern(
                r"[\x{1D400}-\x{1D7FF}\x{24B6}-\x{24E9}\x{1F130}-\x{1F169}]{2,}", original=True
            ),
            raises=("\U0001d5e2\U0001d5f3\U0001d5f3\U0001d5ff\U0001d5f2 du mois",),
            chosen=("which characters: letters of mathematics, circled or squared",),
        ),
        forbids=True,
    ),
    Subject(
        name="repeated-punctuation",
        holds=re.compile(
            r"\b(?:ponctuation repetee|repeated punctuation|multiple exclamation|"
            r"exclamation (?:points?|marks?)|points? d'exclamation)\b"
        ),
        forbids=True,
        ask=one(
            title=("Points d’exclamation", "Exclamation marks"),
            say=("« {quote} » : un seul signe, ou aucun.", "“{quote}”: one sign, or none."),
            check=pattern(r"!{2,}|\?{2,}", original=True),
            raises=("Bravo !!",),
            passes=("Bravo !",),
            chosen=("from how many signs in a row: 2",),
        ),
    ),
    Subject(
        name="numeric-date",
        holds=re.compile(
            r"\b(?:numeric format|numeric dates?|numbers? (?:for|"
            r"to represent) (?:the )?months?|mois en (?:toutes )?lettres|"
            r"spell out the month|dates? (?:en chiffres|numeriques?))\b"
        ),
        ask=one(
            title=("Date ambiguë", "Ambiguous date"),
            say=("« {quote} » : le mois en lettres.", "“{quote}”: spell the month out."),
            check=pattern(r"\b[0-9]{1,2}/[0-9]{1,2}/(?:20)?[0-9]{2}\b"),
            raises=("03/04/2026",),
        ),
    ),
    Subject(
        name="length",
        holds=re.compile(
            r"\b[0-9]{2,5} (?:characters|caracteres|signes)\b.{0,120}\b(?:posts?|tweets?|"
            r"publications?|messages?)\b|\b(?:posts?|tweets?|publications?|"
            r"messages?)\b.{0,120}\b[0-9]{2,5} (?:characters|caracteres|signes)\b"
        ),
        ask=numbers,
    ),
    Subject(
        name="hashtags-last",
        holds=re.compile(
            r"\b(?:hashtags?|mots?-diese)\b.{0,40}\b(?:fin de|a la fin|at the end|end of)\b"
        ),
        ask=one(
            title=("Mots-dièse à la fin", "Hashtags last"),
            say=("« {quote} » : les mots-dièse à la fin.", "“{quote}”: hashtags last."),
            check=pattern(r"#\w+\s+(?:\p{L}[\p{L}’']*\s+){3,}", original=True),
            raises=("Au #port de la ville ce matin",),
            passes=("Au port de la ville ce matin #port",),
            chosen=("how many words after a hashtag: 3",),
        ),
    ),
    Subject(
        name="latin-short-forms",
        holds=re.compile(r"\be\.g\.|\bi\.e\.|\betc\."),
        forbids=True,
        ask=latin,
    ),
    Subject(
        name="ampersand",
        holds=re.compile(r"\b(?:ampersands?|esperluettes?)\b"),
        forbids=True,
        ask=one(
            title=("Esperluette", "Ampersand"),
            say=("« & » : écrivez « et ».", "“&”: write “and”."),
            check=pattern(r"\w &(?: \w|\b)", original=True),
            raises=("vélo & tram",),
        ),
    ),
)
