import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { openPage, type OpenedPage } from './support/browser.ts';
import { oneOfEachFormat, reportUnderTest } from './support/report-under-test.ts';
import { unfold, viewerFrame } from './support/viewer.ts';

/** Presses Tab until what has the focus matches, as a reader without a mouse does. */
async function tabTo(page: Page, selector: string, text = ''): Promise<void> {
  for (let presses = 0; presses < 400; presses += 1) {
    await page.keyboard.press('Tab');
    const there = await page.evaluate(([wanted = '', label = '']) => document.activeElement?.matches(wanted) === true && document.activeElement.textContent?.includes(label), [selector, text]);
    if (there) return;
  }
  throw new Error(`no way by Tab to ${selector} ${text}`);
}

function focused(page: Page): Promise<string> {
  return page.evaluate(() => document.activeElement?.textContent ?? '');
}

/** Node.DOCUMENT_POSITION_FOLLOWING. */
const following = 4;

describe('keyboard alone', () => {
  let opened: OpenedPage;
  let page: Page;
  let id: string;

  beforeEach(async () => {
    const report = await reportUnderTest();
    id = oneOfEachFormat(report.model)[0]?.id ?? '';
    opened = await openPage(report.url);
    page = opened.page;
  });

  afterEach(() => opened.context.close());

  it('sorts, searches and leaves the search', async () => {
    await tabTo(page, `table.functions[data-profile="${id}"] th[data-sort="total"] button`);
    const outline = await page.evaluate(() => getComputedStyle(document.activeElement ?? document.body).outlineStyle);
    expect(outline, 'the focus can be seen').not.to.equal('none');
    await page.keyboard.press('Enter');
    expect(await page.locator(`table.functions[data-profile="${id}"] th[data-sort="total"]`).getAttribute('aria-sort')).to.equal('descending');
    expect(await focused(page), 'sorting keeps the focus').to.equal('Total');
    await page.keyboard.press('/');
    await page.keyboard.type('zzz/');
    expect(await page.locator('#page-search').inputValue()).to.equal('zzz/');
    expect(await page.locator('.search-status').textContent()).to.match(/^0 of/);
    await page.keyboard.press('Escape');
    expect(await page.locator('#page-search').inputValue()).to.equal('');
  });

  it('walks the hottest functions by n and p, whatever the order of the table', async () => {
    const at = (): Promise<string | undefined> => page.evaluate(() => document.activeElement?.closest('tr')?.dataset['function']);
    await unfold(page.locator(`#${id}`));
    await page.locator(`table.functions[data-profile="${id}"] th[data-sort="name"] button`).click();
    await page.locator(`table.functions[data-profile="${id}"] tr[data-function="1"] .name-button`).focus();
    await page.keyboard.press('p');
    expect(await at()).to.equal('0');
    await page.keyboard.press('n');
    await page.keyboard.press('n');
    expect(await at()).to.equal('2');
    await page.keyboard.press('/');
    await page.keyboard.type('np');
    expect(await page.locator('#page-search').inputValue(), 'letters stay letters in the search').to.equal('np');
  });

  it('opens a function in speedscope and leaves by Escape', async () => {
    await tabTo(page, `table.functions[data-profile="${id}"] .row-button`);
    const opener = await page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
    await page.keyboard.press('Enter');
    const frame = await viewerFrame(page, id);
    await page.locator('.viewer-status', { hasText: 'selected' }).waitFor();
    await frame.waitForFunction(() => document.hasFocus());
    await page.keyboard.press('2');
    await frame.waitForFunction(() => !document.body.innerText.includes('Symbol Name'), null, { polling: 100 });
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => document.activeElement?.textContent === 'Close');
    await page.keyboard.press('Escape');
    expect(await page.locator('iframe').count()).to.equal(0);
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).to.equal(opener);
  });

  it('goes through speedscope by Tab in both directions', async () => {
    await tabTo(page, `.tools[data-profile="${id}"] button`, 'Open in speedscope');
    await page.keyboard.press('Enter');
    const frame = await viewerFrame(page, id);
    // The frame is a process of its own: the focus arrives there, and comes back, a moment after the key.
    await page.waitForFunction(() => document.activeElement?.tagName === 'IFRAME');
    await frame.waitForFunction(() => document.hasFocus(), null, { polling: 50 });
    await page.keyboard.press('Shift+Tab');
    await page.waitForFunction(() => document.activeElement?.textContent === 'Close');
    await page.keyboard.press('Tab');
    await page.waitForFunction(() => document.activeElement?.textContent !== 'Close');
    await page.keyboard.press('Tab');
    await page.waitForFunction(
      (behind) => document.activeElement !== null && document.querySelector('.viewer iframe')?.compareDocumentPosition(document.activeElement) === behind,
      following,
    );
  });

  it('chooses from the download menu and closes it', async () => {
    await tabTo(page, `.tools[data-profile="${id}"] summary`);
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    expect(await focused(page)).to.equal('speedscope JSON');
    await page.keyboard.press('Escape');
    expect(await page.locator('.menu[open]').count()).to.equal(0);
    expect(await focused(page)).to.equal('Download');
  });
});
