"""What perf-report runs inside the Python processes of a workload."""
