"""An entity was named: who or what it is, under which names it goes."""

from typing import ClassVar

from kg.claim import Entity
from kg.events.base import Event


class EntityDeclared(Event):
    """An entity with its class and names.

    A second declaration of the same entity adds names; it cannot change class or preferred name.
    """

    type: ClassVar[str] = "entity-declared"
    entity: Entity

    def key(self) -> str:
        """Return a key of the content, since several files may declare one entity."""
        return f"entity/{self.entity.id}/{self.entity.content_hash()[:16]}"

    def tags(self) -> tuple[str, ...]:
        """Return the entity, and apart from it that this event declares it."""
        return (f"entity:{self.entity.id}", f"declares:{self.entity.id}")

    def entities(self) -> tuple[Entity, ...]:
        """Return the one entity."""
        return (self.entity,)
