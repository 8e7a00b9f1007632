"""The reader: a small model that proposes who says what, and who is named. `CARD.md` tells its story."""

from onrecord.reader.reading import Attribution, Entity, Reader, Reading

__all__ = ["Attribution", "Entity", "Reader", "Reading"]
