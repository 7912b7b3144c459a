"""The words of the starter guide for one network each, in both languages."""

from typing import Final

from gouvernail.brand.queries.starter.words import Words

ON_ONE_NETWORK: Final[dict[str, tuple[str, str, dict[str, Words]]]] = {
    "syntax-linkedin": (
        "syntax",
        "linkedin",
        {
            "fr": {
                "title": "LinkedIn : un point de vue de métier",
                "text": "Les trois premières lignes se voient seules : elles disent le sujet. Un "
                "paragraphe par idée. On nomme les collègues avec leur accord.",
                "pairs": [
                    (
                        "Commencer par le résultat.",
                        "Commencer par une formule.",
                        "12 apprentis embauchés cette année, dont 7 en maintenance.",
                        "Quelle belle aventure humaine !",
                    )
                ],
            },
            "en": {
                "title": "LinkedIn: a view from the trade",
                "text": "The first three lines are seen alone: they say the subject. One paragraph "
                "to an idea. Colleagues are named with their agreement.",
                "pairs": [
                    (
                        "Begin with the result.",
                        "Begin with a phrase.",
                        "12 apprentices hired this year, 7 of them in maintenance.",
                        "What a wonderful human adventure!",
                    )
                ],
            },
        },
    ),
    "pictures-instagram": (
        "pictures",
        "instagram",
        {
            "fr": {
                "title": "Instagram : l’image porte le message",
                "text": "On comprend l’image sans la légende. Peu de texte dans l’image, jamais "
                "une information qui ne serait que là : personne ne peut la copier ni l’écouter.",
                "pairs": [
                    (
                        "Écrire aussi dans la légende ce que dit l’image.",
                        "Mettre une affiche entière en photo.",
                        "Légende : samedi 14 juin, 10 h, place du Marché.",
                        "Légende : toutes les infos sur l’affiche ⬆️",
                    )
                ],
            },
            "en": {
                "title": "Instagram: the picture carries the message",
                "text": "The picture is understood without its caption. Little text inside it, and "
                "never news that is only there: nobody can copy it or hear it.",
                "pairs": [
                    (
                        "Write in the caption too what the picture says.",
                        "Post a whole poster as a photograph.",
                        "Caption: Saturday 14 June, 10 a.m., Market Square.",
                        "Caption: all the details on the poster ⬆️",
                    )
                ],
            },
        },
    ),
    "netiquette-mastodon": (
        "netiquette",
        "mastodon",
        {
            "fr": {
                "title": "Mastodon : les usages du serveur",
                "text": "On lit les règles du serveur avant de publier. Un avertissement de "
                "contenu se met sur ce qui peut heurter. On répond, on ne fait pas que diffuser.",
                "pairs": [
                    (
                        "Décrire chaque image.",
                        "Publier le même texte partout, à la même heure.",
                        "Carte des travaux : la rue est fermée entre le 12 et le 30.",
                        "(aucun texte alternatif)",
                    )
                ],
            },
            "en": {
                "title": "Mastodon: the customs of the server",
                "text": "Read the rules of the server before posting. A content warning goes on "
                "what may hurt. Answer people; do not only broadcast.",
                "pairs": [
                    (
                        "Describe every picture.",
                        "Post the same words everywhere at the same hour.",
                        "Map of the works: the street is closed between numbers 12 and 30.",
                        "(no alternative text)",
                    )
                ],
            },
        },
    ),
}
