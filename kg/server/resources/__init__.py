"""The resources of the endpoint. To add one, write a file of this folder and name what it offers in `RESOURCES`."""

from kg.server.resources import home, questions, sparql, store, void
from kg.server.resources.base import Resource

RESOURCES: tuple[Resource, ...] = (
    *home.RESOURCES,
    *sparql.RESOURCES,
    *store.RESOURCES,
    *questions.RESOURCES,
    *void.RESOURCES,
)

__all__ = ["RESOURCES", "Resource"]
