import { element } from './dom.ts';
import type { FromViewer, ToViewer, ViewerView } from './viewer-messages.ts';

export interface FrameEvents {
  loaded(): void;
  failed(reason: string): void;
  selected(frame: string, found: boolean): void;
  leave(): void;
}

/** One running speedscope with one profile in it. */
export class ViewerFrame {
  readonly iframe: HTMLIFrameElement;
  private readonly events: FrameEvents;
  private readonly profile: { readonly name: string; readonly bytes: ArrayBuffer };
  private readonly listen = (event: MessageEvent): void => this.receive(event);
  private loaded = false;
  private wanted: ToViewer | null = null;

  /** `html` is the viewer's page. Put `iframe` into the document to start it. */
  constructor(html: string, title: string, profile: { readonly name: string; readonly bytes: ArrayBuffer }, events: FrameEvents) {
    // No allow-same-origin: what runs in the frame cannot reach into the report.
    this.iframe = element('iframe', { title, sandbox: 'allow-scripts allow-downloads', class: 'loading' });
    this.iframe.srcdoc = html;
    this.profile = profile;
    this.events = events;
    window.addEventListener('message', this.listen);
  }

  /** Shows a function, as soon as the profile is loaded. */
  select(frame: string, view: ViewerView): void {
    const message: ToViewer = { type: 'select', frame, view };
    if (this.loaded) this.send(message);
    else this.wanted = message;
  }

  focus(): void {
    this.iframe.contentWindow?.focus();
  }

  dispose(): void {
    window.removeEventListener('message', this.listen);
    this.iframe.remove();
  }

  private receive(event: MessageEvent): void {
    if (event.source === null || event.source !== this.iframe.contentWindow) return;
    const message = event.data as FromViewer;
    switch (message.type) {
      case 'ready':
        return this.send({ type: 'load', ...this.profile }, [this.profile.bytes]);
      case 'loaded':
        this.loaded = true;
        this.iframe.classList.remove('loading');
        if (this.wanted !== null) this.send(this.wanted);
        return this.events.loaded();
      case 'failed':
        return this.events.failed(message.reason);
      case 'selected':
        return this.events.selected(message.frame, message.found);
      case 'leave':
        return this.events.leave();
    }
  }

  private send(message: ToViewer, transfer: Transferable[] = []): void {
    this.iframe.contentWindow?.postMessage(message, '*', transfer);
  }
}
