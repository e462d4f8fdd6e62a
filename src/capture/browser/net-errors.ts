import type { CaptureErrorCode } from '../../core/errors.ts';

/** Chromium's `net::ERR_*` names by what they mean for a person; the first match counts. */
const BY_NAME: readonly (readonly [pattern: RegExp, code: CaptureErrorCode])[] = [
  [/^ERR_(?:NAME_|DNS_|ICANN_NAME_|HOST_RESOLVER)/, 'dns-failed'],
  [/^ERR_(?:CERT_|SSL_|BAD_SSL|TLS|ECH_|CERTIFICATE_|CLIENT_AUTH|UNSAFE_LEGACY)/, 'tls-failed'],
  [/^ERR_(?:TOO_MANY_REDIRECTS|TOO_MANY_RETRIES)$/, 'redirect-loop'],
  [
    /^ERR_(?:CONNECTION_|ADDRESS_|INTERNET_|NETWORK_|PROXY_|TUNNEL_|SOCKS_|SOCKET_|EMPTY_RESPONSE|TIMED_OUT|MANDATORY_PROXY|NO_SUPPORTED_PROXIES)/,
    'connection-failed',
  ],
];

/** `net::ERR_NAME_NOT_RESOLVED` → `dns-failed`; what has no class of its own is `navigation-failed`. */
export function classifyNetError(errorText: string): CaptureErrorCode {
  const name = errorText.replace(/^net::/, '');
  return BY_NAME.find(([pattern]) => pattern.test(name))?.[1] ?? 'navigation-failed';
}

const MEANING: Partial<Record<string, string>> = {
  'dns-failed': 'the host name could not be resolved',
  'tls-failed': 'no trusted encrypted connection could be made',
  'redirect-loop': 'it redirects without end',
  'connection-failed': 'the server could not be reached or closed the connection',
};

const MEANING_BY_NAME: Partial<Record<string, string>> = {
  ERR_HTTP_RESPONSE_CODE_FAILURE: 'the server answered with an error and sent no page',
  ERR_INVALID_AUTH_CREDENTIALS: 'the server asks for a user name and a password',
  ERR_UNSAFE_PORT: 'browsers do not connect to this port',
  ERR_UNSAFE_REDIRECT: 'it redirects to a place that browsers refuse',
  ERR_BLOCKED_BY_CLIENT: 'the browser refused it',
  ERR_CERT_AUTHORITY_INVALID: 'its certificate is not issued by an authority that this machine trusts',
  ERR_CERT_DATE_INVALID: 'its certificate is not valid now',
  ERR_CERT_COMMON_NAME_INVALID: 'its certificate is for another host',
};

/** One line in English. */
export function describeNetError(url: string, errorText: string): string {
  const name = errorText.replace(/^net::/, '');
  const meaning = MEANING_BY_NAME[name] ?? MEANING[classifyNetError(errorText)] ?? 'the browser could not open it';
  return `${url}: ${meaning} (${name})`;
}
