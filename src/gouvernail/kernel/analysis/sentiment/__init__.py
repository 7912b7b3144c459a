"""The sentiment of a post, indicative: what its words of feeling say, in French and English.

Words have weights from -3 to 3 (`french.txt`, `english.txt`, `pictures.txt`, written by hand for
this project). A negation turns the words after it, an adverb of degree strengthens or weakens
them, what follows a `but` counts more than what comes before. Irony, quotation and what is merely
reported are not seen: `benchmarks/results/analysis.md` says how often it is right. Show it as
indicative, in shares of many posts rather than of one.
"""

from gouvernail.kernel.analysis.sentiment.scoring import Label, Sentiment, sentiments

__all__ = ["Label", "Sentiment", "sentiments"]
