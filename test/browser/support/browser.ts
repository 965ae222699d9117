import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright-core';

const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const quiet = ['--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
/** speedscope draws by WebGL; machines that test have no graphics card. */
const softwareGl = ['--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'];
const noGl = ['--disable-gpu', '--disable-software-rasterizer', '--disable-3d-apis'];

const browsers = new Map<string, Promise<Browser>>();

/** One browser for the whole test run; `webGl: false` is a second one that cannot draw speedscope. */
function browser(webGl: boolean): Promise<Browser> {
  const args = [...quiet, ...(webGl ? softwareGl : noGl)];
  const key = args.join(' ');
  const launched = browsers.get(key) ?? chromium.launch({ executablePath, args });
  browsers.set(key, launched);
  return launched;
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

/** Closes the browsers after the last test, of each file where files run side by side. */
export const mochaHooks = {
  async afterAll(): Promise<void> {
    for (const launched of browsers.values()) await (await launched).close();
    browsers.clear();
  },
};
