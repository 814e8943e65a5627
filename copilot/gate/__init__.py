"""The only maker of a `ValidatedQuery`: one gate with two doors, `validate(text)` and `admit(tree)`.

Owns the decision whether a query may run. Refuses to run anything and to change what a query means: it qualifies names,
caps rows and writes a PIVOT statement as a SELECT, nothing else.
"""

from copilot.gate.gate import Gate

__all__ = ["Gate"]
