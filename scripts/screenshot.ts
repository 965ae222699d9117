import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
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
const maxBytes = 384 * 1024;

/** The report of a fresh run of the sample workload, as the demo makes it. */
function makeReport(scratch: string): string {
  const output = join(scratch, 'report');
  execFileSync('bash', [join(root, 'scripts/demo.sh'), output], { env: { ...process.env, PERF_REPORT_OUT_DIR: join(scratch, 'runs') }, stdio: ['ignore', 'ignore', 'inherit'] });
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
