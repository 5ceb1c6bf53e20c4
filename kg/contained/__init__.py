"""Work on what strangers wrote, done in processes that may die: requests in, answers or one sentence out.

A kind of work is one module with a function `start`; `serve.py` runs it in a child, `worker.py` keeps that child and
`sandbox.py` shuts it off. `kg/query/evaluation.py`, `kg/query/header.py` and `kg/authoring/parser.py` are such modules.
"""
