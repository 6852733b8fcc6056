"""district.yaml: read with every problem named, written back, and compared (DESIGN §5)."""

from models.district.changes import changes
from models.district.reading import read_district
from models.district.writing import write_district

__all__ = ["changes", "read_district", "write_district"]
