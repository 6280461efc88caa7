"""What can go wrong so far that a document cannot be read at all."""


class ExtractError(Exception):
    """A document that cannot be read; the message is one line: its name, the reason, the cure."""
