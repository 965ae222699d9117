def call() {
    String k = 'x'
    def m = ["${k}": 1]
    return m['x']
}
