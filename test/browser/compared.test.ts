import axe from 'axe-core';
import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { openPage } from './support/browser.ts';
import { serveAsJenkins } from './support/jenkins-server.ts';
import { comparedReport, type ReportUnderTest } from './support/report-under-test.ts';

const diff = '#d1-flame';

/** Names of the boxes that are drawn, with their widths as shares of the picture. */
function drawnBoxes(page: Page): Promise<Record<string, number>> {
  return page.locator(`${diff} g.box`).evaluateAll((groups) => {
    const whole = document.querySelector('#d1-flame')?.getBoundingClientRect().width ?? 1;
    return Object.fromEntries(groups.map((group) => [(group as SVGElement).dataset['name'] ?? '', Math.max(...[...group.querySelectorAll('rect')].map((rect) => rect.getBoundingClientRect().width)) / whole]));
  });
}

describe('a compared page', () => {
  let report: ReportUnderTest;
  let page: Page;

  before(async () => {
    report = await comparedReport('more-calls');
    ({ page } = await openPage(report.url));
  });

  after(() => page.context().close());

  it('draws what changed through an untouched Jenkins: boxes, legend, what is new, what is gone, what it hides', async () => {
    const server = await serveAsJenkins(report.directory);
    const { page: still, context } = await openPage(`${server.url}/index.html`);
    const text = (await still.locator('#changes-d1').innerText()).replaceAll('\u00a0', ' ');
    const box = await still.locator(`${diff} g.box`).first().boundingBox();
    const hatched = await still.locator(`${diff} rect.new`).count();
    const tools = await still.locator('.tools, #workload-filter').evaluateAll((all) => all.some((each) => each.checkVisibility()));
    await context.close();
    await server.close();
    expect(box?.width).to.be.greaterThan(900);
    expect(hatched).to.be.greaterThan(0);
    expect(tools, 'buttons without a script').to.equal(false);
    expect(text).to.match(/better ▼ +▲ worse/).and.to.include('hatched: new').and.to.match(/Gone:[\s\S]*pairs_of/).and.to.match(/\d+ of \d+ boxes are too small or too deep/);
  });

  it('shows the change of hot functions, in words too, and sorts by it', async () => {
    const id = report.model.profiles[0]?.id ?? '';
    const table = page.locator(`table.functions[data-profile="${id}"]`);
    const comparison = report.model.comparisons[0];
    const changes = new Map([...(comparison?.worse ?? []), ...(comparison?.better ?? [])].map((row) => [`${row.name}\n${row.line}`, row.selfHead - row.selfBase]));
    await table.locator('th[data-sort="change"] button').click();
    const cells = await table.locator('tbody tr[data-function]').evaluateAll((rows) => rows.map((row) => {
      const cell = row.querySelector<HTMLElement>('td[data-label="Change"]');
      return { index: Number((row as HTMLElement).dataset['function']), value: cell?.dataset['value'] ?? '?', text: cell?.textContent ?? '' };
    }));
    const values = cells.filter(({ value }) => value !== '').map(({ value }) => Number(value));
    expect(values).to.deep.equal([...values].sort((a, b) => b - a)).and.not.have.length(0);
    for (const { index, value, text } of cells) {
      const row = report.model.profiles[0]?.functions[index];
      expect(value, row?.name).to.equal(String(changes.get(`${row?.name ?? ''}\n${row?.line ?? 0}`) ?? ''));
      expect(text).to.match(value === '' ? /^$/ : /^(?:▲ \+.* more|▼ [-−].* less|= .*(?:within noise|the same))$/);
    }
  });

  it('zooms by click and by keys, and out again', async () => {
    await page.locator(`${diff} g.box[data-name="find_bursts"] rect`).first().click();
    expect((await drawnBoxes(page))['find_bursts']).to.be.greaterThan(0.99);
    await page.locator('.tools[data-diff] button', { hasText: 'zoom out' }).click();
    const before = await drawnBoxes(page);
    expect(before['find_bursts']).to.be.lessThan(0.5);
    await page.locator(diff).focus();
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowUp', 'ArrowDown']) await page.keyboard.press(key);
    const named = await page.locator(`${diff} g.cursor`).getAttribute('data-name');
    expect(await page.locator('.tools[data-diff] .tool-status').textContent()).to.include(named);
    await page.keyboard.press('Enter');
    expect((await drawnBoxes(page))[named ?? '']).to.be.greaterThan(0.99);
    await page.keyboard.press('Escape');
    expect(await drawnBoxes(page)).to.deep.equal(before);
  });

  it('has switches for the side of the widths and for what colours mean', async () => {
    const pressed = (): Promise<string[]> => page.locator('.tools[data-diff] button[aria-pressed="true"]').allTextContents();
    const legend = page.locator('#changes-d1 .diff-steps');
    const press = async (label: string): Promise<void> => {
      await page.locator('.tools[data-diff] button', { hasText: label }).focus();
      await page.keyboard.press('Enter');
    };
    expect((await drawnBoxes(page))['slow_pairs']).to.be.greaterThan(0);
    await press('width: before');
    expect(await drawnBoxes(page), 'what is new has no width before').to.not.have.property('slow_pairs');
    expect(await page.locator('#changes-d1 .diff-width').textContent()).to.equal('before');
    const absolute = await legend.textContent();
    await press('colour: share');
    expect(await pressed()).to.deep.equal(['width: before', 'colour: share']);
    expect(await legend.textContent()).to.include('points').and.not.equal(absolute);
    await press('width: now');
    await press('colour: absolute');
    expect(await legend.textContent()).to.equal(absolute);
  });

  it('marks what the search finds', async () => {
    await page.locator('#page-search').fill('same_camera');
    const matches = await page.locator(`${diff} g.match`).evaluateAll((all) => all.map((each) => (each as SVGElement).dataset['name']));
    expect(new Set(matches)).to.deep.equal(new Set(['same_camera']));
    await page.locator('#page-search').fill('');
    expect(await page.locator(`${diff} g.match`).count()).to.equal(0);
  });

  it('has nothing that axe finds wrong, zoomed and marked, in light and dark colours', async () => {
    await page.locator(`${diff} g.box[data-name="find_bursts"] rect`).first().click();
    await page.addScriptTag({ content: axe.source });
    const found = (rules: readonly string[] | null): Promise<string[]> => page.evaluate(async (only) => {
      const { violations } = await window.axe.run({ include: ['main > .card', '#measured', '.comparison', 'table.functions'] }, { resultTypes: ['violations'], ...(only === null ? {} : { runOnly: [...only] }) });
      return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`);
    }, rules);
    expect(await found(null)).to.deep.equal([]);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await found(['color-contrast']), 'dark').to.deep.equal([]);
  });
});

describe('a page of sixty workloads', () => {
  let report: ReportUnderTest;
  let page: Page;

  before(async () => {
    report = await comparedReport('many');
    ({ page } = await openPage(report.url));
  });

  after(() => page.context().close());

  const listed = (on: Page): Promise<string[]> => on.locator('table.overview tbody tr:not([hidden])').evaluateAll((rows) => rows.map((row) => (row as HTMLElement).dataset['verdict'] ?? ''));

  it('has a button for each verdict that works by keys, and the address keeps the choice', async () => {
    const { workloads } = report.model;
    const count = (verdict: string): number => workloads.filter((workload) => workload.verdict === verdict).length;
    const labels = await page.locator('#workload-filter button').allTextContents();
    expect(labels).to.deep.equal(['All 60', `Failed ${count('failed')}`, `Regressed ${count('fail')}`, `Not comparable ${count('not-comparable')}`, `Inconclusive ${count('inconclusive')}`, `Faster ${count('improved')}`, `OK ${count('pass')}`]);
    await page.locator('#workload-filter button', { hasText: 'Regressed' }).focus();
    await page.keyboard.press('Enter');
    expect(await listed(page)).to.deep.equal(Array.from({ length: count('fail') }, () => 'fail'));
    expect(await page.locator('#workload-filter button[aria-pressed="true"]').allTextContents()).to.deep.equal([`Regressed ${count('fail')}`]);
    expect(await page.locator('.workload:visible').count()).to.equal(count('fail'));
    const again = await openPage(page.url());
    expect(await listed(again.page)).to.have.length(count('fail'));
    await again.context.close();
    await page.locator('#workload-filter button', { hasText: 'All' }).click();
    expect(await listed(page)).to.have.length(60);
  });

  it('arrives sorted, worst first, and sorts by change', async () => {
    expect((await listed(page)).slice(0, 3)).to.deep.equal(['failed', 'fail', 'fail']);
    await page.locator('table.overview th[data-sort="change"] button').click();
    const values = await page.locator('table.overview td[data-label="Change"]').evaluateAll((cells) => cells.map((cell) => (cell as HTMLElement).dataset['value'] ?? ''));
    const numbers = values.filter((value) => value !== '').map(Number);
    expect(numbers).to.deep.equal([...numbers].sort((a, b) => b - a));
  });

  it('fits 390 px without sideways scroll', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await page.evaluate(() => document.scrollingElement?.scrollWidth ?? Infinity)).to.be.at.most(390);
  });
});
