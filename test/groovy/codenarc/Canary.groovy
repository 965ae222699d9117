// The lint must find the fault in here, else its CPS rules are not on: scripts/groovy-tests.sh looks for it.
def call() {
    return [3, 1].sort { a, b -> a <=> b }
}
