"""What is said of a file that cannot be read, or was read with a doubt, in both languages."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

WORDS: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "format_unknown": {
            "fr": "Ce fichier n’est ni du Word (.docx), ni du PDF, ni du HTML, ni du Markdown.",
            "en": "This file is not Word (.docx), PDF, HTML or Markdown.",
        },
        "file_too_large": {
            "fr": "Ce fichier dépasse ce qui est lu : {limit}.",
            "en": "This file is larger than what is read: {limit}.",
        },
        "file_broken": {
            "fr": "Ce fichier est abîmé ou incomplet. Enregistrez-le à nouveau, puis réessayez.",
            "en": "This file is damaged or cut short. Save it again, then retry.",
        },
        "password_needed": {
            "fr": "Ce fichier est protégé par un mot de passe. Enregistrez-en une copie sans "
            "mot de passe.",
            "en": "This file asks for a password. Save a copy without one.",
        },
        "has_macros": {
            "fr": "Ce fichier contient des macros. Enregistrez-le au format .docx, sans macros.",
            "en": "This file holds macros. Save it as .docx, without macros.",
        },
        "old_word": {
            "fr": "C’est un ancien document Word (.doc). Enregistrez-le au format .docx.",
            "en": "This is an old Word document (.doc). Save it as .docx.",
        },
        "no_text": {
            "fr": "Ce PDF ne contient que des images : aucun texte n’y est lisible. Partez du "
            "document d’origine, ou d’une reconnaissance de texte relue par quelqu’un.",
            "en": "This PDF holds pictures only: there is no text in it. Start from the original "
            "document, or from a text recognition that somebody has read through.",
        },
        "document_empty": {
            "fr": "Ce document ne contient aucun texte.",
            "en": "This document holds no text.",
        },
        "tracked_changes": {
            "fr": "{count} modifications suivies : le texte est lu comme si toutes étaient "
            "acceptées. Vérifiez avec l’auteur.",
            "en": "{count} tracked changes: the text is read as if all were accepted. Check with "
            "its author.",
        },
        "comments_left_out": {
            "fr": "{count} commentaires en marge ne sont pas repris.",
            "en": "{count} comments in the margin are left out.",
        },
        "pictures_left_out": {
            "fr": "{count} images ne sont pas reprises.",
            "en": "{count} pictures are left out.",
        },
        "notes_left_out": {
            "fr": "{count} notes de bas de page ne sont pas reprises.",
            "en": "{count} footnotes are left out.",
        },
        "tags_dropped": {
            "fr": "{count} balises d’un outil de publication sont retirées ; leur texte est gardé.",
            "en": "{count} tags of a publishing tool are removed; their text is kept.",
        },
        "headings_guessed": {
            "fr": "{count} titres sont devinés d’après leur aspect : relisez le découpage.",
            "en": "{count} headings are guessed from how they look: check where clauses begin.",
        },
        "paragraphs_taken": {
            "fr": "Aucun titre : chaque paragraphe devient une clause.",
            "en": "There is no heading: each paragraph becomes a clause.",
        },
        "numbers_taken": {
            "fr": "{count} clauses sont reconnues à leur numéro : relisez le découpage.",
            "en": "{count} clauses are recognised by their numbers: check where they begin.",
        },
        "encoding_guessed": {
            "fr": "L’encodage n’est pas dit : le fichier est lu en Windows-1252.",
            "en": "The encoding is not said: the file is read as Windows-1252.",
        },
        "blank_pages": {
            "fr": "{count} pages sans texte : ce sont peut-être des images.",
            "en": "{count} pages without text: they may be pictures.",
        },
    }
)

ONE: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "tracked_changes": {
            "fr": "Une modification suivie : le texte est lu comme si elle était acceptée. "
            "Vérifiez avec l’auteur.",
            "en": "One tracked change: the text is read as if it were accepted. Check with its "
            "author.",
        },
        "comments_left_out": {
            "fr": "Un commentaire en marge n’est pas repris.",
            "en": "One comment in the margin is left out.",
        },
        "pictures_left_out": {
            "fr": "Une image n’est pas reprise.",
            "en": "One picture is left out.",
        },
        "notes_left_out": {
            "fr": "Une note de bas de page n’est pas reprise.",
            "en": "One footnote is left out.",
        },
        "tags_dropped": {
            "fr": "Une balise d’un outil de publication est retirée ; son texte est gardé.",
            "en": "One tag of a publishing tool is removed; its text is kept.",
        },
        "headings_guessed": {
            "fr": "Un titre est deviné d’après son aspect : relisez le découpage.",
            "en": "One heading is guessed from how it looks: check where clauses begin.",
        },
        "blank_pages": {
            "fr": "Une page sans texte : c’est peut-être une image.",
            "en": "One page without text: it may be a picture.",
        },
    }
)
"""What is said of one of them."""

FRENCH_UNITS: Final = {"MB": "Mo", "parts": "éléments", "paragraphs": "paragraphes"}
UNITS: Final = re.compile(rf"\b(?:{'|'.join(FRENCH_UNITS)})\b")
