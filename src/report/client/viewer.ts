import { button, element } from './dom.ts';
import { unfold, type PageStore } from './page-store.ts';
import { inflateText, packedPayload, payloadId, payloadName } from './payload.ts';
import { ViewerFrame, type FrameEvents } from './viewer-frame.ts';
import { hasWebGl } from './webgl.ts';

const help = 'Keys in speedscope: 1 2 3 time order, left heavy, sandwich; Ctrl+F search; Ctrl+S export. Esc or Tab leaves it, Esc again closes it.';
const noWebGl = 'This browser cannot draw speedscope: WebGL is switched off or missing. The flame graph and the tables on this page show the same profile.';

/** Runs speedscope inside the page, for one profile at a time: each viewer holds 64 MB on the GPU. */
export class Viewer {
  private readonly store: PageStore;
  private html: Promise<string> | null = null;
  private shown: { readonly profile: string; readonly holder: HTMLElement; frame: ViewerFrame | null } | null = null;
  private readonly status = element('span', { role: 'status', class: 'viewer-status' });
  private readonly closeButton = button('Close', () => this.close());
  private opener: HTMLElement | null = null;

  constructor(store: PageStore) {
    this.store = store;
    store.subscribe((state, previous) => {
      if (state.viewer !== previous.viewer) void this.show(state.viewer, null);
    });
  }

  /** Opens a profile for the reader, who goes on in it; `frameName` is selected in the sandwich view. */
  async open(profile: string, frameName: string | null): Promise<void> {
    this.opener = document.activeElement instanceof HTMLElement ? document.activeElement : null;
    await this.show(profile, frameName);
    this.store.update({ viewer: this.shown?.profile ?? null });
    this.shown?.holder.scrollIntoView({ block: 'nearest' });
    this.closeButton.focus();
  }

  close(): void {
    this.dispose();
    this.store.update({ viewer: null });
    this.opener?.focus();
    this.opener = null;
  }

  private async show(profile: string | null, frameName: string | null): Promise<void> {
    if (profile !== this.shown?.profile) {
      this.dispose();
      const holder = profile === null ? null : document.querySelector<HTMLElement>(`.viewer[data-profile="${CSS.escape(profile)}"]`);
      if (profile === null || holder === null) return;
      this.shown = { profile, holder, frame: null };
      this.prepare(holder, payloadName(profile));
      await this.start(this.shown);
    }
    if (frameName === null) return;
    this.status.textContent = '';
    this.shown?.frame?.select(frameName, 'sandwich');
  }

  private prepare(holder: HTMLElement, name: string): void {
    const bar = element('div', { class: 'viewer-bar' }, element('strong', {}, name.replace(/\.speedscope\.json$/, '')), ' ', this.status, ' ', this.closeButton);
    holder.replaceChildren(bar);
    holder.hidden = false;
    unfold(holder);
    holder.onkeydown = (event) => {
      if (event.key === 'Escape') this.close();
    };
  }

  private async start(shown: NonNullable<Viewer['shown']>): Promise<void> {
    if (!hasWebGl()) return this.fail(noWebGl);
    this.status.textContent = 'Loading…';
    try {
      const bytes = packedPayload(payloadId(shown.profile));
      if (bytes === null) return this.fail('The profile was left out of this page to keep it small.');
      const html = await this.viewerHtml();
      // The reader may have closed it meanwhile.
      if (this.shown !== shown) return;
      const name = payloadName(shown.profile);
      shown.frame = new ViewerFrame(html, `${name} in speedscope`, { name, bytes: bytes.buffer }, this.events());
      shown.holder.append(shown.frame.iframe, element('p', { class: 'viewer-help' }, help));
    } catch (error) {
      this.fail(`speedscope could not start: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  private events(): FrameEvents {
    return {
      loaded: () => {
        this.status.textContent = '';
        // Keys work at once, unless the reader went elsewhere meanwhile.
        if (document.activeElement === this.closeButton) this.shown?.frame?.focus();
      },
      failed: (reason) => this.fail(`speedscope reports: ${reason}`),
      selected: (frame, found) => {
        this.status.textContent = found ? `${frame} selected` : `${frame} is not in this flame graph: it weighs too little there and was folded into its callers.`;
      },
      leave: () => this.closeButton.focus(),
    };
  }

  private viewerHtml(): Promise<string> {
    const packed = packedPayload('viewer');
    if (packed === null) throw new Error('the page does not carry it');
    this.html ??= inflateText(packed);
    return this.html;
  }

  private fail(reason: string): void {
    this.shown?.frame?.dispose();
    if (this.shown !== null) this.shown.frame = null;
    this.status.textContent = reason;
  }

  private dispose(): void {
    if (this.shown === null) return;
    this.shown.frame?.dispose();
    this.shown.holder.replaceChildren();
    this.shown.holder.hidden = true;
    this.shown = null;
    this.status.textContent = '';
  }
}
