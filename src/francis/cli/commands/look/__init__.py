"""See what is wrong, and how things stand."""
