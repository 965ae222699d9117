/** The words that name the commands; apart from `commands`, which imports every one of them. */
export const commandNames: readonly string[] = ['report', 'top', 'convert', 'formats', 'completion'];
