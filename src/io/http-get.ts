import { request as requestHttp, type Agent, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import { HttpProxyAgent } from 'http-proxy-agent';
import { HttpsProxyAgent } from 'https-proxy-agent';
import { getProxyForUrl } from 'proxy-from-env';
import { InputError } from '../core/errors.ts';

/**
 * Asks for an http(s) address, without following redirects, through the proxy that the environment names for it. Resolves with the answer's
 * head; its body is what was sent, since nothing but `identity` is asked for. Rejects with the network's errors, and with InputError where
 * the proxy is none.
 */
export function httpGet(address: URL, headers: Readonly<Record<string, string>>, signal: AbortSignal): Promise<IncomingMessage> {
  const isSecure = address.protocol === 'https:';
  const agent = proxyAgent(address) ?? false;
  return new Promise((resolve, reject) => {
    const request = (isSecure ? requestHttps : requestHttp)(address, { agent, signal, headers: { ...headers, 'accept-encoding': 'identity' } });
    request.on('response', resolve).on('error', reject).end();
  });
}

function proxyAgent(address: URL): Agent | null {
  const proxy = getProxyForUrl(address.href);
  if (proxy === '') return null;
  const protocol = URL.canParse(proxy) ? new URL(proxy).protocol : '';
  // The address may hold a password, so it is not shown.
  if (protocol !== 'http:' && protocol !== 'https:') throw new InputError('the proxy of the environment is no http address', {}, `HTTPS_PROXY, HTTP_PROXY and ALL_PROXY are as http://proxy.example.org:3128; NO_PROXY=${address.hostname} goes without`);
  return address.protocol === 'https:' ? new HttpsProxyAgent(proxy) : new HttpProxyAgent(proxy);
}
