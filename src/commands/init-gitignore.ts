const outputs = ['logs_local/', 'profile-report/'];

/** `text` of a .gitignore with the lines for what perf-report writes, and which were missing. */
export function ignoreOutputs(text: string): { readonly text: string; readonly added: readonly string[] } {
  const bare = (line: string): string => line.trim().replace(/^\/|\/$/g, '');
  const present = new Set(text.split('\n').map(bare));
  const added = outputs.filter((line) => !present.has(bare(line)));
  const end = text.includes('\r\n') ? '\r\n' : '\n';
  const start = text === '' || text.endsWith('\n') ? text : `${text}${end}`;
  return { text: added.length === 0 ? text : start + added.map((line) => line + end).join(''), added };
}
