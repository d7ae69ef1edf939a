"""Import before nbformat: it then loads in 0.2 s of computing, not in 2.

nbformat checks notebooks with jsonschema, which on loading has a parser made for international addresses (its format "iri"), if there is
one. No schema of a notebook has such an address. Every submission is run in a process of its own, which would wait for it.
"""

import sys

PARSER = "rfc3987_syntax"

if "jsonschema" not in sys.modules and PARSER not in sys.modules:
    sys.modules[PARSER] = None  # read by Python as: not installed
    try:
        import jsonschema  # noqa: F401
    finally:
        del sys.modules[PARSER]
