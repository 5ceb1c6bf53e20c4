"""A graph or an answer in, typed sheets out: one tabular model behind all tables, pictures and lists of sources."""

from kg.tabular.content import Content
from kg.tabular.sheet import Column, Row, Sheet, Value, as_text

__all__ = ["Column", "Content", "Row", "Sheet", "Value", "as_text"]
