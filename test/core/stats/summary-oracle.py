"""Prints the vectors of summary-oracle.json: python3 test/core/stats/summary-oracle.py > test/core/stats/summary-oracle.json"""
import json
import random
import statistics

rng = random.Random(4)
vectors = {
    "two values": [2.5, 2.25],
    "three values": [1.5, 1.25, 1.75],
    "ten times of a quiet machine": [round(rng.gauss(2.3, 0.03), 6) for _ in range(10)],
    "one outlier": [2.31, 2.29, 2.3, 2.32, 2.3, 2.28, 2.31, 2.3, 2.29, 4.9],
    "two modes": [1.0, 1.01, 1.02, 1.0, 1.01, 1.4, 1.41, 1.42, 1.4, 1.41, 1.39],
    "equal values": [250, 250, 250, 250],
    "bytes": [rng.randrange(10**9, 2 * 10**9) for _ in range(37)],
    "tiny values": [1e-7, 1.1e-7, 0.9e-7, 1.05e-7],
    "nanoseconds as integers": [9007199254740000 + rng.randrange(900) for _ in range(9)],
    "negative": [-3.0, -1.0, -2.0, -8.0],
}
rows = []
for name, values in vectors.items():
    lower, median, upper = statistics.quantiles(values, n=4, method="inclusive")
    mad = statistics.median(abs(value - median) for value in values)
    deviation = statistics.stdev(values)
    rows.append(
        {
            "name": name,
            "values": values,
            "count": len(values),
            "median": statistics.median(values),
            "min": min(values),
            "max": max(values),
            "lowerQuartile": lower,
            "upperQuartile": upper,
            "standardDeviation": deviation,
            "medianAbsoluteDeviation": mad,
            "relativeNoise": max(deviation, 1.4826 * mad) / abs(median),
        }
    )
print(json.dumps({"command": "python3 test/core/stats/summary-oracle.py", "rows": rows}, indent=1))
