"""Numbers from arrays: rates, bounds, verdicts, counts, coverage, series and charts.

Every function here is pure: numpy arrays and plain values in, frozen results out.
The folder knows no database, no Flask and no other folder of the project; it may import
numpy, SciPy, statistics libraries and, for the charts, matplotlib.
Import the modules, not this package, which stays empty so that `percents` can be used
without loading numpy.
"""
