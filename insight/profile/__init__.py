"""What a data set is and what is wrong with it: facts, structure, alerts.

Owns the profile from measuring to its page. Refuses to read questions, and to look for what is remarkable in the
numbers, which is for findings.
"""

from insight.profile.build import build_profile
from insight.profile.values import Alert, ColumnProfile, Profile, Repair, TableProfile

__all__ = ["Alert", "ColumnProfile", "Profile", "Repair", "TableProfile", "build_profile"]
