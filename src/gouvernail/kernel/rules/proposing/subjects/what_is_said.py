"""Subjects of what a post says or leaves out: people, secrets, partners, links, pictures, words."""

import re
from typing import Final

from gouvernail.kernel.rules.proposing.subjects.asking import (
    INSTEAD,
    SPEECH,
    identifiers,
    instead,
    named_words,
    side_by_side,
)
from gouvernail.kernel.rules.proposing.subjects.shape import Subject, one, pattern

SAID: Final[tuple[Subject, ...]] = (
    Subject(
        name="alt-text",
        holds=re.compile(
            r"\b(?:alt[- ]text|alternative texts?|text alternatives?|alt attribute|"
            r"textes? alternatifs?|textes? de remplacement|renseigner les alternatives|"
            r"image has an accessible description|alternative textuelle)\b"
        ),
        forbids=False,
        leaves=re.compile(r"\b(?:null indicator|decorative)\b"),
        ask=one(
            title=("Texte de remplacement", "Alternative text"),
            say=(
                "L’image n’a pas de texte de remplacement.",
                "The picture has no alternative text.",
            ),
            check={"media": {"alt": True}},
            raises=({"text": "Le port", "media": [{"mime": "image/png", "sha256": "0" * 64}]},),
            passes=(
                {
                    "text": "Le port",
                    "media": [{"mime": "image/png", "sha256": "0" * 64, "alt": "Un quai au matin"}],
                },
            ),
            strict=True,
        ),
    ),
    Subject(
        name="captions",
        holds=re.compile(r"\b(?:captions?|captioned|subtitles?|sous-titr\w+|transcri\w+)\b"),
        forbids=False,
        ask=one(
            title=("Vidéo sous-titrée", "Video with captions"),
            say=("Dites si la vidéo est sous-titrée.", "Say whether the video has captions."),
            check={
                "required": {
                    "need": pattern(
                        r"\b(?:sous-titr\w+|transcription|captions?|captioned|subtitles?|subtitled|"
                        r"transcript)\b"
                    )
                }
            },
            when={"tags": ["video"]},
            raises=("La visite en deux minutes.",),
            passes=("La visite en deux minutes, vidéo sous-titrée.",),
            chosen=("the tag `video`", "the words that say that there are captions"),
        ),
        leaves=re.compile(
            r"\b(?:photo caption|image caption|picture caption|write captions|legende|"
            r"photos?|images?|pictures?|table)\b"
        ),
    ),
    Subject(
        name="link-text",
        holds=re.compile(
            r"\bclick here\b|\bcliquez ici\b|\blien dit ou il mene\b|"
            r"\blink text\b.{0,60}\b(?:describ|meaning|descriptive)|\blink must describe\b"
        ),
        ask=one(
            title=("« Cliquez ici »", "“Click here”"),
            say=("« {quote} » : dites où mène le lien.", "“{quote}”: say where the link leads."),
            check={"terms": {"any": ["cliquez ici", "cliquer ici", "click here", "tap here"]}},
            raises=("Cliquez ici", "Click here"),
            chosen=("the words: cliquez ici, cliquer ici, click here, tap here",),
        ),
    ),
    Subject(
        name="shortened-link",
        holds=re.compile(
            r"\b(?:link shorteners?|url shorteners?|shortened (?:links?|urls?)|"
            r"liens? raccourcis?|raccourcisseurs?)\b"
        ),
        forbids=True,
        ask=one(
            title=("Lien raccourci", "Shortened link"),
            say=("« {quote} » : donnez l’adresse entière.", "“{quote}”: give the full address."),
            check={"links": {"deny": ["bit.ly", "tinyurl.com", "ow.ly", "is.gd", "buff.ly"]}},
            raises=("https://bit.ly/abc",),
            chosen=("the shorteners: bit.ly, tinyurl.com, ow.ly, is.gd, buff.ly",),
        ),
        leaves=re.compile(r"\bsans raccourcisseur de texte\b"),
    ),
    Subject(
        name="personal-data",
        holds=re.compile(
            r"\b(?:personally identifiable|personal(?:ly)? (?:information|data|details)|"
            r"private information|(?:donnees|informations?|renseignements?) personnel\w+|"
            r"donnees de clients|coordonnees (?:telephoniques|postales|personnelles)|"
            r"coordonnees,|numeros? de (?:telephone|dossier|securite)|phone numbers?|"
            r"social security numbers?|credit card numbers?|mots? de passe|passwords?)\b"
        ),
        forbids=True,
        ask=identifiers,
        leaves=re.compile(
            r"\b(?:change your|share (?:your )?passwords? with colleagues|two-factor|"
            r"gestionnaire de mots|ne vous demande|form field)\b"
        ),
    ),
    Subject(
        name="confidential",
        holds=re.compile(
            r"\b(?:confidential|non-?public|not public|internal documents?|proprietary|"
            r"trade secrets?|sensitive or|confidentiel\w*|usage interne|"
            r"documents? internes?|secret des affaires)\b"
        ),
        forbids=True,
        ask=one(
            title=("Mention de confidentialité", "Confidentiality marking"),
            say=(
                "« {quote} » : ce texte ne doit pas sortir.",
                "“{quote}”: this text must not go out.",
            ),
            check={
                "terms": {
                    "any": [
                        "strictement confidentiel",
                        "document confidentiel",
                        "usage interne",
                        "ne pas diffuser",
                        "strictly confidential",
                        "internal use only",
                        "do not distribute",
                        "not for publication",
                    ]
                }
            },
            raises=("Document confidentiel", "For internal use only"),
            strict=True,
            chosen=("the markings looked for, in both languages",),
        ),
    ),
    Subject(
        name="disclosure",
        holds=re.compile(
            r"\b(?:material connections?|connection must be disclosed|disclos\w+|"
            r"paid partnerships?|sponsored|partenariats? remunere\w*|"
            r"collaborations? commerciales?|produits? offerts?|contenus? sponsorise\w*|"
            r"free or discounted products)\b"
        ),
        forbids=False,
        ask=one(
            title=("Partenariat à dire", "Partnership to be said"),
            say=(
                "Un partenariat se dit, en mots clairs.",
                "A partnership is said, in clear words.",
            ),
            check={
                "required": {
                    "need": {
                        "terms": {
                            "any": [
                                "publicité",
                                "collaboration commerciale",
                                "partenariat rémunéré",
                                "ad",
                                "sponsored",
                                "paid partnership",
                            ]
                        }
                    }
                }
            },
            when={"tags": ["sponsored", "partnership"]},
            raises=("J’adore ce vélo !",),
            passes=("Publicité. J’adore ce vélo !",),
            strict=True,
            chosen=("the tags `sponsored` and `partnership`", "the labels accepted"),
        ),
        leaves=re.compile(
            r"\b(?:does not require|is immaterial|security|vulnerabilit|data breach|records?)\b"
        ),
    ),
    Subject(
        name="affiliation",
        holds=re.compile(
            r"\bdites que vous y travaillez\b|\bdire ou vous travaillez\b|"
            r"\b(?:identify yourself as an? employee|say (?:that )?you work|"
            r"state (?:that )?you work|disclose your (?:employer|affiliation)|"
            r"make it clear that you work)\b"
        ),
        ask=one(
            title=("Dire où l’on travaille", "Say where you work"),
            say=(
                "« {quote} » : dites que vous y travaillez.",
                "“{quote}”: say that you work there.",
            ),
            check={
                "required": {
                    "trigger": {
                        "terms": {
                            "any": [
                                "notre produit",
                                "nos produits",
                                "nos services",
                                "our product",
                                "our products",
                                "our services",
                            ]
                        }
                    },
                    "need": {
                        "terms": {
                            "any": [
                                "je travaille",
                                "mon employeur",
                                "salarié",
                                "salariée",
                                "i work",
                                "my employer",
                                "employee",
                            ]
                        }
                    },
                }
            },
            when={"account": ["personal", "named"]},
            raises=("Nos produits sont beaux.", "Our products are lovely."),
            passes=("Je travaille ici : nos produits sont beaux.",),
            chosen=(
                "what speaks of the business: our products, our services",
                "what says where one works",
            ),
        ),
    ),
    Subject(
        name="credit",
        holds=re.compile(
            r"\b(?:creditez|credit (?:the )?(?:photographer|author|source)|photo credits?|"
            r"credits? photo|give credit|credit whoever|credit the person|"
            r"droits? d'auteur.{0,60}(?:image|photo))\b"
        ),
        ask=one(
            title=("Crédit de l’image", "Picture credit"),
            say=(
                "L’image d’un tiers porte un crédit.",
                "Somebody else’s picture carries a credit.",
            ),
            check={
                "required": {
                    "need": pattern(
                        r"©|\b(?:credits?|photo|image|illustration|picture) ?(?::|par|by|de)",
                        original=True,
                    )
                }
            },
            when={"tags": ["third-party-picture"]},
            raises=("Un beau matin.",),
            passes=("Un beau matin. © M. Kerbrat",),
            chosen=("the tag `third-party-picture`", "the words that give credit"),
        ),
    ),
    Subject(
        name="elections",
        holds=re.compile(
            r"\b(?:hatch act|partisan|political (?:activity|activities|candidates?|"
            r"campaigns?)|appelle? a voter|calls to vote|no side in an election|"
            r"prend pas parti|neutralite politique|periode electorale|"
            r"propagande electorale)\b"
        ),
        ask=one(
            title=("Appel à voter", "Call to vote"),
            say=("« {quote} » prend parti.", "“{quote}” takes a side."),
            check=pattern(
                r"\b(?:votez|voter|votons) (?:pour|contre)\b",
                r"\bvote (?:for|against) [a-z]+",
                r"\bwe (?:endorse|support) (?:the )?(?:candidate|candidacy)\b",
            ),
            raises=("Votez pour Mme Untel", "Vote for Jane"),
            strict=True,
            chosen=("the words of a call to vote",),
        ),
    ),
    Subject(
        name="side-by-side",
        holds=re.compile(r"\b(?:instead of|rather than|au lieu de|plutot que) ?:"),
        ask=side_by_side,
    ),
    Subject(name="instead", holds=INSTEAD, ask=instead),
    Subject(name="named-words", holds=SPEECH, forbids=True, ask=named_words),
)
