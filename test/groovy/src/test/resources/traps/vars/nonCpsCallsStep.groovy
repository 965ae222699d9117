import com.cloudbees.groovy.cps.NonCPS

def call() {
    return says()
}

@NonCPS
def says() {
    echo 'lost'
    return 1
}
