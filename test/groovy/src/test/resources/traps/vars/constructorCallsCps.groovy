class Box implements Serializable {
    int size

    Box() {
        size = measured()
    }

    int measured() {
        return 1
    }
}

def call() {
    return new Box().size
}
