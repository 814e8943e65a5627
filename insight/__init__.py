"""Rows -> charts. Knows no screen."""
