"""Starts a profiler in every Python process below a workload; found first on PYTHONPATH.

Python 2.7 and 3.6 or newer. The program never fails by it: what goes wrong here is
written to a problem file. The sitecustomize that would have run without this one runs.
"""
import os
import sys


def _prepare():
    mode = os.environ.get('PERF_REPORT_PY_MODE')
    directory = os.environ.get('PERF_REPORT_PY_DIR')
    if not mode or not directory:
        return None
    try:
        from perf_report_inject import modes
        return modes.prepare(mode, directory)
    except Exception:
        _complain(directory)
    return None


def _complain(directory):
    try:
        import traceback
        with open(os.path.join(directory, 'problem-%d.txt' % os.getpid()), 'a') as out:
            out.write('inject-failed\t%s\n' % ' | '.join(traceback.format_exc().splitlines()))
    except Exception:
        # Nowhere left to say it: the directory cannot be written.
        return


def _run_hidden_sitecustomize():
    """Imports the next sitecustomize on sys.path; raises what that raises, as without this file."""
    here = os.path.dirname(os.path.abspath(__file__))
    # PYTHONPATH keeps the directory, for child processes.
    sys.path[:] = [entry for entry in sys.path if os.path.abspath(entry) != here]
    own = sys.modules.pop('sitecustomize', None)
    try:
        import sitecustomize  # noqa: F401
    except ImportError as error:
        if getattr(error, 'name', 'sitecustomize') != 'sitecustomize':
            raise
        sys.modules['sitecustomize'] = own


_session = _prepare()
try:
    _run_hidden_sitecustomize()
finally:
    if _session is not None:
        _session.begin()
