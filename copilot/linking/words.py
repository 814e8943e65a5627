"""Words of questions and of schema names.

Owns tokens, lemmas and the splitting of compound names, for English and Chinese. Knows no schema and no lexicon.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal, cast

_TOKEN: Final = re.compile(
    r"(?P<han>[\u3400-\u9fff\uf900-\ufaff])"
    r"|(?P<number>\d+(?:[.,]\d+)*)"
    r"|(?P<word>(?:(?![\u3400-\u9fff])\w)+(?:['’](?:(?![\u3400-\u9fff])[^\W\d_])+)*)"
    r"|(?P<mark>[^\w\s])"
)
_CAMEL: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[A-Za-z])(?=\d)|(?<=\d)(?=[A-Za-z])")
_UNIT_IN_NAME: Final = re.compile(r"\s*[(\[（][^)\]）]{1,8}[)\]）]\s*\Z")
_TRAILING: Final = frozenset({"min", "max", "avg", "mean", "total", "sum", "minimum", "maximum", "average"})
"""Words that stand behind what they qualify in a name: temp_max is a maximum temperature."""
_IRREGULAR: Final = {
    "people": "person", "men": "man", "women": "woman", "children": "child", "feet": "foot", "mice": "mouse",
    "data": "data", "series": "series", "status": "status", "species": "species", "news": "news", "bus": "bus",
    "analyses": "analysis", "indices": "index", "criteria": "criterion", "lives": "life", "wives": "wife",
    "leaves": "leave", "shelves": "shelf", "movies": "movie", "cookies": "cookie", "expenses": "expense",
    "this": "this", "is": "is", "was": "was", "has": "has", "does": "does", "as": "as", "its": "its", "less": "less",
    "gas": "gas", "plus": "plus", "us": "us", "sales": "sales", "goods": "goods", "means": "means", "minus": "minus",
    "miles": "mile", "always": "always", "yes": "yes", "christmas": "christmas", "texas": "texas", "versus": "versus",
    "vs": "vs", "airlines": "airline", "planes": "plane", "times": "times", "aircraft": "aircraft", "whats": "what",
    "ids": "id", "cds": "cd", "pcs": "pc", "tvs": "tv", "gpas": "gpa",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Token:
    """One word, number, Chinese character or mark of a question.

    `lemma` is folded to lower case without accents, nouns in the singular.
    """

    text: str
    lemma: str
    start: int
    end: int
    kind: Literal["word", "number", "han", "mark"]


def tokens(text: str) -> tuple[Token, ...]:
    """Split a question into tokens with their character positions.

    >>> [t.lemma for t in tokens("Flights from JFK 航班")]
    ['flight', 'from', 'jfk', '航', '班']
    """
    found = []
    for match in _TOKEN.finditer(text):
        kind = cast(Literal["word", "number", "han", "mark"], match.lastgroup)
        word = match.group()
        folded = fold(word)
        if kind == "word" and re.search(r"['’]s$", folded):
            folded = folded[:-2]
        found.append(Token(word, lemma(folded) if kind == "word" else folded, match.start(), match.end(), kind))
    return tuple(found)


@lru_cache(maxsize=65_536)
def fold(text: str) -> str:
    """Return text in lower case, without accents and in plain width.

    >>> fold("Café ＪＦＫ")
    'cafe jfk'
    """
    wide = unicodedata.normalize("NFKD", text)
    return "".join(c for c in wide if not unicodedata.combining(c)).casefold()


@lru_cache(maxsize=65_536)
def lemma(word: str) -> str:
    """Return the singular of an English noun as far as its ending tells, else the word itself.

    >>> [lemma(w) for w in ("categories", "boxes", "buses", "orders", "class", "status")]
    ['category', 'box', 'bus', 'order', 'class', 'status']
    """
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) < 4 or not word.isascii():
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes", "uses", "zes")):
        return word[:-2] if not word.endswith(("auses", "ouses")) else word[:-1]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


@lru_cache(maxsize=16_384)
def name_words(name: str) -> tuple[str, ...]:
    """Split a table or column name into folded lemmas; a run of Chinese stays one word.

    A unit in brackets at the end is left out.

    >>> name_words("order_items"), name_words("unitPrice2"), name_words("客户名称")
    (('order', 'item'), ('unit', 'price', '2'), ('客户名称',))
    """
    spaced = _CAMEL.sub(" ", re.sub(r"[_\W]+", " ", _UNIT_IN_NAME.sub("", name) or name))
    words = tuple(lemma(fold(word)) for word in spaced.split())
    return (*words[-1:], *words[:-1]) if len(words) > 1 and words[-1] in _TRAILING else words
