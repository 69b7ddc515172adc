"""What `verify` finds: the kind of damage, where it is, and what mends it."""

from dataclasses import dataclass

_REBUILD = "run 'sldtbxh rebuild'"
_RESTORE = "restore the file from a copy, then run 'sldtbxh rebuild'"

# What mends each kind of damage.
MENDS = {
    "missing_file": "restore it from a copy; without one, run 'sldtbxh rebuild', which drops its"
    " captures",
    "damaged_record": _RESTORE,
    "wrong_digest": _RESTORE,
    "torn_tail": "restore the file from a copy; without one, run 'sldtbxh rebuild', which cuts it"
    " back to the last whole record",
    "not_indexed": _REBUILD,
    "index_lies": _REBUILD,
    "database": _REBUILD,
    "search_index": _REBUILD,
    "orphaned_row": _REBUILD,
}


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One damage. `kind` is a key of MENDS; `where` names file and byte, or table and key."""

    kind: str
    where: str
    what: str

    @property
    def mend(self) -> str:
        """What mends it."""
        return MENDS[self.kind]

    def __str__(self) -> str:
        return f"{self.kind}: {self.where}: {self.what}; {self.mend}"
