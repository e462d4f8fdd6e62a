import { describe, expect, it } from 'vitest';
import { classifyNetError, describeNetError } from '../../../src/capture/browser/net-errors.ts';

describe('classifyNetError', () => {
  it.for([
    ['net::ERR_NAME_NOT_RESOLVED', 'dns-failed'],
    ['net::ERR_DNS_TIMED_OUT', 'dns-failed'],
    ['net::ERR_CERT_AUTHORITY_INVALID', 'tls-failed'],
    ['net::ERR_SSL_PROTOCOL_ERROR', 'tls-failed'],
    ['net::ERR_TOO_MANY_REDIRECTS', 'redirect-loop'],
    ['net::ERR_CONNECTION_REFUSED', 'connection-failed'],
    ['net::ERR_EMPTY_RESPONSE', 'connection-failed'],
    ['net::ERR_TIMED_OUT', 'connection-failed'],
    ['net::ERR_PROXY_CONNECTION_FAILED', 'connection-failed'],
    ['net::ERR_TUNNEL_CONNECTION_FAILED', 'connection-failed'],
    ['net::ERR_INTERNET_DISCONNECTED', 'connection-failed'],
    ['net::ERR_UNSAFE_PORT', 'navigation-failed'],
    ['net::ERR_SOMETHING_NEW', 'navigation-failed'],
    ['', 'navigation-failed'],
  ] as const)('%s is %s', ([errorText, code]) => {
    expect(classifyNetError(errorText)).toBe(code);
  });

  it('is described in one line with address, meaning and name', () => {
    expect(describeNetError('http://shop.test/', 'net::ERR_NAME_NOT_RESOLVED')).toBe(
      'http://shop.test/: the host name could not be resolved (ERR_NAME_NOT_RESOLVED)',
    );
    expect(describeNetError('http://shop.test/', 'net::ERR_SOMETHING_NEW')).toContain('(ERR_SOMETHING_NEW)');
  });
});
