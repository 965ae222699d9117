"""Results, their digest and the counters of the work that was done."""
import hashlib
import json
import os


def results_of(assets):
    """One row for each photo, as it is written and digested."""
    return [{"path": asset.path, "labels": [list(label) for label in asset.labels], "tags": list(asset.tags)} for asset in assets]


def digest_of(rows):
    """sha256 of the rows: equal where the same work gave the same results."""
    return hashlib.sha256(json.dumps(rows, sort_keys=True, separators=(",", ":")).encode("utf-8")).hexdigest()


def counters_of(assets):
    """How much work was done, for metrics per photo and to tell runs of unequal work apart."""
    counters = {"assets": len(assets), "tags": sum(len(asset.tags) for asset in assets)}
    pixels = sum(asset.image.width * asset.image.height for asset in assets if asset.image is not None)
    if pixels:
        counters["pixels"] = pixels
    return counters


def write_json(path, value):
    """Writes a file with its directories."""
    directory = os.path.dirname(os.path.abspath(path))
    os.makedirs(directory, exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        json.dump(value, file, sort_keys=True)
        file.write("\n")
