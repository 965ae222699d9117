"""Writes the vectors that the statistics are tested against, test/core/stats/vectors/*.json, from scipy and statsmodels.

python3.11 -m venv /tmp/stats-venv && /tmp/stats-venv/bin/pip install numpy==2.4.6 scipy==1.17.1 statsmodels==0.15.0
/tmp/stats-venv/bin/python scripts/stats-vectors.py
"""
import json
import pathlib

import numpy as np
import scipy
import statsmodels
from scipy import stats
from statsmodels.stats.multitest import multipletests

OUT = pathlib.Path(__file__).resolve().parent.parent / "test/core/stats/vectors"
VERSIONS = {"numpy": np.__version__, "scipy": scipy.__version__, "statsmodels": statsmodels.__version__}
ENUMERATE_ALL = stats.PermutationMethod(n_resamples=10**9)
rng = np.random.default_rng(5)


def write(name, **content):
    lines = ",\n".join(f'"{key}": ' + ("[\n" + ",\n".join(map(json.dumps, rows)) + "\n]" if isinstance(rows, list) else json.dumps(rows)) for key, rows in content.items())
    (OUT / name).write_text("{\n" + f'"madeBy": {json.dumps({"script": "scripts/stats-vectors.py", **VERSIONS})},\n' + lines + "\n}\n")


def rounded(values, digits=6):
    return [round(float(value), digits) for value in values]


# --- signed rank -------------------------------------------------------------------------------------------------------------

def p_of_signed_rank(count, k):
    """P(W <= k) for `count` values without ties: scipy's exact test of a sample whose positive ranks sum to k."""
    sizes = np.arange(1, count + 1)
    positive, left = set(), k
    for size in sizes[::-1]:
        if size <= left:
            positive.add(size)
            left -= size
    sample = [size if size in positive else -size for size in sizes]
    return stats.wilcoxon(sample, alternative="less", method="exact").pvalue


def signed_rank_k(count, alpha):
    k = -1
    while p_of_signed_rank(count, k + 1) <= alpha:
        k += 1
    return k if k >= 0 else None


def polynomial_p(values):
    """Exact tail probabilities with ties: integer coefficients of the product of (1 + x^(2 rank))."""
    kept = np.array([value for value in values if value != 0])
    doubled = [int(round(2 * rank)) for rank in stats.rankdata(np.abs(kept))]
    ways = [1]
    for rank in doubled:
        ways = [(ways[s] if s < len(ways) else 0) + (ways[s - rank] if s >= rank else 0) for s in range(len(ways) + rank)]
    w = sum(rank for rank, value in zip(doubled, kept) if value > 0)
    return w / 2, sum(ways[w:]) / 2 ** len(kept), sum(ways[: w + 1]) / 2 ** len(kept)


def signed_rank_case(name, values, how):
    values = rounded(values)
    if how == "polynomial":
        w, greater, less = polynomial_p(values)
    else:
        kwargs = {"exact": {"method": "exact"}, "enumerated": {"method": ENUMERATE_ALL}, "normal": {"method": "asymptotic", "correction": True}}[how]
        greater = stats.wilcoxon(values, alternative="greater", **kwargs).pvalue
        less = stats.wilcoxon(values, alternative="less", **kwargs).pvalue
        kept = np.array([value for value in values if value != 0])
        w = float(np.sum(stats.rankdata(np.abs(kept))[kept > 0]))
    walsh = sorted((a + b) / 2 for i, a in enumerate(values) for b in values[i:])
    row = {"name": name, "how": how, "values": values, "statistic": w, "used": sum(value != 0 for value in values), "pGreater": float(greater), "pLess": float(less), "estimate": float(np.median(walsh))}
    if len(values) <= 40:
        k1, k5 = signed_rank_k(len(values), 0.01), signed_rank_k(len(values), 0.05)
        row["lower99"] = None if k1 is None else walsh[k1]
        row["upper95"] = None if k5 is None else walsh[-1 - k5]
    return row


