def call( {
}
