"""Rules over records: what is wrong in one, where, and how to mend it. Findings stop nothing.

>>> from citekit.model import Work
>>> [finding.code for finding in check(Work(type="book", language="kk"))]
['author.missing', 'title.none', 'date.year.missing']
"""

from citekit.checks.catalogue import LANGUAGES, Entry, catalogue, entry, finding, retell
from citekit.checks.rules import RULES, check

__all__ = [
    "LANGUAGES",
    "RULES",
    "Entry",
    "catalogue",
    "check",
    "entry",
    "finding",
    "retell",
]
