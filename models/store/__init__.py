"""The store: the only SQL. ``Store`` opens and runs, ``Tx`` is what a use case gets."""

from models.store.base import Store
from models.store.tx import Tx

__all__ = ["Store", "Tx"]
