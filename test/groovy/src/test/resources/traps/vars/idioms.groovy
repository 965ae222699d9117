import groovy.transform.Field

@Field static final Map DEFAULTS = [name: 'none', size: 1]

def call(Map config = [:], Closure body = null) {
    Map merged = DEFAULTS + config
    try {
        switch (merged.name) {
            case ['a', 'b']: echo 'listed'; break
            case ~/n.*/: echo 'matched'; break
            default: echo 'other'
        }
        if (body != null) {
            body(merged)
        }
        return merged.size
    } catch (IllegalStateException | IOException caught) {
        echo "caught ${caught.message}"
        return -1
    } finally {
        echo 'finally'
    }
}

def twice(int n) {
    return n * 2
}
