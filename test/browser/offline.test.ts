import { expect } from 'chai';
import { pathToFileURL } from 'node:url';
import { openPage } from './support/browser.ts';
import { oneOfEachFormat, reportUnderTest } from './support/report-under-test.ts';
import { openViewer } from './support/viewer.ts';

describe('the page from a disk, without a network', () => {
  it('asks for itself and its stylesheet only and complains of nothing, viewer open or not', async () => {
    const report = await reportUnderTest();
    const { page, context, requests, complaints } = await openPage(report.url, { offline: true });
    const own = [report.url, pathToFileURL(`${report.directory}/report.css`).href];
    expect(requests).to.deep.equal(own);
    const [profile] = oneOfEachFormat(report.model);
    await openViewer(page, profile?.id ?? '');
    expect(requests, 'with the viewer open').to.deep.equal(own);
    expect(complaints).to.deep.equal([]);
    await context.close();
  });
});
