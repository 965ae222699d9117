import { join } from 'node:path';
import type { CiRequest } from '../config/ci-request.ts';
import { InputError } from '../core/errors.ts';
import { fetchBaseline } from '../io/fetch-baseline.ts';
import { readStoredReport } from './compare-stored-report.ts';
import type { Shell } from './shell.ts';

/** The stored baseline of a call: a path, or none, and a sentence for the log, the report and the answer. */
export interface CiBaseline {
  readonly path: string | null;
  readonly said: string;
}

/**
 * What the call is compared with beside the base that it measures: the path that was given, else what the job's last good build archived,
 * fetched with PERF_REPORT_BASELINE_USER and _TOKEN. None is no failure: the sentence says why.
 */
export async function findCiBaseline({ baseline, directory }: CiRequest, { cwd, env }: Shell): Promise<CiBaseline> {
  if (baseline === null) return { path: null, said: '' };
  const { path, tried } = baseline;
  if (path !== null && baseline.job === null) return { path, said: `baseline: ${path}${because(tried)}` };
  if (path !== null) {
    const trouble = await troubleOf(path, cwd);
    return trouble === null ? { path, said: `baseline: ${path}, of ${baseline.job ?? ''}${because(tried)}` } : { path: null, said: `no stored baseline: ${[...tried, `${baseline.job ?? ''}: ${trouble}`].join('; ')}` };
  }
  const address = baseline.url ?? jobAddress(env['JENKINS_URL'], baseline.job);
  if (address === null) return { path: null, said: `no stored baseline: ${[...tried, ...(baseline.job === null ? [] : ['the address of Jenkins is not known (JENKINS_URL)'])].join('; ') || 'none was named'}` };
  const target = join(directory, 'baseline/report.json');
  try {
    const access = { user: env['PERF_REPORT_BASELINE_USER'] ?? null, token: env['PERF_REPORT_BASELINE_TOKEN'] ?? null };
    const { build, from } = await fetchBaseline(address, baseline.unstable, access, join(cwd, target));
    const trouble = await troubleOf(target, cwd);
    if (trouble !== null) return { path: null, said: `no stored baseline: ${[...tried, `${from}: ${trouble}`].join('; ')}` };
    return { path: target, said: `baseline: ${build === null ? from : `build ${build}, ${from}`}${because(tried)}` };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { path: null, said: `no stored baseline: ${[...tried, `${error.message}${error.hint === undefined ? '' : ` (${error.hint})`}`].join('; ')}` };
  }
}

/** Why the report that another build archived is no baseline, which is no fault of this build; null where it is one. */
async function troubleOf(path: string, cwd: string): Promise<string | null> {
  try {
    const { files } = await readStoredReport(join(cwd, path), path);
    return files.length > 0 ? null : 'its report holds no measured workload, and stored reports hold no profiles: archive the profiles, and give their path as baseline';
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
}

function because(tried: readonly string[]): string {
  return tried.length === 0 ? '' : ` (before: ${tried.join('; ')})`;
}

/** The full name of a job as its address; what its parts encode is encoded once more. */
function jobAddress(jenkins: string | undefined, job: string | null): string | null {
  if (job === null || jenkins === undefined || jenkins === '') return null;
  const parts = job.split('/').filter((part) => part !== '');
  return `${jenkins.replace(/\/?$/, '/')}${parts.map((part) => `job/${encodeURIComponent(part)}/`).join('')}`;
}
