/** The words that name the commands; apart from `commands`, which imports every one of them. */
export const commandNames: readonly string[] = ['report', 'run', 'compare', 'gate', 'baseline', 'selfcheck', 'top', 'convert', 'formats', 'init', 'doctor', 'ci', 'completion'];
