"""The SPARQL endpoint: requests over HTTP in, answers from warm contained processes out.

`app.py` puts it together; a resource is one file of `resources/`. Nothing here writes or knows the log: what changes in
a workspace comes through the port of `graphs.py`.
"""
