def call() {
    [1, 2].each { echo "each ${it}" }
    ['a', 'b'].eachWithIndex { name, i -> echo "${i} ${name}" }
    [x: 1].each { key, value -> echo "${key}=${value}" }
    for (entry in [y: 2].entrySet()) {
        echo "${entry.key}=${entry.value}"
    }
    2.times { echo "times ${it}" }
    for (int i = 0; i < 2; i++) {
        echo "for ${i}"
    }
    return [1, 2].collect { echo "collect ${it}"; it * 2 }
}
