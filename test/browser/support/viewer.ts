import type { Frame, Locator, Page } from 'playwright-core';

/**
 * Opens a profile by its button and waits until speedscope shows it. The click is an event: right after
 * scrolling, a real one may still go to the frame of another viewer, which runs in a process of its own.
 */
export async function openViewer(page: Page, profile: string): Promise<Frame> {
  await unfold(page.locator(`#${profile}`));
  await page.locator(`.tools[data-profile="${profile}"] button`, { hasText: 'Open in speedscope' }).dispatchEvent('click');
  return viewerFrame(page, profile);
}

/** The frame of a profile's viewer, once its profile is loaded. */
export async function viewerFrame(page: Page, profile: string): Promise<Frame> {
  const iframe = page.locator(`.viewer[data-profile="${profile}"] iframe:not(.loading)`);
  await iframe.waitFor({ timeout: 60_000 });
  const frame = await (await iframe.elementHandle())?.contentFrame();
  if (frame === null || frame === undefined) throw new Error('the viewer has no frame');
  return frame;
}

/** Opens the `<details>` that a profile's section may be folded into. */
export async function unfold(section: Locator): Promise<void> {
  await section.evaluate((element) => {
    for (const details of element.querySelectorAll(':scope > details')) (details as HTMLDetailsElement).open = true;
  });
}

/** Different colours in a picture of an element: a blank canvas has one or two. */
export async function countColours(target: Locator): Promise<number> {
  const png = (await target.screenshot()).toString('base64');
  return target.page().evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
    if (context === null) throw new Error('no 2d canvas');
    context.drawImage(bitmap, 0, 0);
    const pixels = new Uint32Array(context.getImageData(0, 0, bitmap.width, bitmap.height).data.buffer);
    return new Set(pixels).size;
  }, png);
}
