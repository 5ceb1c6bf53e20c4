"""A writer's draft in, what the ledger says of each of its figures out.

`markdown.py` (in a contained process) takes the prose out of Markdown, `reading.py` cuts it into sentences with their
places and finds figures and times, `names.py` finds who and what is spoken of, `matching.py` looks for the claims that
a figure may repeat, and `judging.py` says whether it agrees. Nothing is guessed: what may mean two things is called
unclear.
"""
