"""The grammar reader: a semantic parser for questions in English and Chinese that needs no language model.

annotate -> compose -> rank: words become marks, marks become typed plans, plans are ordered and the best is read back.
"""