golden = [0.10, 0.12, 0.08, 0.15, 0.05, 0.11, 0.09, 0.13, 0.02, 0.14]
write(
    "signed-rank.json",
    cases=[
        signed_rank_case("one value", [0.3], "exact"),
        signed_rank_case("one negative value", [-0.3], "exact"),
        signed_rank_case("two values", [0.3, -0.1], "exact"),
        signed_rank_case("golden case", golden, "exact"),
        signed_rank_case("nine of A/A", rng.normal(0, 0.07, 9), "exact"),
        signed_rank_case("thirty-six of A/A", rng.normal(0, 0.07, 36), "exact"),
        signed_rank_case("thirty-six, slower", rng.normal(0.04, 0.07, 36), "exact"),
        signed_rank_case("two hundred", rng.normal(0.004, 0.07, 200), "exact"),
        signed_rank_case("heavy tails", rng.standard_t(3, 25), "exact"),
        signed_rank_case("far away", [1, 2, 3, 4, 5, 6, 7, 8], "exact"),
        signed_rank_case("all equal", [0.25] * 8, "enumerated"),
        signed_rank_case("ties", [0.1, 0.1, 0.1, -0.1, 0.2, 0.2, -0.3, 0.4, 0.4], "enumerated"),
        signed_rank_case("zeros", [0, 0, 0.1, -0.2, 0.3, 0.4, 0.5, 0, 0.6, 0.7], "enumerated"),
        signed_rank_case("ties and zeros", [0, 0.1, 0.1, -0.1, 0, 0.2, 0.2, 0.2, -0.3, 0.3, 0.5], "enumerated"),
        signed_rank_case("zeros but one", [0, 0, 0, 0.2], "enumerated"),
        signed_rank_case("sixteen rounded", np.round(rng.normal(0.02, 0.05, 16), 2), "enumerated"),
        signed_rank_case("forty rounded", np.round(rng.normal(0.02, 0.05, 40), 2), "polynomial"),
        signed_rank_case("hundred and fifty rounded", np.round(rng.normal(0.005, 0.05, 150), 2), "polynomial"),
        signed_rank_case("three hundred", rng.normal(0.005, 0.07, 300), "normal"),
        signed_rank_case("four hundred rounded", np.round(rng.normal(0.003, 0.05, 400), 2), "normal"),
    ],
    bounds=[[count, alpha, signed_rank_k(count, alpha)] for count in [1, 4, 5, 6, 7, 8, 9, 10, 12, 14, 15, 18, 20, 24, 30, 36, 50] for alpha in [0.05, 0.05 / 3, 0.01, 0.01 / 3, 0.01 / 30]],
)

# --- rank sum ----------------------------------------------------------------------------------------------------------------

def rank_sum_k(base_count, head_count, alpha):
    """Largest k with P(U <= k) <= alpha, from scipy's exact test of samples with U = k."""
    k = -1
    while k + 1 <= base_count * head_count:
        # Head values sit among base 0, 1, ...: each one is above `above` base values.
        above, left = [], k + 1
        for _ in range(head_count):
            above.append(min(base_count, left))
            left -= above[-1]
        head = [a - 0.5 - place * 0.001 for place, a in enumerate(above)]
        if stats.mannwhitneyu(head, range(base_count), alternative="less", method="exact").pvalue > alpha:
            break
        k += 1
    return k if k >= 0 else None


def rank_sum_case(name, base, head, how):
    base, head = rounded(base), rounded(head)
    kwargs = {"exact": {"method": "exact"}, "enumerated": {"method": ENUMERATE_ALL}, "normal": {"method": "asymptotic", "use_continuity": True}}[how]
    greater = stats.mannwhitneyu(head, base, alternative="greater", **kwargs)
    less = stats.mannwhitneyu(head, base, alternative="less", **kwargs)
    differences = sorted(h - b for h in head for b in base)
    row = {"name": name, "how": how, "base": base, "head": head, "statistic": float(greater.statistic), "pGreater": float(greater.pvalue), "pLess": float(less.pvalue), "estimate": float(np.median(differences))}
    if len(base) * len(head) <= 400:
        k1, k5 = rank_sum_k(len(base), len(head), 0.01), rank_sum_k(len(base), len(head), 0.05)
        row["lower99"] = None if k1 is None else differences[k1]
        row["upper95"] = None if k5 is None else differences[-1 - k5]
    return row


