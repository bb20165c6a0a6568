"""What is typed so that YAML cannot be read: slips that can be told line by line, and the parser's errors in plain words."""

__all__ = ["line_slips", "lines", "long_texts", "parser_errors", "typing_slips"]
