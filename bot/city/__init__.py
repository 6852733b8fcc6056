"""A made-up city, the same at each run: its places and people, what is said there in a day, and two years of its past.

All benches of the size of a city play here; every sentence is our own.
"""
