def call() {
    [1, 2].reverseEach { echo "${it}" }
}
