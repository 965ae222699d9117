"""Names of the threading primitives in Python 2 and 3."""
try:
    import _thread
    from _thread import RLock
except ImportError:
    import thread as _thread
    from threading import RLock

__all__ = ['RLock', '_thread']
