import type { FromViewer, ToViewer } from '../viewer-messages.ts';
import { hookFailures } from './failures.ts';
import { canvas, dropFile, isLoaded, selectFrame, showView } from './speedscope-page.ts';
import { installStorageShim } from './storage-shim.ts';
import { nextPaint, waitFor } from './wait.ts';

/*
 * Runs in the viewer's frame before speedscope and joins it to the report by messages. The report
 * and this frame trust only each other: both look at the sender's window.
 */

const startTimeoutMs = 30_000;
const loadTimeoutMs = 120_000;

function tell(message: FromViewer): void {
  parent.postMessage(message, '*');
}

async function load(name: string, bytes: ArrayBuffer): Promise<void> {
  dropFile(name, bytes);
  if ((await waitFor(() => (isLoaded() ? true : null), loadTimeoutMs)) === null) {
    tell({ type: 'failed', reason: 'the profile did not load in two minutes' });
    return;
  }
  await nextPaint();
  tell({ type: 'loaded' });
}

async function obey(message: ToViewer): Promise<void> {
  switch (message.type) {
    case 'load':
      return load(message.name, message.bytes);
    case 'view':
      return showView(message.view);
    case 'select':
      tell({ type: 'selected', frame: message.frame, found: await selectFrame(message.frame, message.view) });
  }
}

installStorageShim();
hookFailures((reason) => tell({ type: 'failed', reason }));
// speedscope reads the fragment once, at its start. The profiles are in heavy-first order.
location.hash = '#view=left-heavy';
window.addEventListener('message', (event) => {
  if (event.source === parent) void obey(event.data as ToViewer);
});
window.addEventListener(
  'keydown',
  (event) => {
    // In its fields Escape is speedscope's own. The synthetic Escape after a search is not trusted.
    if (event.key === 'Escape' && event.isTrusted && !(document.activeElement instanceof HTMLInputElement)) tell({ type: 'leave' });
  },
  true,
);
void waitFor(canvas, startTimeoutMs).then((found) => {
  tell(found === null ? { type: 'failed', reason: 'speedscope did not start' } : { type: 'ready' });
});
