"""The grammar reader: a semantic parser for questions in English and Chinese that needs no language model.

annotate -> roles -> assemble: words become marks, marks fill the slots of a frame, the slots become a typed plan; the
reader tries several readings of the words, and the plan that explains them best wins.
"""
