"""Answers in words: what was computed, and the one sentence that answers.

Owns both texts in English and Chinese, each derived from what ran and what came back. Refuses to compute anything, to
ask a model and to judge whether the answer is right.
"""

from copilot.saying.readback import readback
from copilot.saying.sentence import sentence, title_of

__all__ = ["readback", "sentence", "title_of"]
