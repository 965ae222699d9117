def call() {
    return [3, 1, 2].sort { a, b -> a <=> b }
}
