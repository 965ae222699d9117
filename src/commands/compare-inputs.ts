import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ReadFile } from '../core/analysis/build-report-input.ts';
import type { InputPath } from '../io/discover.ts';
import { readInputs, type ReadInputs, type ReadProgress } from '../io/read-inputs.ts';
import { isReportJson } from '../io/report-files.ts';
import { nodeReaddir, walkDirectory } from '../io/walk-directory.ts';
import { readStoredReport } from './compare-stored-report.ts';

/**
 * Reads one side of a comparison: run directories, directories of profiles, profiles, and reports, whose samples are read again; a directory
 * that holds reports and no run is those reports. Throws UserError for a missing input, InputError for a report of another version.
 */
export async function readSide(inputs: readonly InputPath[], outDir: string | null, progress: ReadProgress): Promise<ReadInputs> {
  const stored: ReadFile[] = [];
  const others: InputPath[] = [];
  for (const input of inputs) {
    if ((await isFile(input.path)) && (await isReportJson(input.path))) stored.push(...(await readStoredReport(input.path, input.label === '' ? 'report.json' : input.label)).files);
    else others.push(input);
  }
  if (others.length === 0) return { files: stored, notes: [], bugs: [] };
  const read = await readInputs(others, outDir, progress);
  if (read.files.some(({ run }) => run !== null)) return { ...read, files: [...stored, ...read.files] };
  const found = (await Promise.all(others.map(reportsBelow))).flat();
  for (const { path, label } of found) stored.push(...(await readStoredReport(path, label)).files);
  // A report that lies there under another name is no profile that could not be read.
  const names = new Set(found.map(({ label }) => label));
  return { ...read, files: [...stored, ...read.files.filter(({ file, error }) => error === null || !names.has(file))] };
}

/** The reports below a directory of builds: report.json of each, or files of other names. */
async function reportsBelow({ path, label }: InputPath): Promise<InputPath[]> {
  if (await isFile(path)) return [];
  const { files } = await walkDirectory(path, nodeReaddir, () => undefined);
  const reports: InputPath[] = [];
  for (const file of files.filter((each) => each.endsWith('.json'))) {
    if (await isReportJson(join(path, file))) reports.push({ path: join(path, file), label: label === '' ? file : `${label}/${file}` });
  }
  return reports;
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}
