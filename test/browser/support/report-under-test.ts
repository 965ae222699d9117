import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { cp, mkdtemp, readFile, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import type { ReportModel, ReportProfile } from '../../../src/core/model/report.ts';
import { writeState } from './state-runs.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const fixtures = join(root, 'test/fixtures');

/** Recordings taken of each format: more make every test slower and find nothing new. */
const filesOfFormat = 1;

/** A report that the built program made. */
export interface ReportUnderTest {
  readonly directory: string;
  /** file: address of its page. */
  readonly url: string;
  readonly model: ReportModel;
}

/** Where the files that run side by side find the reports of the test run. */
const directoryVariable = 'PERF_REPORT_TEST_REPORTS';

/** States of a compared page that are looked at: a function called more often, with what is new and gone; and many workloads. */
const comparedStates = ['more-calls', 'many'] as const;
const reports = new Map<string, Promise<ReportUnderTest>>();

/** The page under test: one recorded directory of every format. */
export function reportUnderTest(): Promise<ReportUnderTest> {
  return readReport('formats');
}

/** A page with two sides, of real recordings and hand-written samples. */
export function comparedReport(state: (typeof comparedStates)[number]): Promise<ReportUnderTest> {
  return readReport(state);
}

/** One profile of each format that has a flame graph, largest first. */
export function oneOfEachFormat(model: ReportModel): ReportProfile[] {
  const drawn = model.profiles.filter((profile) => profile.flame.missing === null);
  return drawn.filter((profile, index) => drawn.findIndex((other) => other.format === profile.format) === index);
}

/** Makes all reports by the built program, once for the whole test run. */
export async function makeReports(): Promise<void> {
  const scratch = await mkdtemp(join(tmpdir(), 'perf-report-browser-'));
  process.env[directoryVariable] = scratch;
  const formats = async (): Promise<void> => {
    await copyRecordings(join(scratch, 'formats/in'));
    await makeReport(join(scratch, 'formats'), ['--top', '15']);
  };
  const compared = comparedStates.map(async (state) => {
    writeState(join(scratch, state, 'in'), state);
    await makeReport(join(scratch, state), ['--top', '15', '--no-exit-code']);
  });
  await Promise.all([formats(), ...compared]);
}

export function removeReports(): void {
  const scratch = process.env[directoryVariable];
  if (scratch !== undefined) rmSync(scratch, { recursive: true, force: true });
}

/** Two files of one recorded directory of every format. */
async function copyRecordings(inputs: string): Promise<void> {
  for (const format of await readdir(fixtures, { withFileTypes: true })) {
    if (!format.isDirectory() || format.name === 'programs') continue;
    const recordings = await readdir(join(fixtures, format.name), { withFileTypes: true });
    const first = recordings.filter((entry) => entry.isDirectory()).map((entry) => entry.name).sort()[0];
    if (first === undefined) continue;
    const files = (await readdir(join(fixtures, format.name, first))).filter((name) => !/oracle|expected|\.(?:md|py)$|\.(?:top|raw)\.txt$/.test(name)).sort();
    for (const name of files.slice(0, filesOfFormat)) await cp(join(fixtures, format.name, first, name), join(inputs, format.name, name), { recursive: true });
  }
}

async function makeReport(directory: string, flags: readonly string[]): Promise<void> {
  await promisify(execFile)(process.execPath, [join(root, 'dist/cli.js'), join(directory, 'in'), ...flags, '-o', join(directory, 'report')]).catch((error: unknown) => {
    // 3: the workload that failed is part of the state.
    if ((error as { code?: unknown }).code !== 3) throw error;
  });
}

function readReport(name: string): Promise<ReportUnderTest> {
  const read = async (): Promise<ReportUnderTest> => {
    const directory = join(process.env[directoryVariable] ?? '', name, 'report');
    const model = JSON.parse(await readFile(join(directory, 'report.json'), 'utf8')) as ReportModel;
    return { directory, url: pathToFileURL(join(directory, 'index.html')).href, model };
  };
  const found = reports.get(name) ?? read();
  reports.set(name, found);
  return found;
}
