"""The command line of the sample photo tagger.

    tag_photos.py generate [sample|classify]   makes the data set where it is missing
    tag_photos.py sample                       load, decode, measure, classify, find bursts, tag, write
    tag_photos.py classify                     the classification step on rows of features

Environment: ASSETS (how many photos), SLOW=1 (the slow twin: same results, more work), THREADS (sample only),
PHOTO_DATA (directory of the data set, else logs_local/photo-data of this repository).
"""
import argparse
import os
import sys

from .dataset import NoDataSet, directory_of, make_feature_rows, make_photos, open_data
from .pipeline import Pipeline, classify_rows
from .results import counters_of, digest_of, results_of, write_json

ASSETS = {"sample": 300, "classify": 2000}
REPOSITORY = os.path.abspath(os.path.join(os.path.dirname(__file__), *[os.pardir] * 4))


def main(arguments):
    """Exit code: 0, or 2 for a wrong call or a missing data set."""
    options = parse(arguments)
    root = os.environ.get("PHOTO_DATA") or os.path.join(REPOSITORY, "logs_local", "photo-data")
    try:
        if options.step == "generate":
            return generate(root, options.workload)
        return work(root, options)
    except NoDataSet as missing:
        sys.stderr.write("%s; make them: %s generate %s\n" % (missing, sys.argv[0], options.step))
        return 2


def parse(arguments):
    parser = argparse.ArgumentParser(prog="tag_photos.py", description="Tags synthetic photos.")
    parser.add_argument("step", choices=("generate", "sample", "classify"))
    parser.add_argument("workload", nargs="?", choices=("sample", "classify"), help="what generate makes; both by default")
    parser.add_argument("--counters", metavar="FILE", help="writes how much work was done as JSON")
    parser.add_argument("--out", metavar="FILE", help="writes the results as JSON")
    return parser.parse_args(arguments)


def number_from(name, default):
    text = os.environ.get(name) or str(default)
    if not text.isdigit() or int(text) < 1:
        sys.exit("%s=%s: a whole number from 1 is wanted" % (name, text))
    return int(text)


def generate(root, workload):
    if workload in (None, "sample"):
        make_photos(root, number_from("ASSETS", ASSETS["sample"]))
    if workload in (None, "classify"):
        make_feature_rows(root, number_from("ASSETS", ASSETS["classify"]))
    return 0


def work(root, options):
    count = number_from("ASSETS", ASSETS[options.step])
    slow = os.environ.get("SLOW", "") not in ("", "0")
    if options.step == "sample":
        entries = open_data(root, "photos", count)
        assets = Pipeline(slow, number_from("THREADS", 1)).run(directory_of(root, "photos"), entries)
    else:
        assets = classify_rows(open_data(root, "features", count), slow)
    rows = results_of(assets)
    if options.out:
        write_json(options.out, rows)
    if options.counters:
        write_json(options.counters, counters_of(assets))
    print("%d assets, digest %s" % (len(assets), digest_of(rows)))
    return 0
