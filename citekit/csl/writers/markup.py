"""Markup languages a writer works in: Markdown, LaTeX, RTF, Typst, reStructuredText."""

WRITERS: list[object] = []
