"""Capture → ticket → people: who answers for it, until when, what was done, whether it was good."""
