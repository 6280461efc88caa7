"""Citations and article metadata for scholars who write in Kazakh, Russian and English at once."""

__version__ = "0.1.0"
