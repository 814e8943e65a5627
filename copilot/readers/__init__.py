"""From a question to drafts: the typed plan, its joins and its SQL, and the readers that make plans."""
