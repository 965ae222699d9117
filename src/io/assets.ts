import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { UserError } from '../core/errors.ts';
import type { PageTemplates, ReportAssets } from '../report/render-input.ts';
import { buildViewerHtml } from '../report/speedscope-viewer.ts';
import { packageRoot } from './package-root.ts';

/**
 * Reads everything that the page is made of: templates, styles, the built client and speedscope.
 * Throws UserError where the client is not built or speedscope is not the version this was made for.
 */
export async function loadReportAssets(): Promise<ReportAssets> {
  const root = packageRoot();
  const [templates, css, clientScript, viewerHtml] = await Promise.all([
    readTemplates(join(root, 'dist/client/templates.js')),
    readFile(join(root, 'templates/report.css'), 'utf8'),
    readBuilt(root, 'report.js'),
    readViewer(root),
  ]);
  return { templates, css, clientScript, viewerHtml };
}

/** The templates as scripts/build.ts compiled them. */
async function readTemplates(path: string): Promise<PageTemplates> {
  try {
    return ((await import(pathToFileURL(path).href)) as { readonly templates: PageTemplates }).templates;
  } catch (error) {
    throw notBuilt('templates.js', error);
  }
}

/** A bundle of scripts/build.ts. */
async function readBuilt(root: string, name: string): Promise<string> {
  try {
    return await readFile(join(root, 'dist/client', name), 'utf8');
  } catch (error) {
    throw notBuilt(name, error);
  }
}

function notBuilt(name: string, error: unknown): UserError {
  return new UserError(`the page's script dist/client/${name} cannot be read (${reasonOf(error)})`, 'build it: npm run build');
}

async function readViewer(root: string): Promise<string> {
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
    readBuilt(root, 'viewer-prelude.js'),
  ]);
  return buildViewerHtml({ script, css, fontBase64: font, notices: `speedscope\n\n${licence}\n\nSource Code Pro\n\n${fontLicence}`, prelude });
}

function speedscopeDirectory(): string {
  try {
    return dirname(createRequire(join(packageRoot(), 'package.json')).resolve('speedscope/package.json'));
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
