"""Errors planted into figures whose truth is known, to see which of them the audit finds.

``world`` makes articles about a made-up truth, ``errors`` spoils one of their figures, ``trial``
does so many times and counts.
"""
