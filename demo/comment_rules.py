"""Rules of comments for the public, their next version under way, and the page for the intranet."""

from typing import Final

from demo.policies import _agree
from demo.team import Site
from gouvernail.policies.actions import (
    PolicyFacts,
    create_policy,
    draft_version,
    submit_version,
    write_clauses,
)
from gouvernail.policies.actions.clause_shape import remove_clause
from gouvernail.policies.actions.clause_words import ClauseWords
from gouvernail.policies.actions.clauses import add_clause, write_clause
from gouvernail.policies.actions.intranet import IntranetFacts, switch_intranet, write_intranet
from gouvernail.policies.actions.moderation import (
    correct_moderation,
    record_moderation,
    withdraw_moderation,
)
from gouvernail.policies.actions.spaces import (
    SpaceFacts,
    add_reason,
    open_space,
    write_space,
)
from gouvernail.policies.models import Policy, PolicyVersion
from gouvernail.registry.models import Account

DAYS: Final = 120
FRENCH: Final = """Ce que vous pouvez dire sous nos publications, ce que nous masquons, et pourquoi.

## 1 Vous êtes chez vous

Questions, critiques, désaccords : tout se dit. Nous répondons les jours ouvrés, sous 24 heures.

## 2 Ce que nous masquons

- Les injures et les menaces.
- Les propos haineux ou discriminatoires, comme la loi le demande.
- Les données personnelles, les vôtres comprises : un numéro de dossier se donne en message privé.
- La publicité et les messages répétés.

Jamais une critique parce qu’elle est une critique.

## 3 Ce que nous signalons

Un appel à la violence ou une mise en danger est gardé comme preuve et signalé aux autorités,
comme charter#7.4 le dit.

## 4 Nous demander pourquoi

Écrivez-nous : quelqu’un qui n’a pas modéré votre commentaire le relit et répond sous 7 jours.
"""
ENGLISH: Final = """What you may say under our posts, what we hide, and why.

## 1 Make yourself at home

Questions, criticism, disagreement: say it. We answer on working days, within 24 hours.

## 2 What we hide

- Insults and threats.
- Hateful or discriminatory words, as the law asks.
- Personal data, your own included: a case number is given in a private message.
- Advertising and repeated messages.

Never criticism because it is criticism.

## 3 What we report

A call to violence or a danger to somebody is kept as evidence and reported to the authorities, as
charter#7.4 says.

## 4 Ask us why

Write to us: somebody who did not moderate your comment reads it again and answers within 7 days.
"""
REASONS: Final = (
    ("2", "hide", "Injure ou menace", "Insult or threat"),
    ("2", "block", "Propos haineux ou discriminatoire", "Hateful or discriminatory words"),
    ("2", "hide", "Donnée personnelle", "Personal data"),
    ("2", "remove", "Publicité, message répété", "Advertising, repeated message"),
    ("3", "authorities", "Appel à la violence, mise en danger", "Call to violence, danger"),
)

ACTS: Final = (  # days ago, what was done, reason, what was quoted
    (112, "hide", "Injure ou menace", ""),
    (97, "delete", "Publicité, message répété", ""),
    (81, "hide", "Injure ou menace", "Bande d’incapables, vous devriez avoir honte."),
    (66, "hide", "Donnée personnelle", "Mon dossier est le 20-118, rappelez-moi."),
    (52, "hide", "Injure ou menace", "Menteurs, tous."),
    (45, "delete", "Publicité, message répété", "Crédit rapide, écrivez-moi en privé !!!"),
    (45, "block", "Publicité, message répété", ""),
    (31, "hide", "Injure ou menace", "Vous êtes des voleurs."),
    (24, "report", "Propos haineux ou discriminatoire", ""),
    (16, "restore", "Injure ou menace", ""),
    (9, "hide", "Injure ou menace", "On sait où vous travaillez."),
    (4, "hide", "Donnée personnelle", ""),
)


