import { plainFact } from './plain-fact.ts';

export interface OsName {
  /** As "Linux 6.1 (Debian GNU/Linux 12)". */
  readonly shown: string;
  /** Names and major versions alone: "linux 6, debian 12". */
  readonly class: string;
}

const names: Readonly<Record<string, string>> = { Windows_NT: 'Windows' };

/** Names the system from what uname says (`type` as "Linux", `release` as "6.1.0-13-amd64") and the text of /etc/os-release, which is the container's. */
export function nameOs(type: string, release: string, osRelease: string | null): OsName {
  const kernel = names[type] ?? plainFact(type) ?? 'unknown';
  const version = /^\d+(?:\.\d+)?/.exec(release)?.[0];
  const shown = version === undefined ? kernel : `${kernel} ${version}`;
  const major = `${kernel.toLowerCase()} ${version?.split('.')[0] ?? ''}`.trim();
  if (osRelease === null) return { shown, class: major };
  const fields = shellAssignments(osRelease);
  const id = fields.get('ID');
  const name = fields.get('NAME') ?? id;
  if (name === undefined) return { shown, class: major };
  const distribution = plainFact(`${name} ${fields.get('VERSION_ID') ?? ''}`) ?? name;
  const distributionMajor = `${id ?? name.toLowerCase()} ${fields.get('VERSION_ID')?.split('.')[0] ?? ''}`.trim();
  return { shown: `${shown} (${distribution})`, class: `${major}, ${distributionMajor}` };
}

/** NAME="value" lines; the values are short and quoted as a shell would read them. */
function shellAssignments(text: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const line of text.split('\n')) {
    const [, name, double, single, plain] = /^\s*([A-Z_]+)=(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|(\S*))/.exec(line) ?? [];
    const value = plainFact(double?.replace(/\\(.)/g, '$1') ?? single ?? plain);
    if (name !== undefined && value !== null) found.set(name, value);
  }
  return found;
}
