"""`python -m fpstats`."""

from fpstats.cli import main

if __name__ == "__main__":
    main()