def load_comment_rules(site: Site) -> None:
    """Put the rules of comments in force, open them for one account, and begin their next text."""
    at, by = site.before(days=DAYS), site.lead
    facts = PolicyFacts(
        slug="comments",
        title="Règles de nos espaces de commentaires",
        title_en="Rules of our comments",
        unit_id=site.units[site.facts["organisation"]["code"]].pk,
        owner_id=by.pk,
        must_sign=False,
        audience="external",
        review_months=6,
    )
    policy = create_policy(facts=facts, by=by, at=at)
    version = draft_version(policy_id=policy.pk, by=by, at=at)
    write_clauses(version_id=version.pk, source=FRENCH, source_en=ENGLISH, by=by, at=at)
    version = submit_version(
        version_id=version.pk,
        in_force_on=at.date(),
        changes="Les premières règles : ce que nous masquons, et pourquoi.",
        changes_en="The first rules: what we hide, and why.",
        by=by,
        at=at,
    )
    _agree(site, version, at=at)
    for anchor, act, said, said_en in REASONS:
        add_reason(
            policy_id=policy.pk,
            anchor=anchor,
            act=act,
            label=said,
            label_en=said_en,
            by=by,
            at=at,
        )
    official = Account.objects.filter(kind=Account.Kind.ORGANISATION, status="official")
    for account in official.order_by("name", "pk")[:1]:
        rules = SpaceFacts(
            policy_id=policy.pk,
            contact="moderation@example.org",
            which="Sous nos publications ; les messages privés ont leurs propres délais.",
            which_en="Under our posts; private messages have delays of their own.",
            languages="français, English",
        )
        write_space(account_id=account.pk, facts=rules, by=by, at=at)
        open_space(account_id=account.pk, by=by, at=at)
        _moderate(site, account, policy)
    _next_text(site, draft_version(policy_id=policy.pk, by=by, at=site.before(days=3)))
    _intranet(site)


def _moderate(site: Site, account: Account, policy: Policy) -> None:
    """Record a season of acts; one was recorded wrongly, one never was."""
    by = account.owner or site.lead
    reasons = {one.label: one for one in policy.reasons.all()}
    acts = []
    for days, act, label, quote in ACTS:
        at = site.before(days=days)
        reason = reasons[label]
        acts.append(
            record_moderation(
                account_id=account.pk, act=act, anchor=reason.anchor, reason=reason.pk, done_at=at,
                quote=quote, by=by, at=at,
            )
        )  # fmt: skip
    wrong, never = acts[-2], acts[-1]
    at = site.before(days=3)
    correct_moderation(
        act_id=wrong.pk, act="report", anchor=wrong.anchor, reason=reasons["Injure ou menace"].pk,
        done_at=wrong.done_at, quote=wrong.quote, by=by, at=at,
        why="Ce n’était pas seulement masqué : une menace, signalée au réseau.",
    )  # fmt: skip
    why = "Inscrit deux fois : le commentaire était déjà masqué."
    withdraw_moderation(act_id=never.pk, why=why, by=by, at=at)


def _next_text(site: Site, draft: PolicyVersion) -> None:
    """Leave a draft that is half translated, with a clause taken out."""
    at, by = site.before(days=3), site.lead
    clause = draft.clauses.get(anchor="1")
    words = ClauseWords(
        title=clause.title,
        text=clause.text + "\n\nLe week-end, une astreinte lit les messages qui inquiètent.",
        title_en=clause.title_en,
        text_en=clause.text_en,
    )
    write_clause(version_id=draft.pk, anchor="1", words=words, base=clause.digest, by=by, at=at)
    add_clause(version_id=draft.pk, title="Images et vidéos", after="2", by=by, at=at)
    remove_clause(version_id=draft.pk, anchor="3", by=by, at=at)


def _intranet(site: Site) -> None:
    at, by = site.before(days=DAYS), site.lead
    facts = IntranetFacts(
        who=f"{by.name}, et l’équipe communication : passez nous voir avant de publier un doute.",
        who_en=f"{by.name} and the communications team: come and see us before you post a doubt.",
        report="Une erreur, un faux compte, une fuite : dites-le, nous aidons d’abord.",
        report_en="A mistake, a fake account, a leak: say it at once, we help first.",
        documents=(
            ("Logos et images à utiliser", "Logos and pictures to use", "/brand/library/"),
            ("Nos mots et notre ton", "Our words and our tone", "/brand/"),
        ),
        origins=("https://intranet.example.org",),
    )
    write_intranet(facts=facts, by=by, at=at)
    switch_intranet(is_open=True, by=by, at=at)
