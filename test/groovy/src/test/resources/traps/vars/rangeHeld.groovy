def call() {
    for (i in 1..3) {
        echo "${i}"
    }
}
