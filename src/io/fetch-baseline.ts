import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { EnvHttpProxyAgent, fetch, type Response } from 'undici';
import { InputError } from '../core/errors.ts';
import { writeFileAtomic } from './write-file.ts';

/** Who asks; null fields ask without. Kept out of every message. */
export interface BaselineAccess {
  readonly user: string | null;
  readonly token: string | null;
}

/** The whole of a fetch ends after that: a baseline is worth no waiting build. */
const timeoutMs = 30_000;
const maxBytes = 256 * 1024 ** 2;
const maxRedirects = 5;
const reportPattern = /(?:^|\/)report\/report\.json$/;

/** What was fetched, and of which build. */
export interface FetchedBaseline {
  /** Number of the build; null for an address of a file. */
  readonly build: string | null;
  readonly from: string;
}

/**
 * Fetches the report of a baseline into `path`: `url` is the address of a .json file, or of a Jenkins job, of whose last stable build
 * (`lastStableBuild`, or `lastSuccessfulBuild` where unstable ones count) the archived report is taken. Proxies are those of the environment.
 * Throws InputError that says what stood in the way and what to do.
 */
export async function fetchBaseline(url: string, unstableCounts: boolean, access: BaselineAccess, path: string): Promise<FetchedBaseline> {
  const given = addressOf(url);
  const signal = AbortSignal.timeout(timeoutMs);
  const dispatcher = new EnvHttpProxyAgent();
  const get = async (address: URL): Promise<Response> => follow(address, given.origin, access, (each, headers) => fetch(each, { headers, redirect: 'manual', signal, dispatcher }));
  try {
    const file = given.pathname.endsWith('.json') ? { address: given, build: null } : await archivedReport(given, unstableCounts, get);
    const body = await bodyOf(await get(file.address), file.address);
    await mkdir(dirname(path), { recursive: true });
    await writeFileAtomic(path, body);
    return { build: file.build, from: shown(file.address) };
  } catch (error) {
    throw explained(error, given);
  } finally {
    await dispatcher.close();
  }
}

function addressOf(url: string): URL {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (parsed === null || (parsed.protocol !== 'https:' && parsed.protocol !== 'http:')) throw new InputError('the address of the baseline is no http address', {}, 'give the address of a job, as https://jenkins.example.org/job/app/job/main/');
  parsed.username = '';
  parsed.password = '';
  return parsed;
}

/** Where the build keeps its report: its artifacts are listed by Jenkins. */
async function archivedReport(job: URL, unstableCounts: boolean, get: (address: URL) => Promise<Response>): Promise<{ address: URL; build: string }> {
  const build = `${job.href.replace(/[?#].*$/, '').replace(/\/?$/, '/')}${unstableCounts ? 'lastSuccessfulBuild' : 'lastStableBuild'}/`;
  const listing = new URL(`${build}api/json?tree=number,artifacts[relativePath]`);
  const text = new TextDecoder().decode(await bodyOf(await get(listing), listing));
  const { number, artifacts } = parseListing(text, listing);
  const reports = artifacts.filter((path) => reportPattern.test(path));
  const [report] = reports;
  if (report === undefined) throw new InputError(`${shown(new URL(build))} (build ${number}) archived no report/report.json`, {}, 'let that job run profileRun once with archive: true');
  if (reports.length > 1) throw new InputError(`${shown(new URL(build))} (build ${number}) archived ${reports.length} reports`, {}, `give the address of one of them: ${reports.slice(0, 3).join(', ')}`);
  return { address: new URL(`${build}artifact/${report.split('/').map(encodeURIComponent).join('/')}`), build: String(number) };
}

