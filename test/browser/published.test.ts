import { expect } from 'chai';
import type { Frame } from 'playwright-core';
import { openPage, type OpenedPage } from './support/browser.ts';
import { publish, type PublisherOptions } from './support/html-publisher.ts';
import { comparedReport } from './support/report-under-test.ts';

/** What a reader of the build page sees. */
interface Seen {
  readonly headline: string;
  readonly cause: string;
  readonly rows: readonly string[];
  readonly flameWidth: number;
  readonly diffWidth: number;
}

async function look(frame: Frame): Promise<Seen> {
  await frame.locator('h1').waitFor();
  const textOf = (selector: string): Promise<string[]> =>
    frame.locator(selector).evaluateAll((all) => all.filter((each) => each.checkVisibility() && each.getClientRects().length > 0).map((each) => each.textContent.replace(/\s+/g, ' ').trim()));
  const widthOf = (selector: string): Promise<number> => frame.locator(selector).evaluateAll((all) => Math.max(0, ...all.filter((each) => each.checkVisibility()).map((each) => each.getBoundingClientRect().width)));
  return {
    headline: (await textOf('h1'))[0] ?? '',
    cause: (await textOf('.verdict-card dd')).find((text) => text.includes('get_asset_info')) ?? '',
    rows: await textOf('.culprits tbody th, .culprits tbody td:first-child'),
    flameWidth: await widthOf('.profile svg.flame .box'),
    diffWidth: await widthOf('#d1-flame g.box rect'),
  };
}

describe('what profileRun publishes', () => {
  /** Opens the link of the build page and steps into its frame. */
  async function open(options: PublisherOptions): Promise<OpenedPage & { frame: Frame; close(): Promise<void> }> {
    const server = await publish((await comparedReport('more-calls')).directory, options);
    const opened = await openPage(server.url);
    const frame = await (await opened.page.waitForSelector('#myframe')).contentFrame();
    if (frame === null) throw new Error('the link has no frame');
    return { ...opened, frame, close: async () => { await opened.context.close(); await server.close(); } };
  }

  /** As the file tells, which the other ways are held against. */
  let onDisk: Seen;
  before(async () => {
    const { page, context } = await openPage((await comparedReport('more-calls')).url);
    onDisk = await look(page.mainFrame());
    await page.locator('#d1-flame g.box[data-name="find_bursts"] rect').first().click();
    expect((await page.locator('#d1-flame g.box[data-name="find_bursts"] rect').first().boundingBox())?.width, 'zoom from a disk').to.be.greaterThan(900);
    await context.close();
  });

  it('is whole from a disk', () => {
    expect(onDisk.headline).to.match(/REGRESSED: sample is 66.% slower/);
    expect(onDisk.cause).to.contain('get_asset_info');
    expect(onDisk.rows.join('\n')).to.contain('get_asset_info');
    expect(Math.min(onDisk.flameWidth, onDisk.diffWidth)).to.be.greaterThan(900);
  });

  for (const [where, options] of [['an untouched Jenkins', {}], ['a Jenkins that enforces its own policy', { enforcesCore: true }]] as const) {
    it(`says the same in the frame of ${where}, and zooms without script`, async () => {
      const { page, frame, close } = await open(options);
      const seen = await look(frame);
      expect({ ...seen, flameWidth: 0, diffWidth: 0 }).to.deep.equal({ ...onDisk, flameWidth: 0, diffWidth: 0 });
      expect(Math.min(seen.flameWidth, seen.diffWidth)).to.be.greaterThan(800);
      expect(await frame.locator('#static-banner').isVisible()).to.equal(true);
      const [table] = await frame.locator('table').all();
      expect((await table?.boundingBox())?.height).to.be.greaterThan(50);
      await frame.locator('a[href^="flame/"]').first().click();
      await page.waitForFunction(() => document.querySelector<HTMLIFrameElement>('#myframe')?.contentWindow?.location.pathname.endsWith('.svg') === true);
      const picture = page.frames().find((each) => each.url().includes('/flame/'));
      const boxes = picture?.locator('a[href^="#"]');
      expect(await boxes?.count(), 'boxes that lead to a view').to.be.greaterThan(3);
      const before = await page.screenshot();
      const inSight = await boxes?.evaluateAll((all) => all.findIndex((each) => {
        const { top, bottom, width } = each.getBoundingClientRect();
        return top >= 0 && bottom <= innerHeight && width > 60 && width < 700;
      }));
      await boxes?.nth(inSight ?? -1).click();
      await page.waitForFunction(() => (document.querySelector<HTMLIFrameElement>('#myframe')?.contentWindow?.location.hash ?? '').length > 1);
      expect(before.equals(await page.screenshot()), 'another part of the picture is in sight').to.equal(false);
      await close();
    });
  }

  it('has search and zoom in the frame where there is a Resource Root', async () => {
    const { page, frame, complaints, close } = await open({ resourceRoot: true });
    const seen = await look(frame);
    expect({ ...seen, flameWidth: 0, diffWidth: 0 }).to.deep.equal({ ...onDisk, flameWidth: 0, diffWidth: 0 });
    const files = page.frames().find((each) => each.url().includes('/static-files/'));
    expect(files?.url()).to.match(/^http:\/\/localhost:\d+\/static-files\/\w+\/index\.html$/);
    expect(await files?.locator('#static-banner').count()).to.equal(0);
    await files?.locator('#page-search').fill('same_camera');
    expect(await files?.locator('#d1-flame g.match').count()).to.be.greaterThan(0);
    await files?.locator('#page-search').fill('');
    await files?.locator('#d1-flame g.box[data-name="find_bursts"] rect').first().click();
    expect((await files?.locator('#d1-flame g.box[data-name="find_bursts"] rect').first().boundingBox())?.width).to.be.greaterThan(800);
    expect(complaints).to.deep.equal([]);
    await close();
  });
});

/** What builds of Jenkinsfile.example published, one directory a build: `npm run groovy -- --all` makes them and runs these. */
const built = process.env['PUBLISHED_REPORTS'];

if (built !== undefined) {
  describe('what the builds of Jenkinsfile.example published', () => {
    for (const [build, headline, cause] of [['1-first', /NO BASELINE|^sample took/, null], ['2-slow', /REGRESSED.*get_asset_info/, 'get_asset_info'], ['3-fixed', /FASTER|OK|INCONCLUSIVE/, null]] as const) {
      it(`${build}: verdict, tables and flame graph in the frame, from a Resource Root and from a disk`, async () => {
        const directory = `${built}/${build}/Profile_20Report`;
        for (const options of [{}, { resourceRoot: true }]) {
          const server = await publish(directory, options);
          const { page, context } = await openPage(server.url);
          const frame = await (await page.waitForSelector('#myframe')).contentFrame();
          if (frame === null) throw new Error('the link has no frame');
          await check(frame);
          await context.close();
          await server.close();
        }
        const { page, context } = await openPage(`file://${directory}/index.html`);
        await check(page.mainFrame());
        await context.close();

        async function check(frame: Frame): Promise<void> {
          await frame.locator('h1').waitFor();
          const card = (await frame.locator('main > .card').first().innerText()).replace(/\s+/g, ' ');
          expect(card).to.match(headline);
          if (cause !== null) expect(await frame.locator('.verdict-card .fn').first().innerText()).to.equal(cause);
          expect(await frame.locator('table tbody tr:visible').count()).to.be.greaterThan(5);
          expect((await frame.locator('svg.flame .box:visible').first().boundingBox())?.width).to.be.greaterThan(500);
        }
      });
    }
  });
}
