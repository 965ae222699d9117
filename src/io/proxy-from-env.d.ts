/** The package brings no types. */
declare module 'proxy-from-env' {
  /** Address of the proxy for a URL by HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY; '' for none. */
  export function getProxyForUrl(url: string): string;
}
