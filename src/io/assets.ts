import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UserError } from '../core/errors.ts';
import type { ReportAssets } from '../report/render-input.ts';
import { buildViewerHtml } from '../report/speedscope-viewer.ts';

// The same two steps up from src/io and from dist/io.
const root = fileURLToPath(new URL('../../', import.meta.url));

/**
 * Reads everything that the page is made of: templates, styles, the built client and speedscope.
 * Throws UserError where the client is not built or speedscope is not the version this was made for.
 */
export async function loadReportAssets(): Promise<ReportAssets> {
  const templates = join(root, 'templates');
  const [page, partials, css, clientScript, viewerHtml] = await Promise.all([
    readFile(join(templates, 'report.hbs'), 'utf8'),
    readPartials(join(templates, 'partials')),
    readFile(join(templates, 'report.css'), 'utf8'),
    readBuilt('report.js'),
    readViewer(),
  ]);
  return { page, partials, css, clientScript, viewerHtml };
}

async function readPartials(directory: string): Promise<Record<string, string>> {
  const files = (await readdir(directory)).filter((file) => file.endsWith('.hbs')).sort();
  const texts = await Promise.all(files.map((file) => readFile(join(directory, file), 'utf8')));
  return Object.fromEntries(files.map((file, index) => [basename(file, '.hbs'), texts[index] ?? '']));
}

/** A bundle of scripts/build.ts. */
async function readBuilt(name: string): Promise<string> {
  try {
    return await readFile(join(root, 'dist/client', name), 'utf8');
  } catch (error) {
    throw new UserError(`the page's script dist/client/${name} cannot be read (${reasonOf(error)})`, 'build it: npm run build');
  }
}

async function readViewer(): Promise<string> {
  const directory = speedscopeDirectory();
  const release = join(directory, 'dist/release');
  const files = await readdir(release).catch((error: unknown) => {
    throw new UserError(`speedscope's files cannot be read (${reasonOf(error)})`, 'install the dependencies again: npm ci');
  });
  const [script, css, font, licence, fontLicence, prelude] = await Promise.all([
    readFile(join(release, onlyMatch(files, /^speedscope-.*\.js$/)), 'utf8'),
    readFile(join(release, onlyMatch(files, /^speedscope-.*\.css$/)), 'utf8'),
    readFile(join(release, onlyMatch(files, /^SourceCodePro-.*\.woff2$/)), 'base64'),
    readFile(join(directory, 'LICENSE'), 'utf8'),
    readFile(join(release, onlyMatch(files, /^source-code-pro\.LICENSE\.md$/)), 'utf8'),
    readBuilt('viewer-prelude.js'),
  ]);
  return buildViewerHtml({ script, css, fontBase64: font, notices: `speedscope\n\n${licence}\n\nSource Code Pro\n\n${fontLicence}`, prelude });
}

function speedscopeDirectory(): string {
  try {
    return dirname(createRequire(import.meta.url).resolve('speedscope/package.json'));
  } catch (error) {
    throw new UserError(`speedscope is not installed (${reasonOf(error)})`, 'install the dependencies: npm ci');
  }
}

/** File names of the package carry hashes; more or less than one match means another kind of build. */
function onlyMatch(files: readonly string[], pattern: RegExp): string {
  const matches = files.filter((file) => pattern.test(file));
  const [match] = matches;
  if (match === undefined || matches.length > 1) {
    throw new UserError(`the speedscope package holds ${matches.length} files like ${pattern.source}, not one`, 'install the version that package.json names: npm ci');
  }
  return match;
}

function reasonOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
