"""Begin a workspace, and the next year."""
