"""`python -m fpstats`."""

from fpstats.cli import command

if __name__ == "__main__":
    command()