write(
    "rank-sum.json",
    cases=[
        rank_sum_case("one against one", [1], [2], "exact"),
        rank_sum_case("one against nine", rng.normal(0, 1, 9), [1.3], "exact"),
        rank_sum_case("five against five, apart", [1, 2, 3, 4, 5], [6, 7, 8, 9, 10], "exact"),
        rank_sum_case("ten against ten", rng.normal(0, 1, 10), rng.normal(0.5, 1, 10), "exact"),
        rank_sum_case("seven against twelve", rng.normal(0, 1, 7), rng.normal(-0.5, 1, 12), "exact"),
        rank_sum_case("twenty against twenty", rng.normal(0, 1, 20), rng.normal(0.7, 1, 20), "exact"),
        rank_sum_case("fifty against fifty", rng.normal(0, 1, 50), rng.normal(0.9, 1, 50), "exact"),
        rank_sum_case("three against six hundred", rng.normal(0, 1, 600), rng.normal(1, 1, 3), "exact"),
        rank_sum_case("all equal", [2] * 5, [2] * 6, "enumerated"),
        rank_sum_case("ties", [1, 1, 2, 3, 3], [2, 2, 3, 4, 4, 4], "enumerated"),
        rank_sum_case("ties within and across", [5, 5, 6, 7, 7, 7, 9, 9], [6, 7, 7, 9, 9, 9, 9], "enumerated"),
        rank_sum_case("eight against nine rounded", np.round(rng.normal(0, 1, 8)), np.round(rng.normal(1, 1, 9)), "enumerated"),
        rank_sum_case("sixty against seventy", rng.normal(0, 1, 60), rng.normal(0.4, 1, 70), "normal"),
        rank_sum_case("sixty against seventy rounded", np.round(rng.normal(0, 1, 60)), np.round(rng.normal(0.4, 1, 70)), "normal"),
    ],
    bounds=[[m, n, alpha, rank_sum_k(m, n, alpha)] for m, n in [(1, 1), (3, 3), (4, 5), (5, 5), (6, 6), (7, 7), (8, 8), (10, 10), (6, 13), (15, 15), (20, 20)] for alpha in [0.05, 0.01, 0.01 / 3]],
)

# --- distributions -----------------------------------------------------------------------------------------------------------

degrees = [1, 2, 3, 4.5, 8, 19, 35, 100, 1000, 1e6]
probabilities = [1e-9, 1e-4, 0.005, 0.01, 0.05, 0.1, 0.3, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 0.999999]
points = [-40, -8, -3.7, -3, -2.99, -1, -0.1, -1e-9, 0, 0.5, 1, 2.2, 3, 6]
write(
    "distributions.json",
    studentQuantiles=[[p, d, float(stats.t.ppf(p, d))] for d in degrees for p in probabilities],
    studentProbabilities=[[t, d, float(stats.t.cdf(t, d))] for d in degrees for t in points],
    normalQuantiles=[[p, float(stats.norm.ppf(p))] for p in probabilities + [1e-300, 0.01 / 90]],
    normalProbabilities=[[x, float(stats.norm.cdf(x))] for x in points + [-20, -37]],
)

# --- several tests, history --------------------------------------------------------------------------------------------------

families = [[0.03], [0.01, 0.04, 0.03, 0.005], [0.5, 0.5, 0.5], [1, 0, 0.2], [0.02, 0.02, 0.021, 0.9, 0.01], rounded(rng.uniform(0, 0.2, 30))]
write(
    "multiple.json",
    families=[{"p": family, "holm": multipletests(family, method="holm")[1].tolist(), "benjaminiHochberg": stats.false_discovery_control(family).tolist()} for family in families],
)


def history_case(values, probability):
    values = rounded(values)
    s = max(np.std(values, ddof=1), 1.4826 * stats.median_abs_deviation(values))
    bound = np.mean(values) + stats.t.ppf(probability, len(values) - 1) * s * np.sqrt(1 + 1 / len(values))
    return {"values": values, "probability": probability, "spread": float(s), "bound": float(bound)}


two_modes = [1.0, 1.001, 1.0, 1.002, 1.4, 1.401, 1.4, 1.399, 1.0, 1.4, 1.4]
write(
    "history.json",
    cases=[history_case(values, p) for values in [rng.normal(3, 0.05, 20), [1, 1.1], [2, 2, 2, 2], two_modes, [2.3] * 9 + [4.9]] for p in (0.99, 0.95)],
)

# --- bounds of a share -------------------------------------------------------------------------------------------------------

counts = [(0, 1), (1, 1), (0, 20), (1, 20), (3, 20), (20, 20), (0, 299), (0, 300), (1, 472), (1, 473), (2, 627), (2, 628), (10, 1000), (40, 1000), (999, 1000), (30, 5000), (2500, 5000)]


def share_bounds(hits, trials, confidence):
    """One-sided bounds of Clopper and Pearson, as quantiles of the beta distribution."""
    low = stats.beta.ppf(1 - confidence, hits, trials - hits + 1) if hits > 0 else 0
    high = stats.beta.ppf(confidence, hits + 1, trials - hits) if hits < trials else 1
    return [hits, trials, confidence, float(low), float(high)]


write("binomial.json", bounds=[share_bounds(hits, trials, confidence) for hits, trials in counts for confidence in (0.95, 0.99)])
