"""Read more, set up an editor, and keep up with the program."""
