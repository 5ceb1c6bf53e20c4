"""Files that people write in, documents with entities, claims and occurrences out, each with its place in the file."""

from kg.authoring.acts import Act, ActsFile
from kg.authoring.document import DocumentFile
from kg.authoring.files import AuthoredFile, EntityFile, in_order, read_file, read_string
from kg.authoring.fmt import format_text
from kg.authoring.new import skeleton
from kg.authoring.problems import AuthoringError, Place, Problem
from kg.authoring.schema import json_schema
from kg.authoring.terms import TermHit, find_terms
from kg.authoring.write import describe

__all__ = [
    "Act",
    "ActsFile",
    "AuthoredFile",
    "AuthoringError",
    "DocumentFile",
    "EntityFile",
    "Place",
    "Problem",
    "TermHit",
    "describe",
    "find_terms",
    "format_text",
    "in_order",
    "json_schema",
    "read_file",
    "read_string",
    "skeleton",
]
