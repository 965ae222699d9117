import axe from 'axe-core';
import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { openPage } from './support/browser.ts';
import { oneOfEachFormat, reportUnderTest } from './support/report-under-test.ts';
import { openViewer } from './support/viewer.ts';

/** One line per violation: the rule and the first place. */
async function violations(page: Page, selectors: readonly string[] = ['html']): Promise<string[]> {
  const results = await page.evaluate((include) => window.axe.run({ include }, { iframes: false, resultTypes: ['violations'] }), [...selectors]);
  return results.violations.map(({ id, nodes }) => `${id} (${nodes.length}): ${nodes[0]?.html ?? ''} ${nodes[0]?.failureSummary ?? ''}`);
}

declare global {
  interface Window {
    readonly axe: typeof axe;
  }
}

describe('accessibility', () => {
  for (const colorScheme of ['light', 'dark'] as const) {
    it(`finds nothing wrong in ${colorScheme} colours, with pivot, menu and viewer open too`, async () => {
      const report = await reportUnderTest();
      const { page, context } = await openPage(report.url, { colorScheme });
      await page.addScriptTag({ content: axe.source });
      expect(await violations(page)).to.deep.equal([]);
      await page.locator('table.functions .name-button').first().click();
      await page.locator('.menu > summary').first().click();
      await page.locator('#page-search').fill('a');
      await openViewer(page, oneOfEachFormat(report.model)[0]?.id ?? '');
      expect(await violations(page, ['#page-tools', '.tools', '.viewer:not([hidden])', '.pivot']), 'with everything open').to.deep.equal([]);
      await context.close();
    });
  }
});
