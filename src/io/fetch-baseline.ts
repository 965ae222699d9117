import { mkdir } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { dirname } from 'node:path';
import { InputError } from '../core/errors.ts';
import { httpGet } from './http-get.ts';
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
  const get = async (address: URL): Promise<Uint8Array> => {
    try {
      return await bodyOf(await follow(address, given.origin, access, (each, headers) => httpGet(each, headers, signal)), address);
    } catch (error) {
      throw explained(error, given, signal.aborted);
    }
  };
  const file = given.pathname.endsWith('.json') ? { address: given, build: null } : await archivedReport(given, unstableCounts, get);
  const body = await get(file.address);
  await mkdir(dirname(path), { recursive: true });
  await writeFileAtomic(path, body);
  return { build: file.build, from: shown(file.address) };
}

function addressOf(url: string): URL {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (parsed === null || (parsed.protocol !== 'https:' && parsed.protocol !== 'http:')) throw new InputError('the address of the baseline is no http address', {}, 'give the address of a job, as https://jenkins.example.org/job/app/job/main/');
  return withoutUser(parsed);
}

/** Who asks is said by a header alone. */
function withoutUser(address: URL): URL {
  address.username = '';
  address.password = '';
  return address;
}

/** Where the build keeps its report: its artifacts are listed by Jenkins. */
async function archivedReport(job: URL, unstableCounts: boolean, get: (address: URL) => Promise<Uint8Array>): Promise<{ address: URL; build: string }> {
  const build = `${job.href.replace(/[?#].*$/, '').replace(/\/?$/, '/')}${unstableCounts ? 'lastSuccessfulBuild' : 'lastStableBuild'}/`;
  const listing = new URL(`${build}api/json?tree=number,artifacts[relativePath]`);
  const text = new TextDecoder().decode(await get(listing));
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
async function follow(address: URL, origin: string, { user, token }: BaselineAccess, ask: (address: URL, headers: Record<string, string>) => Promise<IncomingMessage>): Promise<IncomingMessage> {
  let at = address;
  for (let step = 0; step <= maxRedirects; step++) {
    const known: Record<string, string> = token !== null && at.origin === origin ? { authorization: user === null ? `Bearer ${token}` : `Basic ${Buffer.from(`${user}:${token}`).toString('base64')}` } : {};
    const response = await ask(at, { ...known, accept: 'application/json, */*' });
    const { location } = response.headers;
    const status = statusOf(response);
    if (status < 300 || status >= 400 || location === undefined) return response;
    response.destroy();
    if (!URL.canParse(location, at.href)) throw new InputError(`${shown(at)} redirects to what is no address`, {}, 'give the address that it should end at');
    const next = withoutUser(new URL(location, at));
    if (next.protocol !== 'https:' && next.protocol !== 'http:') throw new InputError(`${shown(at)} redirects to a ${next.protocol} address`, {}, 'give the http address that it should end at');
    if (/\/(?:login|securityRealm\/|oauth|saml)/i.test(next.pathname)) throw new InputError(`${shown(at)} asks for a login`, {}, credentialsHint);
    at = next;
  }
  throw new InputError(`${shown(address)} redirects more than ${maxRedirects} times`, {}, 'give the address that it ends at');
}

const credentialsHint = 'give baseline a credentialsId of a user and API token that may read that job';

function statusOf({ statusCode }: IncomingMessage): number {
  return statusCode ?? 0;
}

async function bodyOf(response: IncomingMessage, address: URL): Promise<Uint8Array> {
  const refusal = refusalOf(response, shown(address));
  if (refusal !== null) {
    response.destroy();
    throw refusal;
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response) {
    size += (chunk as Uint8Array).length;
    // Leaving the loop ends the connection.
    if (size > maxBytes) throw new InputError(`${shown(address)} is larger than ${maxBytes / 1024 ** 2} MiB`, {}, 'it is no report of perf-report');
    chunks.push(chunk as Uint8Array);
  }
  return Buffer.concat(chunks);
}

/** Why the answer holds no report; null where it may. */
function refusalOf(response: IncomingMessage, where: string): InputError | null {
  const status = statusOf(response);
  if (status === 401 || status === 403) return new InputError(`${where} refuses (HTTP ${status})`, {}, credentialsHint);
  if (status === 404) return new InputError(`${where} is not there (HTTP 404): no such job, no such build yet, or it may not be seen`, {}, 'the first build of a job has no baseline; else check its name and the permission to read it');
  if (status !== 200) return new InputError(`${where} answered HTTP ${status}`, {}, 'try its address in a browser');
  const encoding = response.headers['content-encoding'] ?? 'identity';
  return encoding === 'identity' ? null : new InputError(`${where} answered in the encoding "${encoding.slice(0, 40)}", which was not asked for`, {}, 'let the server in between send it as it is');
}

/** Without what was asked: it may hold keys. */
function shown({ origin, pathname }: URL): string {
  return `${origin}${pathname}`;
}

const certificateCodes = /^(?:DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_VERIFY_LEAF_SIGNATURE|UNABLE_TO_GET_ISSUER_CERT(?:_LOCALLY)?|CERT_HAS_EXPIRED|ERR_TLS_CERT_ALTNAME_INVALID)$/;

/** The network's own complaints, as sentences. */
function explained(error: unknown, address: URL, isLate: boolean): unknown {
  if (error instanceof InputError || !(error instanceof Error)) return error;
  if (isLate) return new InputError(`${shown(address)} did not answer within ${timeoutMs / 1000} s`, {}, reachHint);
  const why = 'code' in error ? String(error.code) : error.message.slice(0, 100);
  if (certificateCodes.test(why)) return new InputError(`the certificate of ${address.host} is not trusted (${why})`, {}, 'name the authority on the agent: NODE_EXTRA_CA_CERTS=/path/ca.pem');
  return new InputError(`${shown(address)} cannot be reached (${why})`, {}, reachHint);
}

const reachHint = 'does the agent reach it? HTTPS_PROXY and NO_PROXY are honoured';
