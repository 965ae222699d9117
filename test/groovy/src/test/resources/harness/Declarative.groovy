// Executes a declarative pipeline: reads its closures into a tree of Directives, then runs that tree.
import io.perfreport.harness.DeclaredEnvironment
import io.perfreport.harness.Directives

def pipeline(Closure body) {
    Directives tree = new Directives('pipeline')
    body.delegate = tree
    body.resolveStrategy = Closure.DELEGATE_FIRST
    body()
    _declare(tree)
    def jenkinsfile = body.thisObject
    withOptions(tree) { section(jenkinsfile, tree, '') { sequence(jenkinsfile, tree.child('stages')) } }
}

def stageOf(jenkinsfile, Directives tree, String suffix) {
    String name = "${tree.value()}${suffix}"
    stage(name) {
        def condition = tree.child('when')
        if (condition != null && !allMet(jenkinsfile, condition.children())) {
            _print("Stage \"${name}\" skipped due to when conditional")
        } else {
            withOptions(tree) { section(jenkinsfile, tree, name) { content(jenkinsfile, tree) } }
        }
    }
}

def content(jenkinsfile, Directives tree) {
    if (tree.has('steps')) {
        run(jenkinsfile, tree.child('steps').code())
    } else if (tree.has('stages')) {
        sequence(jenkinsfile, tree.child('stages'))
    } else if (tree.has('parallel')) {
        def branches = [:]
        for (branch in tree.child('parallel').children()) {
            Directives held = branch
            branches.put(held.value(), { stageOf(jenkinsfile, held, '') })
        }
        parallel(branches)
    } else if (tree.has('matrix')) {
        matrix(jenkinsfile, tree.child('matrix'))
    } else {
        error("Declarative: stage ${tree.value()} needs steps, stages, parallel or matrix")
    }
}

def matrix(jenkinsfile, Directives tree) {
    def cells = [[]]
    for (axis in tree.child('axes').children()) {
        def values = axis.child('values').values()
        def grown = []
        for (cell in cells) {
            for (value in values) {
                grown.add(cell + ["${axis.child('name').value()}=${value}".toString()])
            }
        }
        cells = grown
    }
    def branches = [:]
    for (cell in cells) {
        def held = cell
        branches.put("Matrix - ${held.join(', ')}".toString(), { withEnv(held) { section(jenkinsfile, tree, '') { sequence(jenkinsfile, tree.child('stages'), " (${held.join(', ')})") } } })
    }
    parallel(branches)
}

def sequence(jenkinsfile, Directives stages, String suffix = '') {
    for (each in stages.children()) {
        stageOf(jenkinsfile, each, suffix)
    }
}

/** Agent, environment, what is inside, then the post conditions, which see what came of it. */
def section(jenkinsfile, Directives tree, String stageName, Closure inside) {
    onAgent(tree) {
        inEnvironment(jenkinsfile, tree) {
            Throwable failure = null
            try {
                inside()
            } catch (Throwable thrown) {
                failure = thrown
                _failed(thrown)
                _uncaught(thrown)
            }
            def status = failure != null ? _resultOf(failure) : stageName == '' ? _result() : _stageResult(stageName)
            if (tree.has('post')) {
                afterwards(jenkinsfile, tree.child('post'), status)
            }
            if (failure != null) {
                throw failure
            }
        }
    }
}

def afterwards(jenkinsfile, Directives post, String status) {
    def before = _previousResult()
    def met = [
        always: true,
        changed: before != status,
        fixed: status == 'SUCCESS' && before in ['FAILURE', 'UNSTABLE'],
        regression: before == 'SUCCESS' && status in ['FAILURE', 'UNSTABLE', 'ABORTED'],
        aborted: status == 'ABORTED',
        failure: status == 'FAILURE',
        success: status == 'SUCCESS',
        unstable: status == 'UNSTABLE',
        unsuccessful: status != 'SUCCESS',
        cleanup: true
    ]
    for (condition in met.keySet()) {
        if (met[condition] && post.has(condition)) {
            run(jenkinsfile, post.child(condition).code())
        }
    }
}

def onAgent(Directives tree, Closure body) {
    def agent = tree.child('agent')
    if (agent == null || agent.value() == 'none') {
        return body()
    }
    node('') {
        if (tree.kind() != 'matrix' && !_skipsCheckout()) {
            checkout(_scm())
        }
        body()
    }
}

def inEnvironment(jenkinsfile, Directives tree, Closure body) {
    if (!tree.has('environment')) {
        return body()
    }
    def declared = new DeclaredEnvironment()
    Closure code = tree.child('environment').code()
    code.delegate = declared
    code.resolveStrategy = Closure.DELEGATE_FIRST
    code()
    withEnv(declared.overrides()) { body() }
}

def withOptions(Directives tree, Closure body) {
    def limit = tree.has('options') ? tree.child('options').child('timeout') : null
    if (limit == null) {
        return body()
    }
    timeout(limit.named()) { body() }
}

def run(jenkinsfile, Closure code) {
    code.delegate = jenkinsfile
    code.resolveStrategy = Closure.DELEGATE_ONLY
    code()
}

def allMet(jenkinsfile, List conditions) {
    for (each in conditions) {
        if (!isMet(jenkinsfile, each)) {
            return false
        }
    }
    return true
}

def isMet(jenkinsfile, Directives condition) {
    def env = jenkinsfile.env
    switch (condition.kind()) {
        case 'expression': return run(jenkinsfile, condition.code())
        case 'branch': return env.CHANGE_ID == null && env.BRANCH_NAME == condition.value()
        case 'changeRequest': return env.CHANGE_ID != null && (condition.named().target == null || condition.named().target == env.CHANGE_TARGET)
        case 'environment': return env.getProperty(condition.named().name) == condition.named().value
        case 'equals': return condition.named().expected == condition.named().actual
        case 'buildingTag': return env.TAG_NAME != null
        case 'tag': return env.TAG_NAME == condition.value()
        case 'not': return !allMet(jenkinsfile, condition.children())
        case 'allOf': return allMet(jenkinsfile, condition.children())
        case 'anyOf':
            for (each in condition.children()) {
                if (isMet(jenkinsfile, each)) {
                    return true
                }
            }
            return false
        case 'beforeAgent':
        case 'beforeInput':
        case 'beforeOptions': return true
        default: return error("Declarative: the condition ${condition.kind()} does nothing here yet")
    }
}
