import { expect } from 'chai';
import { openPage } from './support/browser.ts';
import { reportUnderTest } from './support/report-under-test.ts';

describe('layout', () => {
  it('fits 390 px without sideways scroll without script, everything unfolded', async () => {
    const { page, context } = await openPage((await reportUnderTest()).url, { viewport: { width: 390, height: 844 }, javaScriptEnabled: false });
    const widths = await page.evaluate(() => {
      for (const details of document.querySelectorAll('details')) details.open = true;
      return { content: document.scrollingElement?.scrollWidth ?? Infinity, window: innerWidth };
    });
    expect(widths.content).to.be.at.most(widths.window);
    await context.close();
  });

  it('prints what is folded, and none of the buttons', async () => {
    const { page, context } = await openPage((await reportUnderTest()).url);
    await page.emulateMedia({ media: 'print' });
    // Function expressions without names: what runs in the page knows no helpers of the transpiler.
    const shownOf = (selector: string): Promise<boolean[]> =>
      page.locator(selector).evaluateAll((elements) => elements.map((element) => element.checkVisibility({ contentVisibilityAuto: true }) && element.getClientRects().length > 0));
    const folded = await shownOf('main details:not(.menu) > :not(summary, .tools, .viewer, [hidden])');
    const names = await shownOf('tbody .name-button');
    const buttons = await shownOf('.tools, #page-tools, .row-button');
    await context.close();
    expect(folded, 'parts that are folded on the screen').not.to.include(false);
    expect(names).to.include(true).and.not.to.include(false);
    expect(buttons).to.include(false).and.not.to.include(true);
  });
});
