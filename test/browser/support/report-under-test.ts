import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { cp, mkdtemp, readFile, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import type { ReportModel, ReportProfile } from '../../../src/core/model/report.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const fixtures = join(root, 'test/fixtures');

/** Recordings taken of each format: more make every test slower and find nothing new. */
const filesOfFormat = 2;

/** A report that the built program made. */
export interface ReportUnderTest {
  readonly directory: string;
  /** file: address of its page. */
  readonly url: string;
  readonly model: ReportModel;
}

let made: Promise<ReportUnderTest> | null = null;

/** The page under test, made once: one recorded directory of every format by the built program. */
export function reportUnderTest(): Promise<ReportUnderTest> {
  made ??= makeReport();
  return made;
}

/** One profile of each format that has a flame graph, largest first. */
export function oneOfEachFormat(model: ReportModel): ReportProfile[] {
  const drawn = model.profiles.filter((profile) => profile.flame.missing === null);
  return drawn.filter((profile, index) => drawn.findIndex((other) => other.format === profile.format) === index);
}

async function makeReport(): Promise<ReportUnderTest> {
  const scratch = await mkdtemp(join(tmpdir(), 'perf-report-browser-'));
  process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));
  const inputs = join(scratch, 'inputs');
  for (const format of await readdir(fixtures, { withFileTypes: true })) {
    if (!format.isDirectory() || format.name === 'programs') continue;
    const recordings = await readdir(join(fixtures, format.name), { withFileTypes: true });
    const first = recordings.filter((entry) => entry.isDirectory()).map((entry) => entry.name).sort()[0];
    if (first === undefined) continue;
    const files = (await readdir(join(fixtures, format.name, first))).filter((name) => !/oracle|expected|\.(?:md|py)$|\.(?:top|raw)\.txt$/.test(name)).sort();
    for (const name of files.slice(0, filesOfFormat)) await cp(join(fixtures, format.name, first, name), join(inputs, format.name, name), { recursive: true });
  }
  const directory = join(scratch, 'report');
  await promisify(execFile)(process.execPath, [join(root, 'dist/cli.js'), inputs, '--top', '15', '-o', directory]);
  const model = JSON.parse(await readFile(join(directory, 'report.json'), 'utf8')) as ReportModel;
  return { directory, url: pathToFileURL(join(directory, 'index.html')).href, model };
}
