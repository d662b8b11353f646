"""What is counted of some petitions, and the shares that are made of it."""

from __future__ import annotations

from dataclasses import dataclass, fields

from huiyin.rules.counting import Share, acceptance_share, answer_share


@dataclass(frozen=True, slots=True)
class Counts:
    """So many: petitions, of them visits, people in them, collective visits, too high, done; and how their terms stand."""

    pieces: int = 0
    persons: int = 0
    batches: int = 0
    visitors: int = 0
    collective: int = 0
    collective_persons: int = 0
    overstepped: int = 0
    done: int = 0
    accepted: int = 0
    accepted_late: int = 0
    accept_overdue: int = 0
    accept_waiting: int = 0
    answered: int = 0
    answered_late: int = 0
    answer_overdue: int = 0
    answer_waiting: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(*(getattr(self, name) + getattr(other, name) for name in FIELDS))

    @property
    def open(self) -> int:
        """Whose matter hasn't ended."""
        return self.pieces - self.done

    @property
    def accept_missed(self) -> int:
        """Taken up late, or overdue."""
        return self.accepted_late + self.accept_overdue

    @property
    def accept_due(self) -> int:
        """Whose term for being taken up was kept or is over."""
        return self.part_accepted.denominator

    @property
    def answer_due(self) -> int:
        """With a term for the answer, over or not."""
        return self.part_answered.denominator

    @property
    def answer_missed(self) -> int:
        """Answered late, or overdue."""
        return self.answered_late + self.answer_overdue

    @property
    def part_done(self) -> Share:
        """办结率."""
        return Share(self.done, self.pieces)

    @property
    def part_accepted(self) -> Share:
        """及时受理率: of what was due."""
        return acceptance_share(self.accepted, self.accepted_late, self.accept_overdue)

    @property
    def part_answered(self) -> Share:
        """按期答复率, by the formula of the field: what isn't due yet counts in the whole."""
        return answer_share(self.answered, self.answered_late, self.answer_waiting, self.answer_overdue)


#: The names of its fields, in their order.
FIELDS = tuple(spec.name for spec in fields(Counts))
