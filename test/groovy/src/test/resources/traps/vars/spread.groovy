def call() {
    return ['a']*.toUpperCase()
}
