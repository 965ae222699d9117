import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import type { Frame, Page } from 'playwright-core';
import { openPage, type OpenedPage } from './support/browser.ts';
import { oneOfEachFormat, reportUnderTest, type ReportUnderTest } from './support/report-under-test.ts';
import { totalOf, type SpeedscopeExport } from './support/speedscope-total.ts';
import { countColours, openViewer, unfold, viewerFrame } from './support/viewer.ts';

/** What Ctrl+S in speedscope would save: proof of what it really holds. */
async function exportOf(page: Page, frame: Frame): Promise<SpeedscopeExport> {
  await frame.evaluate(() => {
    const original = URL.createObjectURL.bind(URL);
    URL.createObjectURL = (blob: Blob) => {
      (window as unknown as { saved: Promise<string> }).saved = blob.text();
      return original(blob);
    };
  });
  await page.keyboard.press('Control+s');
  await frame.waitForFunction(() => 'saved' in window);
  return JSON.parse(await frame.evaluate(() => (window as unknown as { saved: Promise<string> }).saved)) as SpeedscopeExport;
}

describe('speedscope in the page', () => {
  let report: ReportUnderTest;
  let opened: OpenedPage;
  let page: Page;

  before(async () => {
    report = await reportUnderTest();
    opened = await openPage(report.url, { offline: true, acceptDownloads: true });
    page = opened.page;
  });

  after(() => opened.context.close());

  it('draws a profile of every format, one at a time, and holds its total', async () => {
    const profiles = oneOfEachFormat(report.model);
    expect(profiles.length).to.be.greaterThan(1);
    for (const profile of profiles) {
      const frame = await openViewer(page, profile.id);
      expect(await page.locator('iframe').count(), 'live viewers').to.equal(1);
      expect(await countColours(page.locator('.viewer iframe')), `colours of ${profile.format}`).to.be.greaterThan(60);
      expect(await page.evaluate(() => document.activeElement?.tagName), 'keys go to speedscope at once').to.equal('IFRAME');
      const held = totalOf(await exportOf(page, frame));
      expect(held / profile.total, `total of ${profile.format}`).to.be.closeTo(1, 1e-6);
    }
  });

  it('asks for the page and its stylesheet only and complains of nothing, whatever was opened', () => {
    expect(opened.requests).to.deep.equal([report.url, pathToFileURL(`${report.directory}/report.css`).href]);
    expect(opened.complaints).to.deep.equal([]);
  });

  it('shows a function of the table by its exact name', async () => {
    const [profile] = oneOfEachFormat(report.model);
    const id = profile?.id ?? '';
    await unfold(page.locator(`#${id}`));
    const rows = page.locator(`table.functions[data-profile="${id}"] tr[data-function]`);
    for (const place of [0, 1, (await rows.count()) - 1]) {
      const name = await rows.nth(place).evaluate((row) => (row as HTMLElement).dataset['frame'] ?? (row as HTMLElement).dataset['name']);
      await rows.nth(place).locator('.row-button').dispatchEvent('click');
      const frame = await viewerFrame(page, id);
      await page.locator('.viewer-status', { hasText: /selected|not in this flame graph/ }).waitFor();
      expect(await page.locator('.viewer-status').textContent()).to.equal(`${name} selected`);
      const selected = await frame.evaluate((wanted) => {
        const all = [...document.querySelectorAll('tr')].filter((row) => row.cells.length > 1);
        const colours = new Map(all.map((row) => [row, getComputedStyle(row).backgroundColor]));
        const row = all.find((candidate) => candidate.cells[candidate.cells.length - 1]?.textContent === wanted);
        return row !== undefined && [...colours.values()].filter((colour) => colour === colours.get(row)).length === 1;
      }, name);
      expect(selected, `only the row of ${name} is marked`).to.equal(true);
    }
  });

  it('listens to its own viewer only', async () => {
    await page.evaluate(async () => {
      window.postMessage({ type: 'failed', reason: 'from elsewhere' }, '*');
      // The answer to a message that was sent later has passed it.
      const { port1, port2 } = new MessageChannel();
      const later = new Promise((resolve) => (port1.onmessage = resolve));
      port2.postMessage('');
      await later;
      await new Promise((resolve) => requestAnimationFrame(resolve));
    });
    expect(await page.locator('.viewer-status').textContent()).to.match(/selected$/);
    expect(await page.locator('iframe').count()).to.equal(1);
  });

  it('fits 390 px without sideways scroll, with a pivot beside it and everything unfolded', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.locator('table.functions .name-button').first().click();
    const widths = await page.evaluate(() => {
      for (const details of document.querySelectorAll('details')) details.open = true;
      return { content: document.scrollingElement?.scrollWidth ?? Infinity, window: innerWidth };
    });
    expect(widths.content).to.be.at.most(widths.window);
    await page.setViewportSize({ width: 1366, height: 900 });
  });

  it('finds a function among hundreds that have its name inside theirs', async () => {
    const { page, context } = await openPage(report.url);
    const [profile] = oneOfEachFormat(report.model);
    const id = profile?.id ?? '';
    const names = [...Array.from({ length: 300 }, (_, index) => `walk${index}`), 'walk'];
    const file = {
      $schema: 'https://www.speedscope.app/file-format-schema.json',
      shared: { frames: names.map((name) => ({ name })) },
      profiles: ['one', 'two'].map((name) => ({ type: 'sampled', name, unit: 'none', startValue: 0, endValue: 30_101, samples: names.map((_, index) => [index]), weights: names.map((_, index) => (index < 300 ? 100 : 1)) })),
    };
    await page.evaluate(([holder, base64]) => {
      const payload = document.getElementById(holder ?? '');
      if (payload !== null) payload.textContent = base64 ?? '';
    }, [`profile-${id}`, gzipSync(JSON.stringify(file)).toString('base64')]);
    const row = page.locator(`table.functions[data-profile="${id}"] tr[data-function]`).first();
    await row.evaluate((element) => (element.dataset['frame'] = 'walk'));
    await unfold(page.locator(`#${id}`));
    await row.locator('.row-button').dispatchEvent('click');
    await page.locator('.viewer-status', { hasText: /selected|not in this flame graph/ }).waitFor();
    expect(await page.locator('.viewer-status').textContent()).to.equal('walk selected');
    await context.close();
  });

  it('follows the system into the dark and comes back from the address', async () => {
    const [profile] = oneOfEachFormat(report.model);
    const { page, context } = await openPage(`${report.url}#?viewer=${profile?.id ?? ''}`, { colorScheme: 'dark' });
    const frame = await viewerFrame(page, profile?.id ?? '');
    const background = await frame.evaluate(() => getComputedStyle(document.querySelector('body > div') ?? document.body).backgroundColor);
    const [red = 255, green = 255, blue = 255] = background.match(/\d+/g)?.map(Number) ?? [];
    expect(red + green + blue).to.be.lessThan(200);
    expect(await frame.locator('a[href*="//"]:visible').count(), 'links out of the report').to.equal(0);
    await context.close();
  });

  it('says why there is no viewer where WebGL is missing, and keeps the flame graph', async () => {
    const { page, context } = await openPage(report.url, { webGl: false });
    const [profile] = oneOfEachFormat(report.model);
    const id = profile?.id ?? '';
    await unfold(page.locator(`#${id}`));
    await page.locator(`.tools[data-profile="${id}"] button`, { hasText: 'Open in speedscope' }).click();
    expect(await page.locator('.viewer-status').textContent()).to.include('WebGL');
    expect(await page.locator('iframe').count()).to.equal(0);
    expect(await page.locator(`#${id} svg.flame`).isVisible()).to.equal(true);
    await context.close();
  });
});
