def call() {
    writeFile file: 'a.json', text: '{}'
    return new groovy.json.JsonSlurper().parseText(readFile('a.json'))
}
