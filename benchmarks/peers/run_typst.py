"""Compile a Typst document, whose bibliography hayagriva renders: DOCUMENT."""

import sys

import typst

typst.compile(sys.argv[1], output=sys.argv[1].replace(".typ", ".pdf"))
