def call() {
    'one\ntwo'.eachLine { echo it }
}
