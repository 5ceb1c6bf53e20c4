"""How long each thing may be that people write, and how many may stand together: one table for every door.

Lengths are characters (Unicode code points) of the text as it is recorded; counts are entries of one list. They are a
few times what the longest real case needs, so that nobody who writes about news meets them, and what takes time by
the square of a length stays quick. Whoever reads foreign text or foreign records goes by these.
"""

NAME = 120
"""An id of an entity or document, or the key of a claim or announcement."""
REFERENCE = 2 * NAME + 1
"""`document/key`."""
WORD = 80
"""A word of the vocabulary: a predicate, class, kind, modality, topic, metric, role."""
LANGUAGE = 35
"""A language tag; RFC 5646 asks readers for as much."""
LABEL = 500
"""A name of an entity, preferred or other."""
PHRASE = 400
"""A few words: hedges, shares, needs, workloads, windows, scopes, locators, authors."""
TITLE = 1_000
"""The title of a document or an announcement."""
SENTENCE = 5_000
"""One or several sentences of our own: a statement, condition, reason, note or summary."""
ADDRESS = 2_000
"""An address of a page."""
FIGURE = 200
"""A figure as it was written."""
TIME = 200
"""A time as it was written."""
QUOTE = 5_000
"""Words quoted from a text."""
RECORD = 2 * NAME + 20
"""A position, or the key of a judgement: `merge/acme/acme-inc/2`."""

KEY = 1_000
"""The key of a record, or one of its tags."""

VALUES = 500
"""Values in one list of a claim, entity, document or announcement."""
NAMES = 1_000
"""Names of one entity, from all declarations, by which it is found."""
CLAIMS = 10_000
"""Claims of a document or of one event."""
ENTRIES = 50_000
"""Entities or acts in one file, announcements of a document."""
LINES = 200_000
"""Lines of a text; a book has a twentieth of it."""

SEARCH = 1_000
"""What one search asks for."""
TERMS = 20
"""Words that one search looks for."""
