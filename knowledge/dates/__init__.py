"""Dates in words: what is said (a grammar per language) and when that is (resolve)."""
