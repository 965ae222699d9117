import { measuredEnvironment } from '../collect/measure/environment.ts';
import { collectors } from '../collect/collectors/index.ts';
import { readHost } from '../collect/host/host-facts.ts';
import { resolveSettings } from '../config/resolve-settings.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { toolVersion } from '../io/version.ts';
import { decideColor, makePalette, type ColorChoice, type Palette } from '../terminal/color.ts';
import { escapeForTerminal } from '../terminal/escape.ts';
import { plain } from '../terminal/plain.ts';
import { wrapText } from '../terminal/table.ts';
import { checkHost, checkMeasuring, checkProfilers, type Check } from './doctor-checks.ts';
import { injectDirectory } from './inject-directory.ts';
import type { Shell } from './shell.ts';

export interface DoctorOptions {
  readonly config: string | undefined;
  readonly json: boolean;
  readonly quiet: boolean;
  readonly color: ColorChoice;
}

const titles: Readonly<Record<Check['group'], string>> = { measuring: 'Measuring', profilers: 'Profilers', host: 'This machine' };
const words: Readonly<Record<Check['state'], string>> = { works: 'works', doubtful: 'look', missing: 'no' };
const stateWidth = 5;
const nameWidth = 17;
const textWidth = 90;

/** Tries everything and prints what it found. Exit code 0: what is missing here may not be needed. */
export async function runDoctor(options: DoctorOptions, shell: Shell): Promise<ExitCode> {
  const injectDir = injectDirectory();
  const env = measuredEnvironment(shell.env, {});
  const settings = await resolveSettings({ cwd: shell.cwd, env: shell.env, flags: { config: options.config }, knownProfilers: collectors.map(({ id }) => id) });
  const host = await (await readHost({ program: { language: 'unknown', interpreter: null, words: null }, cwd: shell.cwd, env: shell.env, ci: null })).after();
  const checks = [...(await checkMeasuring(injectDir)), ...(await checkProfilers(settings, env, shell.cwd, injectDir)), ...(await checkHost(host, shell.cwd, settings.outDir, env))];
  if (options.json) shell.stdout.write(`${JSON.stringify({ schema: 'perf-report/doctor/v1', version: toolVersion(), checks }, null, 2)}\n`);
  else shell.stdout.write(`${doctorLines(checks, makePalette(decideColor(options.color, shell.env, shell.stdout.isTTY))).join('\n')}\n`);
  return exitCodes.done;
}

function doctorLines(checks: readonly Check[], palette: Palette): string[] {
  const lines: string[] = [];
  for (const group of ['measuring', 'profilers', 'host'] as const) {
    lines.push(...(lines.length > 0 ? [''] : []), palette.strong(titles[group]));
    for (const check of checks.filter((each) => each.group === group)) lines.push(...checkLines(check, palette));
  }
  return lines;
}

function checkLines({ name, state, text, remedy }: Check, palette: Palette): string[] {
  const color = { works: palette.good, doubtful: palette.warn, missing: palette.faint }[state];
  const indent = ' '.repeat(2 + stateWidth + 2 + nameWidth);
  const [first = '', ...rest] = wrapText(plain(escapeForTerminal(text)), textWidth);
  const advice = remedy === null ? [] : wrapText(`-> ${escapeForTerminal(remedy)}`, textWidth);
  return [`  ${color(words[state].padEnd(stateWidth))}  ${name.padEnd(nameWidth)}${first}`, ...[...rest, ...advice].map((line) => indent + line)];
}
