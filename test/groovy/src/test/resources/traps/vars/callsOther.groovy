def call() {
    return idioms(name: 'b', size: 4) { echo "size ${it.size}" } + idioms.twice(3)
}
