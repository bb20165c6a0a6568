"""Print the lowest version of each library that a pyproject.toml allows, for pip's --constraint."""

import re
import sys
import tomllib
from pathlib import Path

project = tomllib.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))["project"]
extras = project["optional-dependencies"]
for requirement in [*project["dependencies"], *extras["collate"], *extras["cluster"]]:
    if requirement.startswith(project["name"]):
        continue
    bound = re.match(r"([\w.-]+)>=([\w.]+)", requirement)
    if bound is None:
        sys.exit(f"{requirement!r} has no lower bound, written as name>=version.")
    sys.stdout.write("{}=={}\n".format(*bound.groups()))
