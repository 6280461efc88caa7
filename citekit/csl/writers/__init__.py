"""Output formats: how marks are printed, and what is escaped.

A format is a `Writer`: a table of openings and closings, and an escape. `writer` finds one by
name.
"""

from citekit.csl.writers.base import Writer, writer, writer_names

__all__ = ["Writer", "writer", "writer_names"]
