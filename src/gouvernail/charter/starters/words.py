"""The words of the starter charter, in both languages: each line's title, text and measure.

They are content, copied into the charter, not text of the interface: no catalogue holds them.
"""

from typing import Final

WORDS: Final[dict[str, dict[str, dict[str, str]]]] = {
    "channel-official": {
        "fr": {
            "title": "Comptes officiels de l’organisation",
            "text": "Tous les comptes qui portent son nom ou son logo, quel que soit le réseau.",
        },
        "en": {
            "title": "Official accounts of the organisation",
            "text": "Every account that bears its name or its logo, on any network.",
        },
    },
    "channel-local": {
        "fr": {
            "title": "Comptes des services et des sites",
            "text": "Mêmes règles, tenues par un délégué de l’unité.",
        },
        "en": {
            "title": "Accounts of departments and sites",
            "text": "The same rules, held by a delegate of the unit.",
        },
    },
    "channel-internal": {
        "fr": {
            "title": "Réseau social interne",
            "text": "Les règles de respect et de confidentialité valent ; la validation, non.",
        },
        "en": {
            "title": "Internal social network",
            "text": "The rules of respect and confidentiality hold; approval does not.",
        },
    },
    "channel-named": {
        "fr": {
            "title": "Comptes nominatifs professionnels",
            "text": "Couverts quand la personne parle au nom de l’organisation.",
        },
        "en": {
            "title": "Named professional accounts",
            "text": "Covered when the person speaks for the organisation.",
        },
    },
    "channel-private": {
        "fr": {
            "title": "Comptes personnels des salariés",
            "text": "Libres. Nous ne les surveillons pas ; la loi et le secret professionnel s’y "
            "appliquent.",
        },
        "en": {
            "title": "Personal accounts of employees",
            "text": "Free. Nobody watches them; the law and professional secrecy apply there.",
        },
    },
    "risk-takeover": {
        "fr": {
            "title": "Un compte est pris par un tiers",
            "text": "Mot de passe volé ou partagé, hameçonnage : un tiers publie en notre nom.",
            "measure": "Second facteur partout, aucun mot de passe partagé, gel en un geste.",
        },
        "en": {
            "title": "An account is taken over",
            "text": "A stolen or shared password, phishing: a stranger posts in our name.",
            "measure": "A second factor everywhere, no shared password, a freeze in one gesture.",
        },
    },
    "risk-locked-out": {
        "fr": {
            "title": "Plus personne ne peut entrer dans un compte",
            "text": "La seule personne qui avait l’accès est partie ou absente.",
            "measure": "Deux titulaires par compte, accès relus chaque trimestre.",
        },
        "en": {
            "title": "Nobody can get into an account any more",
            "text": "The only person with access has left or is away.",
            "measure": "Two holders for each account, access reviewed every quarter.",
        },
    },
    "risk-wrong-account": {
        "fr": {
            "title": "Une publication personnelle part du compte officiel",
            "text": "Erreur de compte sur un téléphone, le soir ou en déplacement.",
            "measure": "Publier depuis Gouvernail seulement ; retirer les comptes des téléphones.",
        },
        "en": {
            "title": "A personal post leaves from the official account",
            "text": "The wrong account on a phone, in the evening or on the road.",
            "measure": "Publish from Gouvernail only; take the accounts off phones.",
        },
    },
    "risk-leak": {
        "fr": {
            "title": "Une information confidentielle est publiée",
            "text": "Résultat non annoncé, écran en arrière-plan, projet d’un client.",
            "measure": "Relecture par un collègue ; règles sur les sujets sensibles.",
        },
        "en": {
            "title": "Confidential information is published",
            "text": "A figure not announced yet, a screen in the background, a customer’s project.",
            "measure": "A colleague reads before; rules on sensitive subjects.",
        },
    },
    "risk-impostor": {
        "fr": {
            "title": "Un faux compte parle en notre nom",
            "text": "Il trompe des clients ou des candidats, souvent pour de l’argent.",
            "measure": "Page publique des comptes officiels, signalement, réponse prête.",
        },
        "en": {
            "title": "A fake account speaks in our name",
            "text": "It deceives customers or applicants, often for money.",
            "measure": "A public page of official accounts, reports to networks, an answer ready.",
        },
    },
    "risk-claims": {
        "fr": {
            "title": "Une allégation commerciale n’est pas prouvée",
            "text": "Comparaison, promesse écologique ou de santé sans preuve sous la main.",
            "measure": "Avis juridique sur toute allégation ; la preuve jointe au texte.",
        },
        "en": {
            "title": "An advertising claim has no proof",
            "text": "A comparison, a green or a health promise with no evidence at hand.",
            "measure": "Legal reads every claim; the evidence goes with the text.",
        },
    },
    "risk-personal-data": {
        "fr": {
            "title": "Des données personnelles sont montrées",
            "text": "Visage, nom, numéro de dossier dans une image ou une réponse publique.",
            "measure": "Accord écrit pour toute image ; les dossiers passent en message privé.",
        },
        "en": {
            "title": "Personal data is shown",
            "text": "A face, a name, a file number in a picture or a public reply.",
            "measure": "Written consent for every picture; cases go to private messages.",
        },
    },
    "risk-silence": {
        "fr": {
            "title": "Une plainte reste sans réponse",
            "text": "Personne ne lit le compte le soir ni le week-end ; la colère monte.",
            "measure": "Horaires affichés, lecture matin et soir, personne de permanence nommée.",
        },
        "en": {
            "title": "A complaint gets no answer",
            "text": "Nobody reads the account in the evening or at weekends; anger grows.",
            "measure": "Hours shown, read morning and evening, somebody named on duty.",
        },
    },
    "risk-rights": {
        "fr": {
            "title": "Une image ou une musique est utilisée sans droit",
            "text": "Photo trouvée en ligne, musique d’une vidéo, droits échus.",
            "measure": "Images de la médiathèque seulement, avec leur crédit et leur échéance.",
        },
        "en": {
            "title": "A picture or music is used without rights",
            "text": "A photo found online, the music of a video, rights that ran out.",
            "measure": "Pictures of the library only, with their credit and their end date.",
        },
    },
    "stakeholder-board": {
        "fr": {
            "title": "Direction générale",
            "text": "Les risques élevés, ce qui manque, les incidents, en une page.",
        },
        "en": {
            "title": "Executive board",
            "text": "High risks, what is missing, incidents, on one page.",
        },
    },
    "stakeholder-legal": {
        "fr": {
            "title": "Juridique et conformité",
            "text": "Les blocages des règles, les demandes d’autorités, les allégations refusées.",
        },
        "en": {
            "title": "Legal and compliance",
            "text": "What the rules blocked, requests of authorities, claims that were refused.",
        },
    },
    "stakeholder-security": {
        "fr": {
            "title": "Sécurité informatique",
            "text": "Toute connexion inhabituelle, tout compte pris, tout départ d’un titulaire.",
        },
        "en": {
            "title": "Information security",
            "text": "Any unusual sign-in, any account taken over, any holder who leaves.",
        },
    },
    "stakeholder-staff": {
        "fr": {
            "title": "Représentants du personnel",
            "text": "La charte, ses changements, et ce qui n’est pas surveillé.",
        },
        "en": {
            "title": "Staff representatives",
            "text": "The charter, its changes, and what nobody watches.",
        },
    },
    "duty-today": {
        "fr": {
            "title": "Lire « Aujourd’hui » et répartir",
            "text": "Ce qui attend une décision, ce qui est en retard, qui est absent.",
        },
        "en": {
            "title": "Read Today and share it out",
            "text": "What waits for a decision, what is late, who is away.",
        },
    },
    "duty-fragile": {
        "fr": {
            "title": "Relire les comptes fragiles",
            "text": "Un compte sans suppléant ou sans lecture récente : en parler à son unité.",
        },
        "en": {
            "title": "Go through the fragile accounts",
            "text": "An account without a backup or not read lately: speak to its unit.",
        },
    },
    "duty-comments": {
        "fr": {
            "title": "Lire les commentaires de la nuit",
            "text": "Répondre, masquer avec un motif, ou passer la main.",
        },
        "en": {
            "title": "Read the comments of the night",
            "text": "Answer, hide with a reason, or hand over.",
        },
    },
    "duty-evening": {
        "fr": {
            "title": "Vérifier ce qui part ce soir et demain",
            "text": "Une actualité grave peut demander de retenir une publication.",
        },
        "en": {
            "title": "Check what leaves tonight and tomorrow",
            "text": "Grave news may ask to hold a post back.",
        },
    },
}
