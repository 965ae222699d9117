class Label implements Serializable {
    String toString() {
        return 'label'
    }
}

def call() {
    String text = "${new Label()}"
    return text
}
