def call() {
    def matcher = 'abc' =~ /b/
    echo 'holding'
    return matcher.find()
}
