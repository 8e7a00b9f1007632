"""The cast of one article: its actors while they are being resolved, by where they are named."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from onrecord.extract.actors.names import Gender
from onrecord.records import ActorKind, Mention
from onrecord.text import Span, make_id


@dataclass(slots=True, eq=False)
class Member:
    """An actor of the article; ``mentions`` are the named ones, in order."""

    kind: ActorKind
    name: str
    country: str | None = None
    wikidata_id: str | None = None
    mentions: list[Mention] = field(default_factory=list)
    gender: Gender = ""
    role: str | None = None
    role_organization: str | None = None
    roles: tuple[str, ...] = ()

    @property
    def actor_id(self) -> str:
        """The id that follows from kind, name and country."""
        return make_id("act", self.kind, self.name, self.country or "")


@dataclass(frozen=True, slots=True)
class Point:
    """Where a member is named."""

    start: int
    end: int
    member: Member


class Cast:
    """The members of an article."""

    def __init__(self, members: Sequence[Member]) -> None:
        points = (Point(m.char_start, m.char_end, member) for member in members for m in member.mentions)
        self._points = sorted(points, key=lambda point: (point.start, point.end))
        self._starts = [point.start for point in self._points]
        self._roles = {m.char_start: m.role for member in members for m in member.mentions}
        self._own_starts = {member: [m.char_start for m in member.mentions] for member in members}

    def named_in(self, span: Span) -> list[Point]:
        """Return where members are named in a span, or touch it, in order."""
        stop = bisect_right(self._starts, span.end - 1)
        first = max(0, bisect_right(self._starts, span.start) - 1)
        return [point for point in self._points[first:stop] if span.start < point.end]

    def role_at(self, point: Point) -> str | None:
        """Return the title or description that stands beside a name."""
        return self._roles[point.start]

    def named_before(self, place: int, since: int = 0) -> list[Point]:
        """Return where members are named from ``since`` to a place, in order."""
        first, stop = bisect_left(self._starts, since), bisect_right(self._starts, place)
        return [point for point in self._points[first:stop] if point.end <= place]

    def seen_before(self, place: int, *kinds: ActorKind) -> list[Member]:
        """Return the members of these kinds named before a place, the last named last."""
        last = ((bisect_left(starts, place), starts, member) for member, starts in self._own_starts.items())
        seen = [(starts[i - 1], member) for i, starts, member in last if i and member.kind in kinds]
        return [member for _, member in sorted(seen, key=lambda item: item[0])]
