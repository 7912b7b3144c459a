"""The words of the starter guide, for every network, in both languages.

A pair is: do, don’t, good, bad.
They are content, copied into the guide, not text of the interface: no catalogue holds them.
"""

from typing import Final, TypedDict


class Words(TypedDict):
    """What a section says in one language."""

    title: str
    text: str
    pairs: list[tuple[str, str, str, str]]


ON_EVERY_NETWORK: Final[dict[str, tuple[str, str, dict[str, Words]]]] = {
    "principles": (
        "principles",
        "",
        {
            "fr": {
                "title": "Être utile, exact et reconnaissable",
                "text": "Nous publions quand nous avons quelque chose d’utile à dire à quelqu’un "
                "de précis. Un fait se vérifie avant, pas après. On doit nous reconnaître sans "
                "lire le nom du compte.",
                "pairs": [
                    (
                        "Dire d’abord ce que le lecteur y gagne.",
                        "Parler de nous avant de parler de lui.",
                        "Vos horaires de bus changent lundi : voici votre nouvelle ligne.",
                        "Nous sommes fiers d’annoncer la refonte de notre réseau.",
                    )
                ],
            },
            "en": {
                "title": "Useful, exact and recognisable",
                "text": "We post when we have something useful to say to somebody in particular. A "
                "fact is checked before, not after. People should know it is us without reading "
                "the name of the account.",
                "pairs": [
                    (
                        "Say first what the reader gains.",
                        "Speak of ourselves before speaking of them.",
                        "Your bus times change on Monday: here is your new line.",
                        "We are proud to announce the redesign of our network.",
                    )
                ],
            },
        },
    ),
    "voice": (
        "voice",
        "",
        {
            "fr": {
                "title": "Une personne parle à une autre",
                "text": "Notre voix ne change pas d’un réseau à l’autre : directe, calme, précise. "
                "Nous disons « nous » et « vous ». Nous expliquons sans faire la leçon.",
                "pairs": [
                    (
                        "Écrire comme on répondrait au guichet.",
                        "Écrire comme un communiqué.",
                        "Nous avons trouvé la panne ; le courant revient vers 18 h.",
                        "Le rétablissement du service sera effectif dans les meilleurs délais.",
                    )
                ],
            },
            "en": {
                "title": "One person speaks to another",
                "text": "Our voice stays the same on every network: direct, calm, precise. We say "
                "“we” and “you”. We explain and do not lecture.",
                "pairs": [
                    (
                        "Write as one would answer at the counter.",
                        "Write like a press release.",
                        "We have found the fault; power is back at about 6 p.m.",
                        "Service restoration will be effective at the earliest opportunity.",
                    )
                ],
            },
        },
    ),
    "tone": (
        "tone",
        "",
        {
            "fr": {
                "title": "Le ton suit ce que vit le lecteur",
                "text": "La voix reste, le ton change : léger pour une fête, sobre pour une panne, "
                "grave pour un accident. Dans le doute, le plus sobre. Pas d’humour quand "
                "quelqu’un attend une réponse.",
                "pairs": [
                    (
                        "Reconnaître la gêne, puis dire la suite.",
                        "Plaisanter pour détendre.",
                        "Le retard est long et nous le regrettons. Prochain point à 14 h.",
                        "Un petit café en attendant ? ☕",
                    )
                ],
            },
            "en": {
                "title": "Tone follows what the reader lives through",
                "text": "The voice stays, the tone changes: light for a celebration, sober for a "
                "breakdown, grave for an accident. In doubt, the most sober. No humour while "
                "somebody waits for an answer.",
                "pairs": [
                    (
                        "Own the trouble, then say what comes next.",
                        "Joke to ease the mood.",
                        "The delay is long and we are sorry. Next news at 2 p.m.",
                        "Coffee while you wait? ☕",
                    )
                ],
            },
        },
    ),
    "syntax": (
        "syntax",
        "",
        {
            "fr": {
                "title": "Des phrases courtes, des mots entiers",
                "text": "Une idée par phrase, l’essentiel dans la première ligne. Un sigle s’écrit "
                "en entier la première fois. Dates et heures se lisent sans calcul. Pas de phrase "
                "en capitales : un lecteur d’écran l’épelle.",
                "pairs": [
                    (
                        "Écrire la date avec son jour.",
                        "Écrire « demain » ou « ce soir » dans un message qui reste.",
                        "Mardi 3 mars, de 9 h à 12 h",
                        "DEMAIN MATIN !!!",
                    )
                ],
            },
            "en": {
                "title": "Short sentences, whole words",
                "text": "One idea to a sentence, the point in the first line. An acronym is "
                "written out the first time. Dates and times are read without sums. No sentence in "
                "capitals: a screen reader spells it.",
                "pairs": [
                    (
                        "Write the date with its day.",
                        "Write “tomorrow” or “tonight” in a post that stays.",
                        "Tuesday 3 March, 9 a.m. to noon",
                        "TOMORROW MORNING!!!",
                    )
                ],
            },
        },
    ),
    "hashtags": (
        "hashtags",
        "",
        {
            "fr": {
                "title": "Peu de mots-dièse, et lisibles",
                "text": "Deux au plus, à la fin ou dans la phrase s’ils y ont leur place. Une "
                "capitale à chaque mot. On regarde ce qu’un mot-dièse rassemble déjà avant de le "
                "prendre.",
                "pairs": [
                    (
                        "Mettre une capitale à chaque mot.",
                        "Aligner une liste de mots-dièse.",
                        "#FêteDesVoisins",
                        "#fete #voisins #ensemble #ville #quartier",
                    )
                ],
            },
            "en": {
                "title": "Few hashtags, and legible ones",
                "text": "Two at most, at the end or in the sentence where they belong. A capital "
                "for each word. Look at what a hashtag already gathers before taking it up.",
                "pairs": [
                    (
                        "Give each word its capital.",
                        "Line up a list of hashtags.",
                        "#NeighboursDay",
                        "#neighbours #day #together #city #local",
                    )
                ],
            },
        },
    ),
    "links": (
        "links",
        "",
        {
            "fr": {
                "title": "Un lien, annoncé",
                "text": "Un lien par message, vers notre site quand la réponse s’y trouve. On dit "
                "ce qu’on trouvera derrière. Pas de raccourcisseur que personne ne connaît.",
                "pairs": [
                    (
                        "Dire où mène le lien.",
                        "Écrire « cliquez ici ».",
                        "Toutes les dates de collecte, rue par rue :",
                        "Pour en savoir plus, cliquez ici :",
                    )
                ],
            },
            "en": {
                "title": "One link, announced",
                "text": "One link to a post, to our own site when the answer is there. Say what is "
                "behind it. No shortener that nobody knows.",
                "pairs": [
                    (
                        "Say where the link leads.",
                        "Write “click here”.",
                        "Every collection date, street by street:",
                        "To find out more, click here:",
                    )
                ],
            },
        },
    ),
    "pictures": (
        "pictures",
        "",
        {
            "fr": {
                "title": "Des images vraies, décrites et permises",
                "text": "Une photographie de ce dont on parle vaut mieux qu’une image de banque. "
                "Chaque image a un texte alternatif qui dit ce qu’elle apporte. Les personnes "
                "reconnaissables ont donné leur accord par écrit ; le crédit est écrit. Le logo "
                "n’est ni étiré, ni recoloré, ni posé sur un fond chargé.",
                "pairs": [
                    (
                        "Décrire ce que l’image apporte au message.",
                        "Répéter le titre ou écrire « photo ».",
                        "Deux agents posent un panneau de déviation rue des Lilas.",
                        "Image",
                    )
                ],
            },
            "en": {
                "title": "True pictures, described and allowed",
                "text": "A photograph of what is said is worth more than a stock image. Every "
                "picture has an alternative text that says what it adds. People who can be "
                "recognised agreed in writing; the credit is written. The logo is not stretched, "
                "recoloured, or laid on a busy ground.",
                "pairs": [
                    (
                        "Describe what the picture adds to the post.",
                        "Repeat the title, or write “photo”.",
                        "Two workers put up a diversion sign in Lilac Street.",
                        "Image",
                    )
                ],
            },
        },
    ),
    "replies": (
        "replies",
        "",
        {
            "fr": {
                "title": "Répondre à la personne, jamais à la foule",
                "text": "Une question reçoit une réponse le jour même, ou la date à laquelle elle "
                "viendra. Une critique polie aussi. Les données d’une personne se traitent en "
                "message privé. Une erreur se corrige en le disant.",
                "pairs": [
                    (
                        "Répondre au fait, puis proposer la suite.",
                        "Se justifier ou renvoyer la faute.",
                        "Vous avez raison, l’affiche donnait l’ancienne date. Elle est corrigée.",
                        "Il suffisait de lire notre site.",
                    )
                ],
            },
            "en": {
                "title": "Answer the person, never the crowd",
                "text": "A question is answered the same day, or told the day its answer comes. So "
                "is polite criticism. What is personal is handled in a private message. A mistake "
                "is corrected, and said to be.",
                "pairs": [
                    (
                        "Answer the fact, then offer what comes next.",
                        "Justify oneself or shift the blame.",
                        "You are right, the poster had the old date. It is corrected.",
                        "You only had to read our website.",
                    )
                ],
            },
        },
    ),
    "netiquette": (
        "netiquette",
        "",
        {
            "fr": {
                "title": "Ce que nous acceptons chez nous",
                "text": "Nous laissons les critiques. Nous masquons les injures, les données "
                "personnelles et la publicité, et nous disons pourquoi. Nous citons nos sources, "
                "nous demandons avant de reprendre, nous ne relançons pas une dispute.",
                "pairs": [
                    (
                        "Nommer l’auteur de ce qu’on reprend.",
                        "Reprendre une image en effaçant son origine.",
                        "Photo de Lina Haddad, avec son accord.",
                        "Photo : internet",
                    )
                ],
            },
            "en": {
                "title": "What we accept on our pages",
                "text": "Criticism stays. Insults, personal data and advertising are hidden, and "
                "we say why. We name our sources, ask before we take up what others made, and do "
                "not feed a quarrel.",
                "pairs": [
                    (
                        "Name who made what you take up.",
                        "Take a picture and remove where it came from.",
                        "Photograph by Lina Haddad, with her agreement.",
                        "Photo: internet",
                    )
                ],
            },
        },
    ),
}
