import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, request as ask, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { InputError } from '../../src/core/errors.ts';
import { fetchBaseline, type BaselineAccess } from '../../src/io/fetch-baseline.ts';

const report = '{"schema":"perf-report/report/v1"}';
const listing = JSON.stringify({ number: 41, artifacts: [{ relativePath: 'perf-report-41-1/report/index.html' }, { relativePath: 'perf-report-41-1/report/report.json' }] });
const nobody: BaselineAccess = { user: null, token: null };

describe('fetchBaseline', () => {
  let directory: string;
  const servers: Server[] = [];
  const seen: { url: string; authorization: string | undefined }[] = [];

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'perf-report-fetch-'));
    seen.length = 0;
  });
  afterEach(async () => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
    await rm(directory, { recursive: true, force: true });
  });

  async function serve(listener: RequestListener, server: Server = createServer()): Promise<string> {
    servers.push(server);
    server.on('request', (request: IncomingMessage, response) => {
      seen.push({ url: request.url ?? '', authorization: request.headers.authorization });
      listener(request, response);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  const target = (): string => join(directory, 'baseline/report.json');
  const jenkins: RequestListener = (request, response) => {
    const path = (request.url ?? '').split('?')[0] ?? '';
    if (path.endsWith('/lastStableBuild/api/json')) response.end(listing);
    else if (path.endsWith('/lastStableBuild/artifact/perf-report-41-1/report/report.json')) response.end(report);
    else response.writeHead(404).end();
  };
  const failure = async (url: string, access = nobody): Promise<InputError> => {
    try {
      await fetchBaseline(url, false, access, target());
    } catch (error) {
      if (error instanceof InputError) return error;
      throw error;
    }
    throw new Error('it was fetched');
  };

  it('takes the archived report of the last stable build, with the token of that host alone', async () => {
    const origin = await serve(jenkins);
    const fetched = await fetchBaseline(`${origin}/job/app/job/main/`, false, { user: 'ci', token: 's3cret' }, target());
    expect(fetched).to.deep.equal({ build: '41', from: `${origin}/job/app/job/main/lastStableBuild/artifact/perf-report-41-1/report/report.json` });
    expect(await readFile(target(), 'utf8')).to.equal(report);
    expect(seen.map(({ authorization }) => authorization)).to.deep.equal(Array(2).fill(`Basic ${Buffer.from('ci:s3cret').toString('base64')}`));
  });

  it('follows a redirect to another host without the token', async () => {
    const other = await serve((_, response) => response.end(report));
    const origin = await serve((_, response) => response.writeHead(302, { location: `${other}/static-files/abc/report.json` }).end());
    await fetchBaseline(`${origin}/x/report.json`, false, { user: null, token: 's3cret' }, target());
    expect(seen.map(({ authorization }) => authorization)).to.deep.equal(['Bearer s3cret', undefined]);
  });

  it('says what refuses, is missing or asks for a login', async () => {
    const origin = await serve((request, response) => {
      if (request.url?.startsWith('/forbidden') === true) response.writeHead(403).end();
      else if (request.url?.startsWith('/login-first') === true) response.writeHead(302, { location: '/securityRealm/commenceLogin?from=x' }).end();
      else if (request.url?.startsWith('/round') === true) response.writeHead(302, { location: '/round' }).end();
      else if (request.url?.startsWith('/none') === true) response.end('{"number":7,"artifacts":[]}');
      else if (request.url?.startsWith('/html') === true) response.end('<html>');
      else if (request.url?.startsWith('/broken') === true) response.writeHead(500).end();
      else response.writeHead(404).end();
    });
    const said = async (path: string): Promise<string> => `${(await failure(`${origin}${path}?token=hidden`, { user: 'ci', token: 's3cret' })).message}`.replaceAll(origin, '');
    expect(await said('/forbidden/report.json')).to.equal('/forbidden/report.json refuses (HTTP 403)');
    expect(await said('/login-first/report.json')).to.equal('/login-first/report.json asks for a login');
    expect(await said('/round/report.json')).to.equal('/round/report.json redirects more than 5 times');
    expect(await said('/none/')).to.equal('/none/lastStableBuild/ (build 7) archived no report/report.json');
    expect(await said('/html')).to.equal('/html/lastStableBuild/api/json did not answer with JSON');
    expect(await said('/broken/report.json')).to.equal('/broken/report.json answered HTTP 500');
    expect(await said('/job')).to.match(/is not there \(HTTP 404\)/);
    expect(seen.length).to.be.greaterThan(6);
  });

  it('names a certificate that is not trusted, a host that is not there and an address that is none', async () => {
    const place = new URL('../fixtures-tls/', import.meta.url);
    const tls = createTlsServer({ key: readFileSync(new URL('key.pem', place)), cert: readFileSync(new URL('certificate.pem', place)) });
    const origin = (await serve((_, response) => response.end(report), tls)).replace('http:', 'https:');
    expect((await failure(`${origin}/report.json`)).message).to.match(/^the certificate of 127\.0\.0\.1:\d+ is not trusted \(DEPTH_ZERO_SELF_SIGNED_CERT\)$/);
    const gone = await serve(() => undefined);
    await new Promise((resolve) => servers.pop()?.close(resolve));
    expect((await failure(`${gone}/report.json`)).message).to.match(/cannot be reached \(ECONNREFUSED\)$/);
    expect((await failure('file:///etc/passwd')).message).to.equal('the address of the baseline is no http address');
  });

  it('waits no longer than the limit, for the head or the body of an answer, and reads what was asked for only', async () => {
    const origin = await serve((request, response) => {
      if (request.url === '/half.json') response.writeHead(200, { 'content-length': '100' }).write('{');
      else if (request.url === '/cut.json') response.writeHead(200, { 'content-length': '100' }).write('{', () => response.destroy());
      else if (request.url === '/packed.json') response.writeHead(200, { 'content-encoding': 'gzip' }).end('{}');
      else if (request.url === '/file.json') response.writeHead(302, { location: 'file:///etc/passwd' }).end();
    });
    const said = async (path: string): Promise<string> => (await failure(`${origin}${path}`)).message.replace(origin, '');
    expect(await said('/cut.json')).to.equal('/cut.json cannot be reached (ECONNRESET)');
    expect(await said('/packed.json')).to.equal('/packed.json answered in the encoding "gzip", which was not asked for');
    expect(await said('/file.json')).to.equal('/file.json redirects to a file: address');
    const { timeout } = AbortSignal;
    try {
      AbortSignal.timeout = (milliseconds) => timeout.call(AbortSignal, milliseconds / 600);
      expect([await said('/half.json'), await said('/never.json')]).to.deep.equal(['/half.json did not answer within 30 s', '/never.json did not answer within 30 s']);
    } finally {
      AbortSignal.timeout = timeout;
    }
  });

  it('goes through the proxy of the environment', async () => {
    const origin = await serve(jenkins);
    let tunnelled = 0;
    const proxy = await serve((request, response) => {
      tunnelled += 1;
      ask(request.url ?? '', { headers: request.headers }, (answer) => answer.pipe(response.writeHead(answer.statusCode ?? 500))).end();
    });
    servers.at(-1)?.on('connect', (request: IncomingMessage, socket: Socket) => {
      tunnelled += 1;
      const { hostname, port } = new URL(`http://${request.url ?? ''}`);
      const to = connect(Number(port), hostname, () => {
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
        to.pipe(socket).pipe(to);
      });
      to.on('error', () => socket.destroy());
      socket.on('error', () => to.destroy());
    });
    const before = { http_proxy: process.env['http_proxy'], no_proxy: process.env['no_proxy'] };
    process.env['http_proxy'] = proxy;
    process.env['no_proxy'] = '';
    try {
      await fetchBaseline(`${origin}/job/app`, false, nobody, target());
    } finally {
      for (const [name, value] of Object.entries(before)) if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    }
    expect(tunnelled).to.be.greaterThan(0);
    expect(await readFile(target(), 'utf8')).to.equal(report);
  });
});
