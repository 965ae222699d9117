def call() {
    for (entry in [a: 1]) {
        echo entry.key
    }
}
