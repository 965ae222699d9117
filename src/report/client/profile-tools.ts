import { copyText } from './clipboard.ts';
import { button, element } from './dom.ts';
import { downloads, saveProfile } from './downloads.ts';
import { payloadId } from './payload.ts';

export interface ProfileActions {
  openViewer(profile: string): void;
}

/** Whether the page carries what the viewer needs for this profile. */
export function canOpenViewer(profile: string): boolean {
  return document.getElementById('viewer') !== null && document.getElementById(payloadId(profile)) !== null;
}

/** Fills a profile's bar: open in speedscope, download, copy. */
export function installProfileTools(holder: HTMLElement, markdown: string | null, actions: ProfileActions): void {
  const profile = holder.dataset['profile'] ?? '';
  const status = element('span', { role: 'status', class: 'tool-status' });
  const tell = (text: string): void => {
    status.textContent = text;
  };
  if (canOpenViewer(profile)) holder.append(button('Open in speedscope', () => actions.openViewer(profile)));
  if (document.getElementById(payloadId(profile)) !== null) holder.append(downloadMenu(profile, tell));
  if (markdown !== null) {
    holder.append(button('Copy as markdown', () => void copyText(markdown).then((copied) => tell(copied ? 'Copied: a markdown table of the hottest functions' : 'Not copied: the browser refuses'))));
  }
  holder.append(status);
  holder.hidden = false;
}

function downloadMenu(profile: string, tell: (text: string) => void): HTMLElement {
  const menu = element('details', { class: 'menu' }, element('summary', {}, 'Download'));
  const items = downloads.map((download) =>
    button(download.label, () => {
      menu.open = false;
      menu.querySelector('summary')?.focus();
      saveProfile(profile, download).then(
        () => tell(`Saved as ${download.label}`),
        (error: unknown) => tell(`Not saved: ${error instanceof Error ? error.message : String(error)}`),
      );
    }),
  );
  menu.append(element('div', { class: 'menu-items' }, ...items));
  menu.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !menu.open) return;
    menu.open = false;
    menu.querySelector('summary')?.focus();
  });
  menu.addEventListener('focusout', (event) => {
    if (event.relatedTarget instanceof Node && !menu.contains(event.relatedTarget)) menu.open = false;
  });
  return menu;
}
