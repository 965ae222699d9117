import { readFile } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, normalize } from 'node:path';
import { contentType, jenkinsHeader } from './jenkins-server.ts';

/** What Jenkins itself may send with its own pages since 2.541, where an administrator has it enforced. */
const coreHeader = "base-uri 'none'; default-src 'self'; form-action 'self'; frame-ancestors 'self'; img-src 'self' data:; script-src 'report-sample' 'self'; style-src 'report-sample' 'self' 'unsafe-inline';";

/** The link's page: its tab's script sets the frame, which has no sandbox of its own. */
const wrapper = `<html><head><title>Profile Report</title><style>body { margin: 0 } #myframe { width: 100%; height: 800px; border: 0 } .selected { font-weight: bold }</style></head>
<body><div id="header"><ul id="tabnav"><li id="back_to_app"><a href="..">Back to app #7</a></li><li id="tab1" class="unselected" value="index.html">index</li><li id="zip_report"><a href="*zip*/Profile_20Report.zip">Zip</a></li></ul></div>
<div><iframe id="myframe" height="100%" width="100%" frameborder="0"></iframe></div><script src="/plugin/htmlpublisher/js/htmlpublisher.js"></script></body></html>`;
const wrapperScript = `const tab = document.getElementById('tab1'); tab.className = 'selected'; document.getElementById('myframe').src = tab.getAttribute('value');`;

/** The token of a Resource Root's addresses; a real one is signed and runs out. */
const token = 'Zm9vYmFy';

export interface PublisherServer {
  /** The link on the build page. */
  readonly url: string;
  close(): Promise<void>;
}

export interface PublisherOptions {
  readonly enforcesCore?: boolean;
  /** Serves files from another host, without a policy, as with a Resource Root URL. */
  readonly resourceRoot?: boolean;
}

/** Serves a published directory as a controller with HTML Publisher does: a page with a frame around it. */
export async function publish(directory: string, { enforcesCore = false, resourceRoot = false }: PublisherOptions = {}): Promise<PublisherServer> {
  const file = async (path: string): Promise<Buffer | null> => readFile(join(directory, normalize(path))).catch(() => null);
  const servers: Server[] = [];
  const listen = async (host: string, listener: RequestListener): Promise<string> => {
    const server = createServer(listener);
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `http://${host}:${(server.address() as AddressInfo).port}`;
  };
  const pathOf = (url: string | undefined): string => decodeURIComponent(new URL(url ?? '/', 'http://localhost').pathname);
  const root = `/static-files/${token}/`;
  const files = !resourceRoot ? null : await listen('localhost', (request, response) => {
    const path = pathOf(request.url);
    if (path === '/favicon.ico') response.writeHead(204).end();
    else void file(path.startsWith(root) ? path.slice(root.length) : '..').then((content) => (content === null ? response.writeHead(404).end() : response.writeHead(200, { 'Content-Type': contentType(path), 'X-Content-Type-Options': 'nosniff' }).end(content)));
  });
  const link = '/job/app/7/Profile_20Report/';
  const controller = await listen('127.0.0.1', (request, response) => {
    const path = pathOf(request.url);
    const own = { 'X-Content-Type-Options': 'nosniff', ...(enforcesCore ? { 'Content-Security-Policy': coreHeader } : {}) };
    if (path === link) response.writeHead(200, { ...own, 'Content-Type': 'text/html;charset=UTF-8' }).end(wrapper);
    else if (path === '/plugin/htmlpublisher/js/htmlpublisher.js') response.writeHead(200, { ...own, 'Content-Type': 'text/javascript' }).end(wrapperScript);
    else if (path === '/favicon.ico') response.writeHead(204).end();
    else if (!path.startsWith(link)) response.writeHead(404).end();
    else if (files !== null) response.writeHead(302, { Location: `${files}${root}${path.slice(link.length)}` }).end();
    else void file(path.slice(link.length)).then((content) => (content === null ? response.writeHead(404).end() : response.writeHead(200, { 'Content-Type': contentType(path), 'X-Content-Type-Options': 'nosniff', 'Content-Security-Policy': jenkinsHeader }).end(content)));
  });
  return {
    url: `${controller}${link}`,
    close: async () => {
      for (const server of servers) {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }
    },
  };
}
