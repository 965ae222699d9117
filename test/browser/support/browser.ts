import { chromium, type Browser, type BrowserServer, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright-core';
import { makeReports, removeReports } from './report-under-test.ts';

const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const quiet = ['--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
/** speedscope draws by WebGL; machines that test have no graphics card. */
const softwareGl = ['--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'];
const noGl = ['--disable-gpu', '--disable-software-rasterizer', '--disable-3d-apis'];

/** Where the files that run side by side find the browser of the test run. */
const endpointVariable = 'PERF_REPORT_TEST_BROWSER';
const browsers = new Map<boolean, Promise<Browser>>();
let server: BrowserServer | null = null;

/** One browser for the whole test run; `webGl: false` is a second one that cannot draw speedscope. */
function browser(webGl: boolean): Promise<Browser> {
  const endpoint = process.env[endpointVariable] ?? '';
  const started = browsers.get(webGl) ?? (webGl ? chromium.connect(endpoint) : chromium.launch({ executablePath, args: [...quiet, ...noGl] }));
  browsers.set(webGl, started);
  return started;
}

/** A page with everything that it asked for and complained about. */
export interface OpenedPage {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Addresses asked for, data: and blob: left out: they never leave the page. */
  readonly requests: readonly string[];
  /** Console errors, console warnings and uncaught errors, of frames too. */
  readonly complaints: readonly string[];
}

export interface OpenOptions extends BrowserContextOptions {
  readonly webGl?: boolean;
}

/** Opens `url` in a context of its own. */
export async function openPage(url: string, { webGl = true, ...options }: OpenOptions = {}): Promise<OpenedPage> {
  const context = await (await browser(webGl)).newContext({ viewport: { width: 1366, height: 900 }, ...options });
  const requests: string[] = [];
  const complaints: string[] = [];
  context.on('request', (request) => {
    if (!/^(?:data|blob):/.test(request.url())) requests.push(request.url());
  });
  context.on('weberror', (error) => complaints.push(String(error.error())));
  context.on('console', (message) => {
    // Reading pixels for a screenshot makes software WebGL print this.
    const aboutTest = message.text().includes('GPU stall due to ReadPixels');
    if (!aboutTest && (message.type() === 'error' || message.type() === 'warning')) complaints.push(message.text());
  });
  const page = await context.newPage();
  await page.goto(url);
  return { page, context, requests, complaints };
}

/** Before all files: the browser starts while the reports under test are made. */
export async function mochaGlobalSetup(): Promise<void> {
  [server] = await Promise.all([chromium.launchServer({ executablePath, args: [...quiet, ...softwareGl] }), makeReports()]);
  process.env[endpointVariable] = server.wsEndpoint();
}

export async function mochaGlobalTeardown(): Promise<void> {
  await server?.close();
  removeReports();
}

/** Leaves the browsers after the last test of each process. */
export const mochaHooks = {
  async afterAll(): Promise<void> {
    for (const launched of browsers.values()) await (await launched).close();
    browsers.clear();
  },
};
