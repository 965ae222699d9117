def call() {
    var x = [1, 2] as int[]
    return x !in [3] ? x : null
}
