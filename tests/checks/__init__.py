"""Tests of the checks of returns."""
