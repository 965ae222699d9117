import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

/* Makes docs/images/report.png, the README's picture, by the built program: tsx scripts/screenshot.ts. $CHROMIUM names another browser. */

const root = fileURLToPath(new URL('..', import.meta.url));
const picture = join(root, 'docs/images/report.png');
const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const viewport = { width: 1366, height: 900 };
/** The picture ends this far below the flame graph. */
const marginPx = 8;
const maxBytes = 250 * 1024;

const inputs: Readonly<Record<string, string>> = {
  'photo_app.stats': 'test/fixtures/pstats/cprofile-3.13.0/photo_app.stats',
  'photo_app.tracemalloc': 'test/fixtures/tracemalloc/cpython-3.13.0/snapshot-25.pickle',
};
const metadata = 'workload: photo_app\ngit_branch: main\nruntime: Python 3.13.0\n';

/** A report of two recordings and the facts of their run, in `scratch`. */
function makeReport(scratch: string): string {
  const directory = join(scratch, 'run');
  mkdirSync(directory);
  for (const [name, file] of Object.entries(inputs)) copyFileSync(join(root, file), join(directory, name));
  writeFileSync(join(directory, 'metadata.txt'), metadata);
  const output = join(scratch, 'report');
  execFileSync(process.execPath, [join(root, 'dist/cli.js'), 'report', directory, '-o', output, '--quiet']);
  return join(output, 'index.html');
}

/** From the top of the page to the end of its first flame graph. */
async function takePicture(page: string): Promise<void> {
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--hide-scrollbars'] });
  try {
    const tab = await browser.newPage({ viewport, colorScheme: 'light' });
    await tab.goto(pathToFileURL(page).href);
    const flame = await tab.locator('.flame-frame').first().boundingBox();
    if (flame === null) throw new Error('the report has no flame graph to show');
    mkdirSync(dirname(picture), { recursive: true });
    await tab.screenshot({ path: picture, fullPage: true, clip: { x: 0, y: 0, width: viewport.width, height: Math.ceil(flame.y + flame.height + marginPx) } });
  } finally {
    await browser.close();
  }
}

const scratch = mkdtempSync(join(tmpdir(), 'perf-report-picture-'));
try {
  await takePicture(makeReport(scratch));
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
const { size } = statSync(picture);
if (size > maxBytes) throw new Error(`${picture} has ${size} bytes, more than ${maxBytes}`);
console.log(`${picture}: ${size} bytes`);
