/** As curl and browsers on systems without a desktop read them. */
const NAMES = ['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY', 'all_proxy', 'ALL_PROXY'] as const;

/**
 * The proxy that the surroundings name, for when none is chosen: a browser would go through it too. Undefined without one, and where nothing leaves
 * this machine.
 */
export function findSystemProxy(env: Readonly<Record<string, string | undefined>>): string | undefined {
  if (env['PUGMARK_OUTBOUND'] === 'loopback') return undefined;
  const named = NAMES.map((name) => env[name] ?? '').find((value) => value !== '');
  if (named === undefined) return undefined;
  const address = named.includes('://') ? named : `http://${named}`;
  // Names are resolved behind a proxy or not at all.
  return address.replace(/^socks(?:5h)?:/, 'socks5:');
}
