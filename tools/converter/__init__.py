"""The generator of the contract's converter: tools/generate_converter.py runs it."""
