"""The years of a body: which numbers each answers, with which positions, and which follows which."""

__all__ = ["answers", "chains", "numbers_answered"]
