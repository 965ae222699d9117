import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { openPage, type OpenedPage } from './support/browser.ts';
import { oneOfEachFormat, reportUnderTest, type ReportUnderTest } from './support/report-under-test.ts';
import { totalOf, type SpeedscopeExport } from './support/speedscope-total.ts';
import { unfold } from './support/viewer.ts';

const run = promisify(execFile);

async function download(page: Page, profile: string, label: string): Promise<string> {
  const tools = page.locator(`.tools[data-profile="${profile}"]`);
  await unfold(page.locator(`#${profile}`));
  await tools.locator('summary').click();
  const arriving = page.waitForEvent('download');
  await tools.locator('.menu-items button', { hasText: label }).click();
  // A browser that several processes share hands files over by copying.
  const path = join(scratch, `${profile}-${label.replaceAll(' ', '-')}`);
  await (await arriving).saveAs(path);
  return path;
}

let scratch = '';

/** Time is in nanoseconds in formats without fractions; everything else as it is. */
function whole(profile: { total: number; unit: string }): number {
  return profile.unit === 'seconds' ? profile.total * 1e9 : profile.total;
}

describe('downloads', () => {
  let report: ReportUnderTest;
  let opened: OpenedPage;
  let page: Page;

  before(async () => {
    scratch = await mkdtemp(join(tmpdir(), 'perf-report-downloads-'));
    report = await reportUnderTest();
    opened = await openPage(report.url, { acceptDownloads: true, permissions: ['clipboard-read', 'clipboard-write'] });
    page = opened.page;
  });

  after(async () => {
    await opened.context.close();
    await rm(scratch, { recursive: true, force: true });
  });

  it('save speedscope JSON with the total of the table', async () => {
    for (const profile of oneOfEachFormat(report.model)) {
      const file = JSON.parse(await readFile(await download(page, profile.id, 'speedscope JSON'), 'utf8')) as SpeedscopeExport;
      expect(totalOf(file) / profile.total, profile.format).to.be.closeTo(1, 1e-9);
    }
  });

  it('save folded stacks with the total of the table', async () => {
    for (const profile of oneOfEachFormat(report.model)) {
      const lines = (await readFile(await download(page, profile.id, 'folded stacks'), 'utf8')).trimEnd().split('\n');
      const sum = lines.reduce((total, line) => total + Number(line.slice(line.lastIndexOf(' ') + 1)), 0);
      expect(Math.abs(sum - whole(profile)), profile.format).to.be.at.most(1);
    }
  });

  it('save pprof that go tool pprof reads, with the total of the table', async () => {
    for (const profile of oneOfEachFormat(report.model)) {
      const path = await download(page, profile.id, 'pprof');
      const { stdout: raw } = await run('go', ['tool', 'pprof', '-raw', path], { maxBuffer: 1e9 });
      const values = [...raw.matchAll(/^\s+(\d+): [\d ]+$/gm)].map((match) => Number(match[1]));
      expect(values).not.to.have.length(0);
      const sum = values.reduce((total, value) => total + value, 0);
      expect(Math.abs(sum - whole(profile)), profile.format).to.be.at.most(1);
    }
  });

  for (const clipboard of ['the clipboard', 'a plain http page, which has none']) {
    it(`copies the table as markdown: ${clipboard}`, async () => {
      const [profile] = oneOfEachFormat(report.model);
      const id = profile?.id ?? '';
      await unfold(page.locator(`#${id}`));
      await page.evaluate(() => navigator.clipboard.writeText('before'));
      if (clipboard !== 'the clipboard') {
        await page.evaluate(() => {
          navigator.clipboard.writeText = () => Promise.reject(new Error('not allowed'));
        });
      }
      await page.locator(`.tools[data-profile="${id}"] button`, { hasText: 'Copy as markdown' }).click();
      await page.locator(`.tools[data-profile="${id}"] .tool-status`, { hasText: 'Copied' }).waitFor();
      const copied = await page.evaluate(() => navigator.clipboard.readText());
      expect(copied).to.include('| Function |').and.to.include(profile?.functions[0]?.name ?? '');
    });
  }
});
