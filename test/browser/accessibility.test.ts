import axe from 'axe-core';
import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { openPage } from './support/browser.ts';
import { oneOfEachFormat, reportUnderTest, type ReportUnderTest } from './support/report-under-test.ts';
import { openViewer } from './support/viewer.ts';

/** One line per violation: the rule and the first place. `rule` looks for one kind only. */
async function violations(page: Page, selectors: readonly string[] = ['html'], rule: string | null = null): Promise<string[]> {
  const results = await page.evaluate(
    ([include, only]) => window.axe.run({ include: [...include] }, { iframes: false, resultTypes: ['violations'], ...(only === null ? {} : { runOnly: [only] }) }),
    [[...selectors], rule] as const,
  );
  return results.violations.map(({ id, nodes }) => `${id} (${nodes.length}): ${nodes[0]?.html ?? ''} ${nodes[0]?.failureSummary ?? ''}`);
}

declare global {
  interface Window {
    readonly axe: typeof axe;
  }
}

/** What only colours decide; all other rules find the same in the dark. */
const ofColours = 'color-contrast';
const opened = ['#page-tools', '.tools', '.viewer:not([hidden])', '.pivot'];

describe('accessibility', () => {
  let page: Page;
  let report: ReportUnderTest;

  before(async () => {
    report = await reportUnderTest();
    ({ page } = await openPage(report.url));
    await page.addScriptTag({ content: axe.source });
  });

  after(() => page.context().close());

  it('finds nothing wrong in light colours', async () => expect(await violations(page)).to.deep.equal([]));

  it('finds nothing wrong in dark colours', async () => {
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await violations(page, ['html'], ofColours)).to.deep.equal([]);
  });

  it('finds nothing wrong with pivot, menu and viewer open, in dark and light colours', async () => {
    await page.locator('table.functions .name-button').first().click();
    await page.locator('.menu > summary').first().click();
    await page.locator('#page-search').fill('a');
    await openViewer(page, oneOfEachFormat(report.model)[0]?.id ?? '');
    expect(await violations(page, opened, ofColours), 'dark').to.deep.equal([]);
    await page.emulateMedia({ colorScheme: 'light' });
    expect(await violations(page, opened), 'light').to.deep.equal([]);
  });
});
