import { gzipSync } from 'node:zlib';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import axe from 'axe-core';
import { expect } from 'chai';
import { renderReport } from '../../src/report/render.ts';
import { cpuFlame, readAssets, renderInput } from '../report/sample-model.ts';
import { many, regressed } from '../report/verdict-models.ts';
import { openPage } from './support/browser.ts';
import { serveAsJenkins, type ReportServer } from './support/jenkins-server.ts';

describe('the page of a regression', () => {
  let directory: string;
  let server: ReportServer;
  const addressOf = (name: string): string => pathToFileURL(join(directory, name)).href;

  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'perf-report-verdict-'));
    const assets = readAssets();
    for (const [name, model] of [['index.html', regressed], ['many.html', many]] as const) {
      const files = renderReport({ ...renderInput(model, new Map([['p1', cpuFlame()]]), assets), gzip: (bytes) => gzipSync(bytes) });
      await writeFile(join(directory, name), files.get('index.html') ?? '');
      await writeFile(join(directory, 'report.css'), files.get('report.css') ?? '');
    }
    server = await serveAsJenkins(directory);
  });

  after(async () => {
    await server.close();
    await rm(directory, { recursive: true, force: true });
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    it(`has enough contrast and structure in ${colorScheme} colours, everything unfolded`, async () => {
      const { page, context } = await openPage(addressOf('index.html'), { colorScheme });
      await page.addScriptTag({ content: axe.source });
      const found = await page.evaluate(async () => {
        for (const details of document.querySelectorAll('details')) details.open = true;
        const { violations } = await window.axe.run({ include: ['main > .card', '#measured', '.comparison'] }, { resultTypes: ['violations'] });
        return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`);
      });
      await context.close();
      expect(found).to.deep.equal([]);
    });
  }

  it('fits 390 px without sideways scroll', async () => {
    for (const name of ['index.html', 'many.html']) {
      const { page, context } = await openPage(addressOf(name), { viewport: { width: 390, height: 844 }, javaScriptEnabled: true });
      const width = await page.evaluate(() => {
        for (const details of document.querySelectorAll('details')) details.open = true;
        return document.scrollingElement?.scrollWidth ?? Infinity;
      });
      await context.close();
      expect(width, name).to.be.at.most(390);
    }
  });

  it('tells verdict, culprit and figures in sight through an untouched Jenkins', async () => {
    const { page, context } = await openPage(`${server.url}/index.html`);
    expect(await page.title()).to.match(/^REGRESSED/);
    const seen = await page.evaluate(() => {
      const parts = [...document.querySelectorAll('h1, .verdict-card dd, .changes td, .culprits tbody th')];
      return parts.filter((part) => part.checkVisibility() && part.getClientRects().length > 0 && part.getBoundingClientRect().width > 0).map((part) => part.textContent.replace(/\s+/g, ' '));
    });
    const bar = await page.evaluate(() => getComputedStyle(document.querySelector('.verdict-card') ?? document.body).borderLeftColor);
    const dot = await page.locator('.verdict-card .iv-dot').boundingBox();
    const first = await page.locator('.verdict-card').boundingBox();
    await context.close();
    expect(seen.join('\n')).to.match(/REGRESSED[\s\S]*dedupe[\s\S]*2\.56/);
    expect(bar, 'the stylesheet is in force').to.equal('rgb(179, 38, 30)');
    expect(dot?.width).to.be.greaterThan(3);
    expect((first?.y ?? Infinity) + (first?.height ?? Infinity), 'the card is on the first screen').to.be.at.most(900);
  });
});
