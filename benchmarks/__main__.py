"""`python -m benchmarks`, which `make bench` calls."""

from benchmarks.run import main

if __name__ == "__main__":  # the load's process imports this module, too
    main()
