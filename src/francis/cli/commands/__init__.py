"""The commands, a module each, in rooms as the help groups them."""
