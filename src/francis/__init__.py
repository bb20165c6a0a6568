"""One record of a body's position against an inquiry's recommendations, and every paper from it."""

__version__ = "0.8.0"
