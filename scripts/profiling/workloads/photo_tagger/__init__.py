"""A small photo tagger: the program that perf-report measures and profiles in its own builds.

Standard library alone, Python 3.6 and newer. All arithmetic of results is in whole numbers, so that every version of
Python and every machine gives the same digest.
"""
