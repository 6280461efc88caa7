"""Figures: how good (`quality`) and how fast (`speed`) citekit is."""
