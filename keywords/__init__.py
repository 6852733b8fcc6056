"""Text → Capture: what a line in a group is about, who speaks of which place, and why we think so. No I/O, no clock."""
