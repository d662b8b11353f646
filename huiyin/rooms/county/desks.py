"""What a decision about a matter must know of the county, all from memory (see ``queries``)."""

from huiyin.rooms.county.queries import can_receive, department, desk_of, law, unit_path

__all__ = ["can_receive", "department", "desk_of", "law", "unit_path"]
