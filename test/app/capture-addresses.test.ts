import { describe, expect, it } from 'vitest';
import { assertCapturable, parseAddressList } from '../../src/app/capture-addresses.ts';

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

describe('assertCapturable', () => {
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
  ])('refuses %j', (url, code) => {
    expect(() => assertCapturable([from('https://ads.test/'), from(url)], false)).toThrow(expect.objectContaining({ code }));
    expect(() => assertCapturable([from('https://ads.test/')], false)).not.toThrow();
  });

  it('never repeats a password', () => {
    expect(() => assertCapturable([from('https://ana:secret@ads.test/')], false)).toThrow(/^(?!.*secret)/);
  });

  it('says where the first fault is and how many there are', () => {
    const list = parseAddressList('https://a.test/\nfile:///x\nnothing\n', 'list.txt');
    expect(() => assertCapturable(list, false)).toThrow(/list\.txt:2.*1 more of 3/);
  });

  it('lets a practice case have the practice market only', () => {
    expect(() => assertCapturable([from('http://practice-attic.localhost:8080/')], true)).not.toThrow();
    expect(() => assertCapturable([from('https://ads.test/')], true)).toThrow(expect.objectContaining({ code: 'practice-host-required' }));
  });

  it('wants at least one address', () => {
    expect(() => assertCapturable([], false)).toThrow(expect.objectContaining({ code: 'usage' }));
  });
});
