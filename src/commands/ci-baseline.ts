import { join } from 'node:path';
import type { CiRequest } from '../config/ci-request.ts';
import { InputError } from '../core/errors.ts';
import { fetchBaseline } from '../io/fetch-baseline.ts';
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
  if (path !== null) return { path, said: `baseline: ${path}${because(tried)}` };
  const address = baseline.url ?? jobAddress(env['JENKINS_URL'], baseline.job);
  if (address === null) return { path: null, said: `no stored baseline: ${[...tried, ...(baseline.job === null ? [] : ['the address of Jenkins is not known (JENKINS_URL)'])].join('; ') || 'none was named'}` };
  const target = join(directory, 'baseline/report.json');
  try {
    const access = { user: env['PERF_REPORT_BASELINE_USER'] ?? null, token: env['PERF_REPORT_BASELINE_TOKEN'] ?? null };
    const { build, from } = await fetchBaseline(address, baseline.unstable, access, join(cwd, target));
    return { path: target, said: `baseline: ${build === null ? from : `build ${build}, ${from}`}${because(tried)}` };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { path: null, said: `no stored baseline: ${[...tried, `${error.message}${error.hint === undefined ? '' : ` (${error.hint})`}`].join('; ')}` };
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
