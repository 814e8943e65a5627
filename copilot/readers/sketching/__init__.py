"""Reading questions by what was learned from public question-SQL pairs.

Owns everything from a question's words to ranked queries whose shape was seen in training: links, shapes, filling,
ranking. Refuses dates in words, shares and growth; those belong to `copilot.readers.grammar`.
"""
