"""Words that say nothing of what a text is about, in French and English; folded."""

from typing import Final

from gouvernail.kernel.text.facts.calendar import MONTH_NUMBERS, WEEKDAYS

_FRENCH: Final = """
a afin ai ainsi alors apres as au aucun aussi autre autres aux avant avec avez avoir avons bien
bonjour car ce ceci cela celle celles celui ces cet cette ceux chaque chez ci comme comment contre
dans de deja demain depuis des dessous dessus deux donc dont du durant elle elles en encore entre
est et etaient etait ete etes etre eu eux faire fait fois font gratuit hier ici il ils jamais je
jusqu jusque la le les leur leurs lors lui ma mais me meme memes merci mes moi moins mon ne ni non
nos notre notres nous on ont ou par parce parmi pas pendant peu peut plus pour pourquoi pouvez
pres prochain prochaine qu quand que quel quelle quelles quels qui quoi sa sans se sera seront ses
si soir soit son sont sous sur ta tard te tes toi ton tous tout toute toutes tres trois trop tu un
une vers veuillez voici voila vont vos votre vous aujourd hui matin midi minuit jour jours heure
heures euro euros rdv venez venir partir lieu matinee soiree weekend
"""
_ENGLISH: Final = """
about after again all also am an and any are as at be because been before being below between both
but by can could day days did do does doing down during each few for from further get had has have
having he hello her here hers him his hour hours how i if in into is it its join just let like ll
make may me month months more most my new next no noon nor not now of off on once only or other
our ours out over own please pm re s same see she should so some such t take than thank thanks
that the their them then there these they this those through time to today tomorrow tonight too
under until up us ve very was we week were what when where which while who why will with would
year you your
"""
EMPTY_FRENCH: Final = frozenset(_FRENCH.split())
EMPTY_ENGLISH: Final = frozenset(_ENGLISH.split())
EMPTY: Final = EMPTY_FRENCH | EMPTY_ENGLISH | frozenset(MONTH_NUMBERS) | frozenset(WEEKDAYS)
_MEANT: Final = frozenset({"jour", "jours", "day", "days", "month", "months", "week", "year"})
_LONG: Final = 4


def is_empty_word(word: str) -> bool:
    """Whether a folded word says nothing of what is counted: `120 pour`, `12 novembre`."""
    return word in EMPTY and word not in _MEANT


def singular(word: str) -> str:
    """Return a folded word without the mark of the plural, roughly: `places`, `lieux`."""
    if len(word) < _LONG or word.endswith(("ss", "us")):
        return word
    return word[:-1] if word[-1] in "sx" else word
