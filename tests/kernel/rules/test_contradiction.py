from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest

from gouvernail.kernel.rules import Context, Finding, Neighbour, PackError, Post, judge
from tests.make.rules import make_pack

CHECK: Mapping[str, object] = {"contradiction": {}}
SAY = {
    "fr": "Ce texte dit « {quote} » ; {who} a dit « {said} » le {day} ({fact}).",
    "en": "This says “{quote}”; {who} said “{said}” on {day} ({fact}).",
}
AT = datetime(2026, 11, 20, 9, tzinfo=UTC)
BEFORE = datetime(2026, 11, 12, 9, tzinfo=UTC)


def raised(
    text: str,
    other: str,
    *more: str,
    check: Mapping[str, object] = CHECK,
    lang: str = "",
    names: tuple[str, ...] = (),
    say: Mapping[str, str] = SAY,
) -> tuple[Finding, ...]:
    neighbours = tuple(
        Neighbour(text=each, who="@energie", account="2", lang=lang, at=BEFORE, ref=f"post-{at}")
        for at, each in enumerate((other, *more))
    )
    context = Context(account="1", at=AT, neighbours=neighbours, names=names)
    return judge(make_pack(check, say=say), Post(text=text, lang=lang), context).findings


@pytest.mark.parametrize(
    ("text", "other", "quoted"),
    [
        (
            "Réunion publique sur la centrale solaire, jeudi à 18 h.",
            "La réunion publique sur la centrale solaire commence à 17 h, jeudi.",
            "18 h",
        ),
        (
            "The solar plant open house is on 12 November, register now!",
            "Register for our solar plant open house on November 14.",
            "12 November",
        ),
        (
            "L’abonnement famille Alizé passe à 19,90 € par mois.",
            "Abonnement famille Alizé : 17,90 €/mois pour tous.",
            "19,90 € par mois",
        ),
        (
            "La piscine Léo-Lagrange est ouverte de 9 h à 20 h cet été.",
            "Cet été, la piscine Léo-Lagrange est ouverte de 9 h à 19 h.",
            "9 h à 20 h",
        ),
        (
            "Bourse au permis : dossiers à déposer avant le 3 décembre.",
            "Bourse au permis : déposez vos dossiers jusqu’au 30 novembre.",
            "3 décembre",
        ),
        (
            "La remise sur la borne de recharge Volta est de 20 %.",
            "Remise de 15 % sur la borne de recharge Volta !",
            "20 %",
        ),
        (
            "Le parc éolien de Saint-Brevin créera 120 emplois locaux.",
            "80 emplois locaux avec le parc éolien de Saint-Brevin.",
            "120 emplois",
        ),
        (
            "Tarifs du zoo : adulte 12 €, enfant 6 €.",
            "Tarifs du zoo : adulte 12 €, enfant 7 €.",
            "6 €",
        ),
        (
            "Ferme du Bois : samedi 9 h-12 h, dimanche 10 h-12 h.",
            "Ferme du Bois : ouverte le samedi, 9 h-13 h.",
            "9 h-12 h",
        ),
        (
            "Reading room of the old library: Saturdays 9 am to noon, Sundays 10 am to noon.",
            "The old library: reading room open Sundays 2 pm to 5 pm.",
            "10 am to noon",
        ),
    ],
)
def test_a_fact_that_another_account_states_otherwise_is_shown(
    text: str, other: str, quoted: str
) -> None:
    found = raised(text, other)

    assert [text[span.start : span.end] for each in found for span in each.spans] == [quoted]


@pytest.mark.parametrize(
    ("text", "other"),
    [
        (  # the same facts, told otherwise
            "Réunion publique sur la centrale solaire, jeudi à 18 h.",
            "Centrale solaire : réunion publique jeudi, 18:00.",
        ),
        ("Solar plant open house: November 12.", "Solar plant open house on 12 November 2026."),
        ("Abonnement Alizé à 1 200 €.", "Abonnement Alizé : 1200 €."),
        (  # another subject
            "La piscine Léo-Lagrange ferme à 19 h.",
            "Concert du quatuor à la chapelle, 20 h.",
        ),
        (  # one says more than the other
            "Tarifs du zoo : adulte 12 €, enfant 6 €.",
            "Tarifs du zoo : adulte 12 €.",
        ),
        (  # a correction that recalls what was said
            "Réunion publique sur la centrale solaire : à 18 h, et non 17 h.",
            "Réunion publique sur la centrale solaire à 17 h.",
        ),
        (  # not the same thing counted
            "L’abonnement famille Alizé passe à 19,90 € par mois.",
            "L’abonnement famille Alizé coûte 238,80 € par an.",
        ),
        (  # a time and how long it lasts
            "Atelier vélo à la Maison des mobilités, à 14 h.",
            "Atelier vélo à la Maison des mobilités, pendant 2 h.",
        ),
        (  # hours of different days
            "Ferme du Bois, le samedi de 9 h à 12 h.",
            "Ferme du Bois : le dimanche de 10 h à 13 h.",
        ),
        (  # the same word, of two days
            "Réunion publique sur la centrale solaire : c’est demain !",
            "Réunion publique sur la centrale solaire, demain.",
        ),
        (  # a deadline and the day itself
            "Semi-marathon des rives : inscriptions avant le 3 décembre.",
            "Semi-marathon des rives : départ le 12 décembre, inscriptions en ligne.",
        ),
        ("", "Réunion à 18 h."),
        ("Réunion publique centrale solaire à 18 h", ""),
    ],
)
def test_what_agrees_or_speaks_of_something_else_is_let_be(text: str, other: str) -> None:
    assert raised(text, other) == ()


