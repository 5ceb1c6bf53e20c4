"""A ledger and a period in, a report that can be sent on out: what is new, what cannot hold, what fell due, and why.

`material.py` asks the questions, the members of `sections/` write blocks from it, `build.py` numbers what they cite,
`html.py` and `markdown.py` write the whole.
"""
