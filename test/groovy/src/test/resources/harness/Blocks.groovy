// The steps that take a closure. Compiled by CPS like a pipeline, so that the closure can suspend in its steps.

def around(String step, Map arguments, Closure body) {
    def mark = _enter(step, arguments)
    try {
        return body()
    } catch (Throwable failure) {
        _failed(failure)
        throw failure
    } finally {
        _leave(mark)
    }
}

def withEnv(Map arguments, Closure body) { around('withEnv', arguments, body) }

def withCredentials(Map arguments, Closure body) { around('withCredentials', arguments, body) }

def dir(Map arguments, Closure body) { around('dir', arguments, body) }

def node(Map arguments, Closure body) { around('node', arguments, body) }

def stage(Map arguments, Closure body) { around('stage', arguments, body) }

def timeout(Map arguments, Closure body) { around('timeout', arguments, body) }

def script(Map arguments, Closure body) { around('script', arguments, body) }

def timestamps(Map arguments, Closure body) { around('timestamps', arguments, body) }

def ansiColor(Map arguments, Closure body) { around('ansiColor', arguments, body) }

def lock(Map arguments, Closure body) { around('lock', arguments, body) }

def container(Map arguments, Closure body) { around('container', arguments, body) }

def retry(Map arguments, Closure body) {
    int left = arguments.count
    while (true) {
        left--
        try {
            return around('retry', arguments, body)
        } catch (Throwable failure) {
            if (left < 1 || !_mayRetry(failure)) {
                throw failure
            }
        }
    }
}

def catchError(Map arguments, Closure body) {
    def mark = _enter('catchError', arguments)
    try {
        body()
    } catch (Throwable failure) {
        _caught(failure, arguments)
    } finally {
        _leave(mark)
    }
    return null
}

def warnError(Map arguments, Closure body) {
    def mark = _enter('warnError', arguments)
    try {
        body()
    } catch (Throwable failure) {
        _caught(failure, arguments + [buildResult: 'UNSTABLE', stageResult: 'UNSTABLE'])
    } finally {
        _leave(mark)
    }
    return null
}