def test_the_message_says_who_said_what_and_when_in_both_languages() -> None:
    text = "Réunion publique sur la centrale solaire, à 18 h."
    finding = raised(text, "La réunion publique sur la centrale solaire est à 17 h.")[0]

    assert finding.message["en"] == (
        "This says “18 h”; @energie said “17 h” on 12\u00a0November (time)."
    )
    assert finding.message["fr"] == (
        "Ce texte dit « 18 h » ; @energie a dit « 17 h » le 12\u00a0novembre (heure)."
    )
    assert finding.refs == ("post-0",)


def test_a_long_post_is_quoted_around_what_it_states_otherwise() -> None:
    say = {"fr": "{other}", "en": "{other}"}
    text = "Réunion publique sur la centrale solaire, à 18 h."
    start = "La réunion publique sur la centrale solaire, " + "avec tous ses voisins, " * 6
    ends = ("est à 17 h.", "est à 17 h, " + "comme l’an dernier et celui d’avant, " * 4)

    said = [
        raised(text, f"{before}{end}", say=say)[0].message["en"]
        for before, end in ((start, ends[0]), (start, ends[1]), ("Réunion solaire : ", ends[1]))
    ]

    assert all("17 h" in one and len(one) <= 80 for one in said)
    assert [(one[0] == "…", one[-1] == "…") for one in said] == [
        (True, False),
        (True, True),
        (False, True),
    ]


def test_years_are_completed_from_the_day_each_post_appears() -> None:
    text = "Gala de la fondation Alizé le 3 janvier à la Cité des congrès."
    other = "Gala de la fondation Alizé : Cité des congrès, 3 janvier 2027."
    last_year = "Gala de la fondation Alizé : Cité des congrès, 3 janvier 2026."

    assert raised(text, other) == ()
    assert raised(text, last_year)


def test_a_name_of_the_house_brings_together_posts_with_few_words_in_common() -> None:
    text = "Toute l’équipe du Grand Palais sera là à 18 h pour accueillir les familles, buffet."
    other = "Grand Palais : visite nocturne des équipes techniques, tombola et animations, 17 h."

    assert raised(text, other) == ()
    assert raised(text, other, names=("Grand Palais",))


def test_a_rule_may_limit_the_kinds_the_accounts_and_the_days() -> None:
    text = "Réunion publique sur la centrale solaire, à 18 h."
    other = "La réunion publique sur la centrale solaire est à 17 h."

    def with_keys(**keys: object) -> tuple[Finding, ...]:
        return raised(text, other, check={"contradiction": keys})

    assert with_keys(about=["time"])
    assert with_keys(about=["amount", "date"]) == ()
    assert with_keys(where="elsewhere")
    assert with_keys(where="here") == ()
    assert with_keys(within_days=8)
    assert with_keys(within_days=7) == ()


def test_facts_are_read_through_accents_widths_and_invisible_characters() -> None:
    text = "Réunion publique sur la centrale solaire, à １\u200b８ h."
    found = raised(text, "La REUNION publique sur la centrale solaire est à 17\u202fh.")

    assert [text[span.start : span.end] for span in found[0].spans] == ["１\u200b８ h"]


def test_a_text_of_64_kb_and_a_hundred_neighbours_are_read() -> None:
    text = "Réunion solaire à 18 h, 12 € du 3 au 4 mai, 9 h-18 h. " * 1200
    others = [
        "Réunion solaire : " + "1 2 3 à 4 / 5 h 6 h 7, 8.9:10 " * 40 + str(n) for n in range(99)
    ]

    assert raised(text, "Réunion solaire à 17 h, rien d’autre.", *others)
    assert raised("1 " * 32_000, "1,1 " * 16_000) == ()
    assert raised("1" * 64_000 + " 12 €" * 9, "(" * 64_000) == ()


def test_a_kind_of_fact_that_does_not_exist_is_a_fault() -> None:
    with pytest.raises(PackError) as caught:
        make_pack({"contradiction": {"about": ["price"]}})
    assert [problem.code for problem in caught.value.problems] == ["expected_choice"]


def test_neighbours_too_far_apart_count_when_no_instant_is_known() -> None:
    context = Context(neighbours=(Neighbour(text="Foire du livre de Brive : 5 € l’entrée"),))
    pack = make_pack({"contradiction": {"within_days": 1}})

    assert judge(pack, Post(text="Foire du livre de Brive, entrée 6 €"), context).findings
    far = Context(at=AT, neighbours=(Neighbour(text=context.neighbours[0].text, at=AT),))
    later = far.on(AT + timedelta(days=2))
    assert judge(pack, Post(text="Foire du livre de Brive, entrée 6 €"), later).findings == ()
