"""From what the readers make of a question to the answer that is shown.

Owns how sure an answer says it is, and what is made of a chat model's reply beside the other readings. Refuses to read,
and to run anything itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Final

from copilot.asking import Asking
from copilot.compare import same_rows
from copilot.readers.together import ASK_BELOW, Chosen, confidence, is_verified
from copilot.running import Runner
from copilot.saying import wording_of_models as of_models
from copilot.saying import wording_of_teaching as of_teaching
from copilot.teaching import Teaching
from copilot.values import Answer, Question, SemanticModel

if TYPE_CHECKING:
    from copilot.consulting import Consultant
    from copilot.knowledge import Passage
    from copilot.readers.both import Readers, Understood
    from copilot.readers.model.reader import Proposal
    from copilot.remembering import Recalled


_MARKUP: Final = re.compile(r"[`*]{1,3}")
"""What only says how words look."""


_SENTENCE: Final = re.compile(r".{10,300}?[.。!?！？](?=\s|\Z|[\u3400-\u9fff])")


def first_sentence(text: str) -> str:
    """Return the first sentence of a passage.

    >>> first_sentence("It is late after five days. Furniture has ten.")
    'It is late after five days.'
    """
    plain = " ".join(text.split())
    found = _SENTENCE.match(plain)
    return found[0].strip() if found else plain[:200]


@dataclass
class Answering:
    """Makes answers of readings over one source."""

    runner: Runner
    readers: Readers
    consultant: Consultant | None
    teaching: Teaching
    semantics: SemanticModel
    offered: dict[str, str] = field(default_factory=dict)
    """The SQL of questions that were offered as options: asked as they stand, they are answered by it."""

    def chosen(self, asking: Asking, chosen: Chosen) -> Answer:
        """Return the answer of the reading that was chosen, or of the next one where that cannot be run."""
        from copilot.readers.grammar import wording

        spoken = asking.language
        told = tuple(dict.fromkeys(wording.assumption(kind, words, spoken) for kind, words in chosen.assumptions))
        for sql in (chosen.sql, *chosen.spare):
            answer = self.runner.answer(asking, sql, chosen.units, told)
            if answer.status == "answered" or asking.cancelled:
                break
        if answer.status != "answered":
            return answer
        return replace(answer, confidence=confidence(chosen), verified=is_verified(chosen))

    def recalled(self, asking: Asking, recalled: Recalled) -> Answer | None:
        """Return the answer by a remembered query, None where it does not run any more."""
        query, spoken = recalled.query, asking.language
        shown = self.runner.grant is None  # what others have asked is nothing for a role
        told = of_teaching.recalled(
            query.by if shown else "",
            query.on,
            query.question if shown else "",
            recalled.changed if shown else (),
            spoken,
        )
        asking.reader = "remembered"
        answer = self.runner.answer(asking, recalled.sql, {}, (told,))
        if answer.status == "answered":
            return replace(answer, verified=True)
        asking.reader = "grammar"
        return answer if asking.cancelled else None

    def quoted(self, asking: Asking, passage: Passage) -> Answer:
        """Return a passage of a document as the answer: nothing is computed, or claimed beyond its words."""
        told = of_teaching.quoted_from(passage.place, asking.language)
        answer = self.runner.said(replace(asking, reader="knowledge"), "answered", "")
        plain = _MARKUP.sub("", " ".join(passage.text.split()))
        return replace(answer, text=plain, assumptions=(told,))

    def defining(self, question: Question, read: Understood) -> Passage | None:
        """Return the passage that answers a question about what something means; None for one about the data."""
        from copilot.knowledge import asks_meaning

        if not self.teaching.shelf.passages or not asks_meaning(question.text, question.language):
            return None
        marks = self.readers.grammar.marked(question)[2] if read.reading.drafts else ()
        cues = {mark.cue.kind for mark in marks if mark.cue is not None}
        if cues & {"group", "top", "bottom"} or any(mark.date is not None or mark.grain is not None for mark in marks):
            return None
        return self.teaching.passage(question.text, question.language, surely=True)

    def as_taught(self, answer: Answer) -> Answer:
        """Return an answer with what somebody said against it, and with what documents say of the terms it uses."""
        if answer.status != "answered" or not answer.sql:
            return answer
        against = self.teaching.doubt(answer.sql)
        if against is not None:
            told = of_teaching.marked_wrong(against.reason, answer.language)
            answer = replace(answer, verified=False, confidence=None, assumptions=(*answer.assumptions, told))
        return self._with_definitions(answer)

    def _with_definitions(self, answer: Answer) -> Answer:
        """Return an answer with what documents say of the terms that its question uses."""
        found = self.teaching.defined_in(answer.whole or answer.question, answer.language)
        if not found:
            return answer
        told = (of_teaching.defined_in(p.heading, p.place, first_sentence(p.text), answer.language) for p in found)
        agreed = {metric.name.replace("_", " ").casefold() for metric in self.semantics.metrics}
        # A metric of the very name is what was agreed on; of any other term nobody knows that the figure is meant so.
        same = all(passage.heading.casefold() in agreed for passage in found)
        return replace(answer, verified=answer.verified and same, assumptions=(*answer.assumptions, *told))

    def literally(self, asking: Asking, answer: Answer, chosen: Chosen, literal: Chosen) -> Answer:
        """Return the answer to a question that says a query word for word: that query's rows, however it was read."""
        if chosen.sql != literal.sql and not asking.cancelled:
            rows = self.runner.rows(asking, literal.sql)
            ordered = "ORDER BY" in literal.sql
            same = rows is None or same_rows(answer.rows, rows, ordered=ordered, any_column_order=True)
            if not same or answer.status != "answered":
                answer = self.chosen(asking, literal)
        # The chances were measured on questions in people's own words; here they say less than the words themselves.
        return answer if answer.verified else replace(answer, confidence=None)

    def beside(self, asking: Asking, question: Question, understood: Understood, proposal: Proposal) -> Answer | None:
        """Answer with the rows that most voices are for, or ask which are meant; None where there are no rows."""
        from copilot.readers.beside_model import SURE, agreed, elected, votes_of_model, votes_of_readers

        assert self.consultant is not None
        if understood.chosen is not None and understood.chosen.by == "grammar" and not self.readers.at_home(question):
            return self._doubted(asking, understood.chosen, proposal)
        rows_of = partial(self.runner.rows, asking)
        first = proposal.sql if proposal.works else ""
        readers = votes_of_readers(understood, rows_of)
        votes = [*votes_of_model(first, (), rows_of), *readers]
        if not agreed(votes) and not proposal.failed and not asking.cancelled:
            further = self.consultant.samples(asking, question, self.readers.grammar.covers(question))
            votes = [*votes_of_model(first, further, rows_of), *readers]
        chosen = understood.chosen
        won = elected(votes, self.runner.source.dialect, chosen.sql if chosen else "")
        if won is None:
            return None
        spoken, name = asking.language, asking.model.name if asking.model else ""
        asking.reader = "grammar+model" if won.by_model and won.by_readers else "model" if won.by_model else "grammar"
        told: tuple[str, ...] = ()
        if proposal.assumption:
            told += (of_models.assumed_by_model(name, proposal.assumption, spoken),)
        strange = () if won.witnessed else understood.reading.unplaced
        if strange:
            told += (of_models.not_placed(strange, spoken),)
        if chosen is not None and won.sql == chosen.sql:
            answer = self.chosen(asking, chosen)
        else:
            answer = self.runner.answer(asking, won.sql, {}, told)
        rival = self.runner.answer(asking, won.rival, {}, ()) if won.rival else None
        if won.chance < ASK_BELOW and rival is not None and rival.status == "answered":
            options = tuple(self._offer(question, one) for one in (answer, rival))
            return self.runner.said(asking, "clarify", of_models.which_rows(spoken), options=options)
        if answer.status != "answered":
            return None
        sure = won.witnessed and (answer.verified or (won.chance >= SURE and not answer.assumptions))
        if rival is not None and rival.status == "answered" and won.by_model != won.rival_by_model:
            differ = of_models.readers_differ(rival.readback, spoken)
            answer = replace(answer, assumptions=(*answer.assumptions, differ))
        # The chances were measured on questions whose words are those of their data.
        return replace(answer, confidence=None if strange else won.chance, verified=sure)

    def _doubted(self, asking: Asking, chosen: Chosen, proposal: Proposal) -> Answer | None:
        """Return the grammar reader's answer, borne out by the model's rows or not; None where it cannot be run.

        Where a semantic model says what words mean, in Chinese and in the short wording of business questions, that
        reader was right in four of five answers that nobody had looked at, and small models in one of five: there no
        vote is held, and a model that differs is told as a doubt. How likely the rows are right was not measured there.
        """
        from copilot.readers.both import alike

        answer = self.chosen(asking, chosen)
        if answer.status != "answered":
            return None
        rows = self.runner.rows(asking, proposal.sql) if proposal.works else None
        if rows is None:
            return answer
        if alike(rows, answer.rows):
            return replace(answer, reader="grammar+model", confidence=None, verified=not answer.assumptions)
        other = self.runner.answer(asking, proposal.sql, {}, ())
        differ = of_models.readers_differ(other.readback, asking.language)
        told = (*answer.assumptions, differ)
        return replace(answer, confidence=None, verified=False, assumptions=told, steps=tuple(asking.steps))

    def _offer(self, question: Question, answer: Answer) -> str:
        """Return a question that, asked as it stands, is answered by the same SQL; it says what is computed."""
        text = f"{question.text} ({answer.readback.rstrip('.。')})"
        self.offered[text] = answer.sql
        return text

    def advised(self, answer: Answer, proposal: Proposal | None) -> Answer:
        """Return an answer that has no rows with what the model said instead of a query."""
        if proposal is None or answer.status != "declined" or answer.model is None:
            return answer
        name, spoken = answer.model.name, answer.language
        if proposal.question_back:
            return replace(answer, status="clarify", message=of_models.asks_back(name, proposal.question_back, spoken))
        told = ""
        if proposal.cannot:
            told = of_models.cannot(name, proposal.cannot, spoken)
        elif proposal.error or proposal.failed:
            told = of_models.not_running(name, proposal.error, spoken) if proposal.error else proposal.failed
        return replace(answer, message=f"{answer.message} {told}".strip())
