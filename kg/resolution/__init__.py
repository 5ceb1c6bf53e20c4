"""Who is who: judgements of the ledger in, the id under which each entity is read out.

Nothing is ever merged by itself. A likeness of names only suggests (`kg/alike.py`); a judgement is an event, with a
reason, and can be undone.
"""
