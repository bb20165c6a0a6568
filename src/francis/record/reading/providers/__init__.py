"""Files of providers: which is what, the readings of measures, and what one file says of another."""

__all__ = ["checks", "files", "ladders", "measure_readings", "mentions"]
