import { exporters } from '../exporters/index.ts';
import { knownFormats } from '../io/known-formats.ts';
import { decideColor, makePalette, type ColorChoice } from '../terminal/color.ts';
import { wrapText } from '../terminal/table.ts';
import type { Shell } from './shell.ts';

/** Lines of prose, and of a log in a build service. */
const maxWidth = 110;

/** Prints what is read, what is written, and what is recognised and not read. */
export function runFormats(options: { readonly json: boolean; readonly color: ColorChoice }, shell: Shell): void {
  const { importers, runFacts, declined } = knownFormats;
  if (options.json) {
    const result = {
      schema: 'perf-report/formats/v1',
      read: importers.map(({ id, title, recognisedBy }) => ({ id, title, recognisedBy })),
      runFacts: runFacts.map(({ id, title, recognisedBy }) => ({ id, title, recognisedBy })),
      declined: declined.map(({ id, title, recognisedBy, advice }) => ({ id, title, recognisedBy, advice })),
      written: exporters.map(({ id, title, extension }) => ({ id, title, extension })),
    };
    shell.stdout.write(`${JSON.stringify(result)}\n`);
    return;
  }
  const { strong } = makePalette(decideColor(options.color, shell.env, shell.stdout.isTTY));
  const width = Math.min(maxWidth, shell.stdout.columns);
  const sections: [string, Item[]][] = [
    ['Profiles that are read (by content: names do not matter, gzip is unwrapped)', importers.map(({ id, title, recognisedBy }) => [id, title, `recognised by ${recognisedBy}`])],
    ['Facts about the run that are read', runFacts.map(({ id, title, recognisedBy }) => [id, title, `recognised by ${recognisedBy}`])],
    ['Recognised, and not read', declined.map(({ id, title, recognisedBy, advice }) => [id, title, `recognised by ${recognisedBy}`, advice])],
    ['Written by perf-report convert', exporters.map(({ id, title, extension }) => [id, title, `file names ending in .${extension}`])],
  ];
  const text = sections.filter(([, items]) => items.length > 0).map(([heading, items]) => `${strong(heading)}\n${listItems(items, width)}`);
  shell.stdout.write(`${text.join('\n\n')}\n`);
}

/** id, title, and sentences about it. */
type Item = readonly [string, string, ...string[]];

function listItems(items: readonly Item[], width: number): string {
  const idWidth = Math.max(...items.map(([id]) => id.length));
  const indent = ' '.repeat(idWidth + 4);
  return items
    .map(([id, title, ...sentences]) => {
      const more = sentences.flatMap((sentence) => wrapText(sentence, Math.max(40, width - indent.length)));
      return [`  ${id.padEnd(idWidth)}  ${title}`, ...more.map((line) => indent + line)].join('\n');
    })
    .join('\n');
}
