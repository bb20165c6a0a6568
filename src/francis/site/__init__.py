"""The public web site: all that is public in the final stock-takes of a workspace, as pages that need no server.

Entered by `making`; `scopes` says which stock-takes a site shows, `folder` keeps the folder in which it stands.
"""

__all__ = ["folder", "making", "scopes"]
