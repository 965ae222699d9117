import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { openPage, type OpenedPage } from './support/browser.ts';
import { reportUnderTest, type ReportUnderTest } from './support/report-under-test.ts';

/** Values of a column, top to bottom, of the rows that are shown. */
function column(page: Page, table: string, cell: number): Promise<(string | undefined)[]> {
  return page.locator(`${table} > tbody > tr:not(.pivot):not([hidden])`).evaluateAll((rows, index) => rows.map((row) => (row as HTMLTableRowElement).cells[index]?.dataset['value'] ?? (index === 0 ? (row as HTMLElement).dataset['name'] : undefined)), cell);
}

describe('tables with script', () => {
  let report: ReportUnderTest;
  let opened: OpenedPage;
  let page: Page;
  const table = 'table.functions[data-profile="p1"]';

  beforeEach(async () => {
    report = await reportUnderTest();
    opened = await openPage(report.url);
    page = opened.page;
  });

  afterEach(() => opened.context.close());

  it('sort by any column in both directions and say so', async () => {
    for (const header of await page.locator(`${table} th[data-sort]`).all()) {
      const type = await header.getAttribute('data-type');
      const cell = await header.evaluate((element) => (element as HTMLTableCellElement).cellIndex);
      for (let click = 0; click < 2; click += 1) {
        await header.locator('button').click();
        const order = await header.getAttribute('aria-sort');
        const values = (await column(page, table, cell)).filter((value): value is string => value !== undefined && value !== '');
        expect(values.length).to.be.greaterThan(1);
        const sorted = type === 'number' ? [...values].sort((a, b) => Number(a) - Number(b)) : [...values].sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1));
        const shown = order === 'descending' ? [...values].reverse() : values;
        expect(shown.map((value) => (type === 'number' ? Number(value) : value.toLowerCase()))).to.deep.equal(sorted.map((value) => (type === 'number' ? Number(value) : value.toLowerCase())));
      }
      expect(await page.locator(`${table} th[aria-sort]`).count()).to.equal(1);
    }
  });

  it('shows what the search finds, in tables and flame graphs, with a count', async () => {
    const functions = report.model.profiles.flatMap((profile) => profile.functions);
    const wanted = (report.model.profiles[0]?.functions[0]?.name ?? '').slice(0, 5).toUpperCase();
    await page.locator('#page-search').fill(wanted);
    const shown = await page.locator('table.functions > tbody > tr:not([hidden])').evaluateAll((rows) => rows.map((row) => (row as HTMLElement).dataset['name'] ?? ''));
    const expected = functions.filter(({ name, file, line }) => `${name}\n${file}:${line}`.toLowerCase().includes(wanted.toLowerCase()));
    expect(shown).to.have.members(expected.map(({ name }) => name));
    expect(await page.locator('.search-status').textContent()).to.match(new RegExp(`^${expected.length} of ${functions.length.toLocaleString('en')} functions`));
    const boxes = await page.locator('svg.searching g.box').evaluateAll((all) => all.map((box) => [(box as SVGElement).dataset['name'] ?? '', box.classList.contains('match')] as const));
    expect(boxes.filter(([, match]) => match)).not.to.have.length(0);
    for (const [name, match] of boxes) expect(match, name).to.equal(name.toLowerCase().includes(wanted.toLowerCase()));
    const inIndex = await page.locator('table.index > tbody > tr:not([hidden])').evaluateAll((rows) => rows.flatMap((row) => (row as HTMLElement).dataset['profile']?.split(' ') ?? []));
    const holding = report.model.profiles.filter((profile) => profile.functions.some((row) => expected.includes(row)));
    expect(inIndex, 'profiles that hold what was found').to.include.members(holding.map(({ id }) => id));
    await page.locator('#page-search').fill('no such function');
    expect(await page.locator('table.index > tbody > tr:not([hidden])').count()).to.equal(0);
    await page.locator('#page-search').press('Escape');
    expect(await page.locator('table.functions > tbody > tr[hidden], svg.searching').count()).to.equal(0);
  });

  it('fold library and runtime code and say how much', async () => {
    const toggle = page.locator('#page-tools button');
    const foreign = report.model.profiles.flatMap((profile) => profile.functions).filter(({ owner }) => owner !== 'own').length;
    expect(await toggle.textContent()).to.include(`folds ${foreign.toLocaleString('en')}`);
    await toggle.click();
    expect(await toggle.getAttribute('aria-pressed')).to.equal('true');
    expect(await page.locator('tr[data-owner]:not([data-owner="own"]):not([hidden])').count()).to.equal(0);
    expect(await page.locator('tr[data-owner]:not([data-owner="own"])').count()).to.equal(foreign);
    const folded = report.model.profiles[0]?.functions.filter(({ owner }) => owner !== 'own').length;
    expect(await page.locator(`${table} + .folded-note`).textContent()).to.match(new RegExp(`^${folded} rows? of`));
    await toggle.click();
    expect(await page.locator('tr[data-owner][hidden]').count()).to.equal(0);
  });

  it('pivot from a function to its callers and callees and on', async () => {
    const rows = report.model.profiles[0]?.functions ?? [];
    const start = rows.findIndex(({ callers }) => callers.some((caller) => rows.some((row) => row.name === caller.name && row.file === caller.file && row.line === caller.line)));
    const { callers = [], callees = [] } = rows[start] ?? {};
    await page.locator(`${table} tr[data-function="${start}"] .name-button`).click();
    const panel = page.locator(`${table} .pivot`);
    expect(await panel.locator('.pivot-name').textContent()).to.equal(rows[start]?.name);
    expect(await panel.locator('.edges tbody tr').count()).to.equal(callers.length + callees.length);
    const next = panel.locator('.edges').first().locator('.name-button').first();
    const name = await next.textContent();
    await next.click();
    expect(await panel.locator('.pivot-name').textContent()).to.equal(name);
    expect(await page.evaluate(() => document.activeElement?.className), 'the reader stays in the panel').to.equal('pivot-name');
    await panel.locator('button', { hasText: 'back' }).click();
    expect(await panel.locator('.pivot-name').textContent()).to.equal(rows[start]?.name);
    await page.keyboard.press('Escape');
    expect(await panel.count()).to.equal(0);
    expect(await page.evaluate(() => document.activeElement?.closest('tr')?.dataset['function']), 'the focus is back in the row').to.equal(String(start));
  });

  it('come back as they were from the address', async () => {
    await page.locator(`${table} th[data-sort="total"] button`).click();
    await page.locator(`${table} .name-button`).nth(1).click();
    await page.locator('#page-search').fill('e');
    const read = (on: Page): Promise<string> => on.locator(table).innerText();
    const before = await read(page);
    const again = await openPage(page.url());
    expect(await read(again.page)).to.equal(before);
    expect(await again.page.locator('#page-search').inputValue()).to.equal('e');
    expect(await again.page.locator(`${table} .pivot`).count()).to.equal(1);
    await again.context.close();
  });

  it('leave plain links alone', async () => {
    await page.locator(`${table} th[data-sort="total"] button`).click();
    await page.evaluate(() => {
      location.hash = '#p1-f0';
    });
    await page.waitForFunction(() => location.hash.startsWith('#p1-f0?sort='));
    expect(await page.evaluate(() => document.querySelector(':target')?.id)).to.equal('p1-f0');
    expect(await page.locator(`${table} th[aria-sort="descending"]`).getAttribute('data-sort'), 'the order stays').to.equal('total');
  });
});
