import { PugmarkError } from '../../core/errors.ts';

const SCHEMES = ['http:', 'https:', 'socks4:', 'socks5:'];

/**
 * `socks5://127.0.0.1:9050`. Throws `usage` when it is no proxy address that Chromium takes on its command line:
 * a name and password cannot be given there.
 */
export function parseProxy(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !SCHEMES.includes(url.protocol) || url.hostname === '' || !/^[^/]+:\/\/[^/@,;\s]+\/?$/.test(text)) {
    throw new PugmarkError('usage', `Not a proxy: write http://host:port or socks5://host:port, without a password: ${shown(text)}`);
  }
  return url;
}

/** Never the part where a password stands. */
function shown(text: string): string {
  return JSON.stringify(text.replace(/\/\/.*@/, '//...@').slice(0, 200));
}
