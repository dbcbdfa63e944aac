"""Finding words in texts without a dictionary: folded texts, pairs of letters, marked places."""

from ogi.platform.search.folding import Folded, fold, fold_pieces, words_of
from ogi.platform.search.grams import clauses_of, is_exact, tokens_of
from ogi.platform.search.marking import Piece, mark, snippet

__all__ = [
    "Folded",
    "Piece",
    "clauses_of",
    "fold",
    "fold_pieces",
    "is_exact",
    "mark",
    "snippet",
    "tokens_of",
    "words_of",
]
