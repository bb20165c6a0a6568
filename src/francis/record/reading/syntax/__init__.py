"""What is typed so that YAML cannot be read: slips that can be told line by line, and the parser's errors in plain words."""

__all__ = ["parser_errors", "typing_slips"]
