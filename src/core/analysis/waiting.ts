// Leaf functions in which a thread waits instead of computing: sleeping, polling, waiting for a
// socket, a lock, a child process. Names as the profilers write them, by runtime.
const certainNames = anyOf([
  // CPython builtins, as cProfile and pstats name them.
  /^<built-in method (?:time\.sleep|select\.\w+|posix\.wait\w*|_socket\.\w+|_thread\.\w*(?:lock|join)\w*|_winapi\.WaitFor\w+|_overlapped\.\w+|signal\.(?:pause|sigwait\w*))>$/,
  /^<method '(?:acquire|__enter__|wait|recv|recv_into|recvfrom|recvmsg|accept|_accept|connect|sendall|poll|control|select|get|join)' of '(?:_thread\.\w+|_socket\.socket|select\.\w+|_queue\.SimpleQueue|_multiprocessing\.SemLock)' objects>$/,
  /^<method '(?:read|write|do_handshake|shutdown)' of '_ssl\._SSLSocket' objects>$/,
  // pyinstrument, for a coroutine that others run in place of.
  /^\[await\]$/,
  // V8.
  /^\(idle\)$/,
  // Go.
  /^(?:runtime\.(?:gopark|park_m|notesleep|notetsleep\w*|futex\w*|usleep|netpoll|epollwait|semasleep|stopm|selectgo|semacquire\w*)|time\.Sleep|sync\.\(\*(?:Mutex|RWMutex|WaitGroup|Cond)\)\.\w*(?:[Ll]ock\w*|Wait)|internal\/poll\.runtime_pollWait)$/,
  // Java.
  /^(?:java\.lang\.Object\.wait0?|java\.lang\.Thread\.sleep0?|(?:jdk\.internal|sun)\.misc\.Unsafe\.park|(?=\S*Socket)\S*\.(?:socketRead0|socketAccept)|\S*EPoll\.wait)$/,
]);

// Names that are common words too: they count only where they are not a function of the project's own source.
const plainNames = anyOf([
  // C library and kernel.
  /^(?:__)?(?:libc_)?(?:poll|ppoll|select|pselect|epoll_wait|epoll_pwait|nanosleep|clock_nanosleep|usleep|sleep|recv|recvfrom|recvmsg|accept|accept4|connect|wait4|waitpid|waitid|pause|sigwait|sem_wait|futex_wait\w*|pthread_cond_(?:timed)?wait|pthread_mutex_lock|pthread_join)(?:@@?\S+)?$/,
  // Sampled Python frames that are the waiting call itself.
  /^(?:sleep|select|poll|accept|recv_into|wait_for_tstate_lock|_wait_for_tstate_lock)$/,
]);

/** One pattern for several: profiles have tens of thousands of names. */
function anyOf(patterns: readonly RegExp[]): RegExp {
  return new RegExp(patterns.map(({ source }) => source).join('|'));
}

/**
 * True for a function whose self time is waiting. `inOwnSource` says that the function stands in a
 * source file of the project, where `select` or `poll` is an ordinary name.
 */
export function isWaiting(name: string, inOwnSource: boolean): boolean {
  const bare = name.startsWith('{') && name.endsWith('}') ? `<${name.slice(1, -1)}>` : name;
  return certainNames.test(bare) || (!inOwnSource && plainNames.test(bare));
}
