import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';

/** DEFAULT_CSP_VALUE of hudson.model.DirectoryBrowserSupport: what every untouched Jenkins sends. */
export const jenkinsHeader = "sandbox allow-same-origin; default-src 'none'; img-src 'self'; style-src 'self';";

const types: Readonly<Record<string, string>> = { '.html': 'text/html; charset=utf-8', '.css': 'text/css', '.svg': 'image/svg+xml', '.json': 'application/json' };

/** What a servlet container makes of a file's ending. */
export function contentType(path: string): string {
  return types[extname(path)] ?? 'application/octet-stream';
}

export interface ReportServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Serves a report directory as Jenkins does. */
export async function serveAsJenkins(directory: string): Promise<ReportServer> {
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname));
    readFile(join(directory, path)).then(
      (content) => response.writeHead(200, { 'Content-Type': contentType(path), 'Content-Security-Policy': jenkinsHeader }).end(content),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise((resolve, reject) => server.close((error) => (error === undefined ? resolve() : reject(error)))),
  };
}
