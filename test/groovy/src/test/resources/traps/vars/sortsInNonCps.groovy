import com.cloudbees.groovy.cps.NonCPS

def call() {
    echo 'sorting'
    return sorted([3, 1, 2])
}

@NonCPS
List sorted(List numbers) {
    return numbers.sort { a, b -> a <=> b }
}
