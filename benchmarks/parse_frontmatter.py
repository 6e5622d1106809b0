"""The yardstick of `check`: python-frontmatter parses every record of a folder, and nothing else.

`parse` instead of `load`, because YAML 1.1 takes the key `on` for a truth value, which `load` cannot carry.
"""

import sys
from pathlib import Path

import frontmatter

for path in sorted(Path(sys.argv[1]).rglob("*.md")):
    frontmatter.parse(path.read_text(encoding="utf-8"))
