"""The store: the only SQL. ``Store`` opens and runs, ``Tx`` is what a use case gets; ``write_dump`` and ``read_dump`` a file."""

from models.store.base import Store
from models.store.dump import write_dump
from models.store.restore import read_dump
from models.store.tx import Tx

__all__ = ["Store", "Tx", "read_dump", "write_dump"]
