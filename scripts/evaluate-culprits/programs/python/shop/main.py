"""Takes days of orders through a shop; prints the CPU seconds taken and a digest of the result."""
import os
import time

from catalog import make_catalog
from codec import pack_rows
from daily import summarize_day
from orders import make_orders, total_orders
from receipts import render_receipts
from search import search_all
from stock import reserve_all
from stream import Stream


def run_day(seed):
    stream = Stream(seed)
    catalog = make_catalog(stream, 300)
    orders = make_orders(stream, catalog, 700)
    totals = total_orders(orders)
    receipts = render_receipts(orders, totals)
    found = search_all(catalog, orders)
    kept = reserve_all(catalog, orders)
    rows = summarize_day(orders, totals)
    return pack_rows(rows) ^ len(receipts) ^ found ^ kept


def main():
    digest = 0
    for seed in range(int(os.environ.get("ROUNDS", "3"))):
        digest ^= run_day(seed)
    return digest


if __name__ == "__main__":
    digest = main()
    print(time.process_time(), digest)
