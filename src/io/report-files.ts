import { InputError } from '../core/errors.ts';
import { headBytes } from '../core/limits.ts';
import { openRegular, readAt } from './open-regular.ts';

/** Start of report.json as we write it, any version. */
const reportSchema = /"schema"\s*:\s*"perf-report\/report\/v\d+"/;
/** How the head of our page begins (templates/report.hbs). */
const ownPage = /<link rel="icon" href="data:,">\s*<link rel="stylesheet" href="report\.css">/;
/** How our test results begin (report/junit.ts). */
const ownJunit = /^<\?xml[^>]*>\s*<testsuites name="perf-report"/;
const ownNames = new Set(['index.html', 'report.css', 'report.json', 'summary.md', 'junit.xml']);

/** True for the names, relative to a report directory and with `/`, that a report consists of. */
export function isReportFile(relative: string): boolean {
  return ownNames.has(relative) || /^flame\/[^/]+\.svg$/.test(relative);
}

/** True where `directory` holds a report of ours. */
export async function holdsReport(directory: string): Promise<boolean> {
  return (await isReportJson(`${directory}/report.json`)) || (await headMatches(`${directory}/index.html`, ownPage));
}

/** True where `path` is a report.json of ours. */
export async function isReportJson(path: string): Promise<boolean> {
  return headMatches(path, reportSchema);
}

/** True where `path` holds test results of ours. */
export async function isJunitOfOurs(path: string): Promise<boolean> {
  return headMatches(path, ownJunit);
}

async function headMatches(path: string, pattern: RegExp): Promise<boolean> {
  try {
    const { handle } = await openRegular(path, path);
    try {
      return pattern.test(Buffer.from(readAt(handle, path, 0, headBytes)).toString('utf8'));
    } finally {
      await handle.close();
    }
  } catch (error) {
    // A file that is not there, or that cannot be read, is none of ours.
    if (error instanceof InputError) return false;
    throw error;
  }
}
