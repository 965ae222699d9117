import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ReadFile } from '../core/analysis/build-report-input.ts';
import type { InputPath } from '../io/discover.ts';
import { readInputs, type ReadInputs, type ReadProgress } from '../io/read-inputs.ts';
import { isReportJson } from '../io/report-files.ts';
import { readStoredReport } from './compare-stored-report.ts';

/**
 * Reads one side of a comparison: run directories, directories of profiles, profiles, and reports, whose samples are read again; a directory
 * that holds a report and nothing else is that report. Throws UserError for a missing input, InputError for a report of another version.
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
  if (read.files.length > 0) return { ...read, files: [...stored, ...read.files] };
  for (const { path, label } of others) {
    const report = join(path, 'report.json');
    if (await isReportJson(report)) stored.push(...(await readStoredReport(report, label === '' ? 'report.json' : `${label}/report.json`)).files);
  }
  return { ...read, files: stored };
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}
