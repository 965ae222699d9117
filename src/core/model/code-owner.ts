/** Whose code a function is: the project's, a dependency's, or the language's. */
export type CodeOwner = 'own' | 'library' | 'runtime';
