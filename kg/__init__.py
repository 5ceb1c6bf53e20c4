"""A ledger of claims: who says what, since when, in which words.

`kg.open(path)` opens a workspace for reading from Python; the command line is `kg`.
"""
