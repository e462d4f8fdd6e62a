import { describe, expect, it } from 'vitest';
import { parseCaptureUrl } from '../../src/core/capture-url.ts';

describe('parseCaptureUrl', () => {
  it.for([
    ['http://shop.test', 'http://shop.test/'],
    ['HTTPS://Shop.Test:8443/a b'.replace(' ', '%20'), 'https://shop.test:8443/a%20b'],
    ['  https://shop.test/ad?id=1#photo \n', 'https://shop.test/ad?id=1#photo'],
    ['http://127.0.0.1:8080/', 'http://127.0.0.1:8080/'],
    ['http://[::1]/', 'http://[::1]/'],
    ['https://bücher.test/ä', 'https://xn--bcher-kva.test/%C3%A4'],
    ['https://shop.test/@seller', 'https://shop.test/@seller'],
  ] as const)('takes %s', ([text, href]) => {
    expect(parseCaptureUrl(text).href).toBe(href);
  });

  it.for([
    'javascript:alert(1)',
    'JavaScript:alert(1)',
    'file:///etc/passwd',
    'data:text/html,<p>x',
    'view-source:http://shop.test/',
    'chrome://settings',
    'about:blank',
    'blob:http://shop.test/1',
    'ftp://shop.test/',
    'ws://shop.test/',
    'mailto:x@shop.test',
  ])('refuses the scheme of %s', (text) => {
    expect(() => parseCaptureUrl(text)).toThrow(expect.objectContaining({ code: 'url-scheme-refused' }));
  });

  it.for([
    '',
    '   ',
    'shop.test',
    'shop.test:8080/x',
    'localhost:8080',
    '//shop.test/',
    'http:',
    'http://',
    'http:shop.test',
    'http:/shop.test',
    'http:\\\\shop.test',
    'http:///shop.test',
    'http://shop test/',
    'http://shop.test/\u0000',
    'java\tscript:alert(1)',
    'ht\ntp://shop.test/',
    'http://shop.test:99999/',
    'http://[::1/',
    'http://user@shop.test/',
    'http://user:secret@shop.test/',
    `http://shop.test/${'x'.repeat(9000)}`,
  ])('refuses %j as no address', (text) => {
    expect(() => parseCaptureUrl(text)).toThrow(expect.objectContaining({ code: 'url-malformed' }));
  });

  it.for(['http://user:secret@shop.test/', 'file:///a\nb', 'x'.repeat(10_000)])(
    'says why in one short line without secrets: %#',
    (text) => {
      const thrown = expect.objectContaining({ message: expect.not.stringMatching(/\n|secret|x{300}/) });
      expect(() => parseCaptureUrl(text)).toThrow(thrown);
    },
  );
});
