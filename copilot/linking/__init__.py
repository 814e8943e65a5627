"""From words to schema elements and stored values.

Owns tokens, lemmas, the general lexicon and the indexes over one catalog. Refuses to decide what a question means: it
offers candidates with weights.
"""