function parseListing(text: string, address: URL): { number: number; artifacts: string[] } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new InputError(`${shown(address)} did not answer with JSON`, {}, 'is it the address of a Jenkins job?');
  }
  const { number, artifacts } = (typeof value === 'object' && value !== null ? value : {}) as { number?: unknown; artifacts?: unknown };
  if (typeof number !== 'number' || !Array.isArray(artifacts)) throw new InputError(`${shown(address)} is no build of Jenkins`, {}, 'give the address of a job');
  return { number, artifacts: artifacts.map((each: unknown) => String((each as { relativePath?: unknown } | null)?.relativePath ?? '')) };
}

/** Follows redirects itself: the token goes to the host that was named and to no other, as a Resource Root is. */
async function follow(address: URL, origin: string, { user, token }: BaselineAccess, ask: (address: URL, headers: Record<string, string>) => Promise<Response>): Promise<Response> {
  let at = address;
  for (let step = 0; step <= maxRedirects; step++) {
    const known: Record<string, string> = token !== null && at.origin === origin ? { authorization: user === null ? `Bearer ${token}` : `Basic ${Buffer.from(`${user}:${token}`).toString('base64')}` } : {};
    const response = await ask(at, { ...known, accept: 'application/json, */*' });
    const location = response.headers.get('location');
    if (response.status < 300 || response.status >= 400 || location === null) return response;
    await response.body?.cancel();
    const next = new URL(location, at);
    if (/\/(?:login|securityRealm\/|oauth|saml)/i.test(next.pathname)) throw new InputError(`${shown(at)} asks for a login`, {}, credentialsHint);
    at = next;
  }
  throw new InputError(`${shown(address)} redirects more than ${maxRedirects} times`, {}, 'give the address that it ends at');
}

const credentialsHint = 'give baseline a credentialsId of a user and API token that may read that job';

async function bodyOf(response: Response, address: URL): Promise<Uint8Array> {
  const where = shown(address);
  if (response.status === 401 || response.status === 403) throw new InputError(`${where} refuses (HTTP ${response.status})`, {}, credentialsHint);
  if (response.status === 404) throw new InputError(`${where} is not there (HTTP 404): no such job, no such build yet, or it may not be seen`, {}, 'the first build of a job has no baseline; else check its name and the permission to read it');
  if (response.status !== 200) throw new InputError(`${where} answered HTTP ${response.status}`, {}, 'try its address in a browser');
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += (chunk as Uint8Array).length;
    if (size > maxBytes) throw new InputError(`${where} is larger than ${maxBytes / 1024 ** 2} MiB`, {}, 'it is no report of perf-report');
    chunks.push(chunk as Uint8Array);
  }
  return Buffer.concat(chunks);
}

/** Without what was asked: it may hold keys. */
function shown({ origin, pathname }: URL): string {
  return `${origin}${pathname}`;
}

const certificateCodes = /^(?:DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_VERIFY_LEAF_SIGNATURE|UNABLE_TO_GET_ISSUER_CERT(?:_LOCALLY)?|CERT_HAS_EXPIRED|ERR_TLS_CERT_ALTNAME_INVALID)$/;

/** The network's own complaints, as sentences; what is no complaint of it is passed on. */
function explained(error: unknown, address: URL): unknown {
  if (error instanceof InputError) return error;
  if (error instanceof Error && error.name === 'TimeoutError') return new InputError(`${shown(address)} did not answer within ${timeoutMs / 1000} s`, {}, 'does the agent reach it? HTTPS_PROXY and NO_PROXY are honoured');
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : null;
  // fetch refuses some ports and answers by itself.
  if (code === null && !(error instanceof TypeError && cause instanceof Error && cause !== error)) return error;
  const why = code ?? (cause as Error).message.slice(0, 100);
  if (certificateCodes.test(why)) return new InputError(`the certificate of ${address.host} is not trusted (${why})`, {}, 'name the authority on the agent: NODE_EXTRA_CA_CERTS=/path/ca.pem');
  return new InputError(`${shown(address)} cannot be reached (${why})`, {}, 'does the agent reach it? HTTPS_PROXY and NO_PROXY are honoured');
}
