import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { openPage } from './support/browser.ts';
import { serveAsJenkins, type ReportServer } from './support/jenkins-server.ts';
import { reportUnderTest } from './support/report-under-test.ts';

/** What the page says in its card and in every table, and which of it can be seen. */
function readFacts(page: Page): Promise<{ text: string; seen: boolean }[]> {
  return page.evaluate(() => {
    const facts = 'title, h1, h2, h3, .card dt, .card dd, .facts dt, .facts dd, thead th, td, tbody .name, tbody .place, tbody .path, .remarks, .notes li, #limits li';
    return [...document.querySelectorAll<HTMLElement>(facts)].map((element) => ({
      text: element.textContent?.replace(/\s+/g, ' ').trim() ?? '',
      seen: element.checkVisibility() && element.getClientRects().length > 0,
    }));
  });
}

describe('the page without its script', () => {
  let server: ReportServer;

  before(async () => {
    server = await serveAsJenkins((await reportUnderTest()).directory);
  });

  after(() => server.close());

  it('says the same facts through an untouched Jenkins as from a disk', async () => {
    const report = await reportUnderTest();
    const fromDisk = await openPage(report.url, { offline: true });
    const fromJenkins = await openPage(`${server.url}/index.html`);
    const facts = await readFacts(fromJenkins.page);
    expect(facts).to.deep.equal(await readFacts(fromDisk.page));
    const seen = facts.filter((fact) => fact.seen).map((fact) => fact.text);
    const [first] = report.model.profiles;
    expect(seen.some((text) => text.startsWith(first?.title ?? '?'))).to.equal(true);
    expect(seen.some((text) => text.startsWith(first?.functions[0]?.name ?? '?'))).to.equal(true);
    expect(await fromDisk.page.locator('#static-banner').count(), 'the banner is for readers without script').to.equal(0);
    expect(await fromJenkins.page.locator('#static-banner').isVisible()).to.equal(true);
    expect(await fromJenkins.page.locator('#page-tools, .tools').evaluateAll((elements) => elements.some((element) => element.checkVisibility()))).to.equal(false);
    await fromDisk.context.close();
    await fromJenkins.context.close();
  });

  it('keeps its look and its flame graph under that header', async () => {
    const { page, context } = await openPage(`${server.url}/index.html`);
    const look = await page.evaluate(() => getComputedStyle(document.querySelector('main') ?? document.body).maxWidth);
    expect(look, 'report.css is in force').to.match(/^\d+(?:\.\d+)?px$/);
    const box = page.locator('.profile svg.flame .box').first();
    expect((await box.boundingBox())?.width).to.be.greaterThan(500);
    expect(await box.locator('title').textContent()).not.to.equal('');
    await context.close();
  });
});
