"""Sphinx builds the documentation site from the Markdown pages of this folder: `make site`."""

from tollbridge import __version__

project = "Tollbridge"
author = "The Tollbridge authors"
copyright = author  # noqa: A001 - Sphinx reads this name
release = version = __version__

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx_llms_txt"]
source_suffix = {".md": "markdown"}
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = f"Tollbridge {release}"
html_baseurl = ""

myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 3  # links to headings, as on any forge

default_role = "code"  # our docstrings have names between single backticks
autodoc_member_order = "bysource"
autodoc_default_options = {"members": True, "show-inheritance": False}
autodoc_typehints = "signature"
autodoc_typehints_format = "short"
autodoc_preserve_defaults = True

llms_txt_summary = "One unified payments API over many payment processors: library and gRPC service, in Python."
