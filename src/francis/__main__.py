"""`python -m francis` is `francis`."""

from francis.cli import main

main(prog_name="francis")
