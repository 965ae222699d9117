import type { ReportProfile } from '../core/model/report.ts';
import type { RenderInput } from './render-input.ts';
import { fileName } from './view/place.ts';

/** One inert script element that carries gzipped bytes as base64. */
export interface Payload {
  readonly id: string;
  /** File name for the viewer and for downloads; '' for the viewer itself. */
  readonly name: string;
  readonly base64Html: string;
}

/** The viewer page, once, and every profile's speedscope JSON: each gzipped, then base64. */
export function packPayloads(input: RenderInput): Payload[] {
  const payloads: Payload[] = [];
  const names = payloadNames(input.model.profiles);
  for (const profile of input.model.profiles) {
    const json = input.views.get(profile.id)?.speedscopeJson ?? null;
    if (json === null) continue;
    payloads.push({ id: `profile-${profile.id}`, name: `${names.get(profile.id) ?? profile.id}.speedscope.json`, base64Html: pack(json, input.gzip) });
  }
  if (payloads.length > 0 && input.assets.viewerHtml !== '') {
    payloads.unshift({ id: 'viewer', name: '', base64Html: pack(input.assets.viewerHtml, input.gzip) });
  }
  return payloads;
}

/** A name for each profile's file: its title, with its file and then its id where others are called the same. */
function payloadNames(profiles: readonly ReportProfile[]): Map<string, string> {
  const names = new Map<string, string>();
  const taken = new Map<string, number>();
  const titles = new Map<string, number>();
  for (const { title } of profiles) titles.set(title, (titles.get(title) ?? 0) + 1);
  const named = ({ title, file }: ReportProfile): string => (titles.get(title) === 1 ? title : `${title} ${fileName(file)}`);
  for (const profile of profiles) taken.set(named(profile), (taken.get(named(profile)) ?? 0) + 1);
  for (const profile of profiles) names.set(profile.id, taken.get(named(profile)) === 1 ? named(profile) : `${named(profile)} ${profile.id}`);
  return names;
}

/** `value` as JSON that may stand inside a `<script>` element: no tag, comment or line separator can end it. */
export function scriptJson(value: unknown): string {
  return JSON.stringify(value).replace(/[<\u2028\u2029]/g, escapeCode);
}

/** Script source that may stand inside a `<script>` element. */
export function inlineScript(source: string): string {
  return source.replace(/<\/(?=script)/gi, () => '<\\/').replace(/<!--/g, () => '<\\!--');
}

/** Style text that may stand inside a `<style>` element. */
export function inlineStyle(css: string): string {
  return css.replace(/<\//g, () => '<\\/');
}

function pack(text: string, gzip: (bytes: Uint8Array) => Uint8Array): string {
  return Buffer.from(gzip(Buffer.from(text, 'utf8'))).toString('base64');
}

function escapeCode(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
