"""Asking: a question and a snapshot in, a table, a yes or no, or triples out."""
