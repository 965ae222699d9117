import com.cloudbees.groovy.cps.NonCPS

def call() {
    return plusOne()
}

@NonCPS
def plusOne() {
    return seven() + 1
}

def seven() {
    return 7
}
