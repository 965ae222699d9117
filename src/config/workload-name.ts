import { workloadNamePattern } from './schema.ts';

/** Programs that run another one, which says more about the workload. */
const runners = /^(?:python|pypy|node|nodejs|deno|bun|npx|tsx|ruby|perl|php|bash|sh|dash|zsh|env|exec|time|nice)[\d.]*$/;

/** A name for a workload that was given as a command alone: its program, or the script or module that the program runs. */
export function nameOfCommand(command: string): string {
  const words = command.trim().split(/\s+/).map((word) => word.replace(/["']/g, '')).filter((word) => !/^[A-Za-z_]\w*=/.test(word));
  const telling = words.find((word) => !word.startsWith('-') && !runners.test(baseOf(word))) ?? words[0] ?? '';
  const base = baseOf(telling).replace(/(?<=.)\.(?:py|pyz|[cm]?[jt]s|sh|rb|pl|php|exe|jar)$/, '');
  const name = base.replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^[.-]+|[.-]+$/g, '').slice(0, 64);
  return workloadNamePattern.test(name) ? name : 'command';
}

function baseOf(word: string): string {
  return word.split(/[/\\]/).filter((part) => part !== '').at(-1) ?? '';
}
