"""Ask the leads, and take their answers."""
