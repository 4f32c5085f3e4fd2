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
html_static_path = ["_static"]
html_css_files = ["site.css"]

myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 3  # links to headings, as on any forge

default_role = "code"  # our docstrings have names between single backticks
autodoc_member_order = "bysource"
autodoc_default_options = {"members": True, "show-inheritance": False}
autodoc_typehints = "signature"
autodoc_typehints_format = "short"
autodoc_preserve_defaults = True

llms_txt_summary = (
    "Tollbridge is one payments API over many payment processors (stripe, adyen, paypal, phonepe; parts of airwallex, "
    "braintree, twoc_twop_paco), in Python: an async and a blocking client, a gRPC server compatible with the public "
    "connector-service (UCS) API, and a pure build/parse pair without IO. Rules for code that uses it: a decline is a "
    "result whose `error` is set, never an exception; OutcomeUnknown means that money may have moved, so sync, or "
    "repeat with the same key, and never pay again under another; amounts are Money(minor_amount, Currency); webhooks "
    "are verified before they are read. llms-full.txt holds all pages and the source of the public Python API.")
llms_txt_code_files = [  # the API reference is made from these when the site is built: in Markdown it would be empty
    "+:../src/tollbridge/client/*.py", "+:../src/tollbridge/methods.py", "+:../src/tollbridge/domain/*.py",
    "+:../src/tollbridge/domain/methods/*.py", "-:../src/tollbridge/domain/network_codes.py"]
