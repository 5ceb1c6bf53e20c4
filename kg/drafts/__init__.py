"""A writer's draft in, what the ledger says of each of its figures out.

`markdown.py` (in a contained process) takes the prose out of Markdown, `reading.py` cuts it into sentences with their
places and finds figures and times, `names.py` and `context.py` find who and what is spoken of, `evidence.py` and
`matching.py` which claims a figure may repeat, `comparing.py` says whether it agrees, `judging.py` is the way through,
and `together.py` looks for figures of the draft that cannot hold together. Nothing is guessed: what may mean two things
is called unclear.
"""
