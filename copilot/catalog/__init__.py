"""What is known of a data set, found out by asking the data.

Owns facts, keys, relationships, roles, units and value lists, and the file they are kept in. Refuses to answer
questions and to run anything that has not passed the gate.
"""

from copilot.catalog.build import bare_catalog, build_catalog, look_at_relations

__all__ = ["bare_catalog", "build_catalog", "look_at_relations"]
