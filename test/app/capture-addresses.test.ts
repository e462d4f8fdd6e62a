import { describe, expect, it } from 'vitest';
import { assertSomeCapturable, parseAddressList, sortAddresses } from '../../src/app/capture-addresses.ts';

const from = (url: string): { url: string; from: string } => ({ url, from: 'the command line' });

describe('parseAddressList', () => {
  it('takes one address per line whatever the line ends and the byte order mark, and passes over comments and blanks', () => {
    expect(parseAddressList('\uFEFFhttps://a.test/\r\n# note\n\n  https://b.test/ \rhttps://c.test/#part', 'list.txt')).toEqual([
      { url: 'https://a.test/', from: 'list.txt:1' },
      { url: 'https://b.test/', from: 'list.txt:4' },
      { url: 'https://c.test/#part', from: 'list.txt:5' },
    ]);
  });

  it('finds nothing in an empty list', () => {
    expect(parseAddressList('\n# only a comment\n', 'list.txt')).toEqual([]);
  });
});

describe('sortAddresses', () => {
  it.each([
    ['javascript:alert(1)', 'url-scheme-refused'],
    ['file:///etc/passwd', 'url-scheme-refused'],
    ['data:text/html,x', 'url-scheme-refused'],
    ['chrome://version', 'url-scheme-refused'],
    ['ads.test/1', 'url-malformed'],
    ['https://', 'url-malformed'],
    ['', 'url-malformed'],
    ['https://ana:secret@ads.test/', 'url-malformed'],
    ['java\tscript:alert(1)', 'url-malformed'],
  ])('refuses %j and nothing beside it', (url, code) => {
    const { capturable, refused } = sortAddresses([from('https://ads.test/'), from(url), from('http://ads.test/2')], false);
    expect(capturable.map((address) => address.url)).toEqual(['https://ads.test/', 'http://ads.test/2']);
    expect(refused).toMatchObject([{ url, from: 'the command line', code }]);
    expect(refused[0]?.message).not.toContain('secret');
  });

  it('lets a practice case have the practice market only', () => {
    const market = from('http://practice-attic.localhost:8080/');
    const { capturable, refused } = sortAddresses([market, from('https://ads.test/')], true);
    expect(capturable).toEqual([market]);
    expect(refused).toMatchObject([{ code: 'practice-host-required' }]);
  });
});

describe('assertSomeCapturable', () => {
  it('is content with one', () => {
    expect(() => assertSomeCapturable([from('file:///x'), from('https://ads.test/')], false)).not.toThrow();
  });

  it('says where the first fault is when there is none', () => {
    const list = parseAddressList('# list\nfile:///x\nnothing\n', 'list.txt');
    expect(() => assertSomeCapturable(list, false)).toThrow(/list\.txt:2.*1 others/);
    expect(() => assertSomeCapturable([], false)).toThrow(expect.objectContaining({ code: 'usage' }));
  });
});
