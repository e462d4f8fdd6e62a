import { describe, expect, it } from 'vitest';
import {
  parseConcurrency,
  parseFolder,
  parseLanguage,
  parseLimit,
  parsePercent,
  parsePort,
  parseProxy,
  parseRowLimit,
  parseSeconds,
  parseSessionName,
  parseViewport,
} from '../../src/cli/options.ts';

describe('option values', () => {
  it.each<[string, (text: string) => unknown, string, unknown]>([
    ['folder', parseFolder, ' ', ' '],
    ['viewport', parseViewport, '1280x900', { widthPx: 1280, heightPx: 900 }],
    ['language', parseLanguage, 'nl-be', 'nl-BE'],
    ['concurrency', parseConcurrency, '4', 4],
    ['seconds', parseSeconds, '90', 90],
    ['port', parsePort, '8080', 8080],
    ['percent', parsePercent, '0', 0],
    ['row limit', parseRowLimit, '10000', 10_000],
    ['proxy', parseProxy, 'socks5://127.0.0.1:9050', 'socks5://127.0.0.1:9050'],
    ['session', parseSessionName, 'Le-Grenier', 'le-grenier'],
    ['limit', (text) => parseLimit(text, { openMs: 1 }), 'heightPx=5000', { openMs: 1, heightPx: 5000 }],
  ])('%s takes a good value', (_name, parse, text, value) => {
    expect(parse(text)).toEqual(value);
  });

  it.each<[string, (text: string) => unknown, readonly string[]]>([
    ['folder', parseFolder, ['']],
    ['viewport', parseViewport, ['', '1280', '0x0', '99x900', '1280x99999', '1280x900x2', '-1x5', 'axb']],
    ['language', parseLanguage, ['', 'not a tag', '--', 'x'.repeat(30)]],
    ['concurrency', parseConcurrency, ['0', '-1', '1.5', 'two', '', '17', '1e1']],
    ['seconds', parseSeconds, ['0', '', 'NaN', '86401']],
    ['port', parsePort, ['0', '65536', '80a']],
    ['percent', parsePercent, ['', ' ', '-1', '101', '12.5', '0x10']],
    ['row limit', parseRowLimit, ['', '0', '10001', '1e2']],
    ['proxy', parseProxy, ['', 'localhost:8080', 'ftp://a:1', 'http://ana:secret@proxy:1', 'http://']],
    ['session', parseSessionName, ['', '../x', 'a/b', '.hidden', 'a'.repeat(41), 'a b']],
    ['limit', (text) => parseLimit(text, undefined), ['heightPx', 'heightPx=', 'heightPx=-1', 'unknown=1', '__proto__=1', 'toString=1']],
  ])('%s refuses a bad one', (_name, parse, texts) => {
    for (const text of texts) expect(() => parse(text)).toThrow(expect.objectContaining({ code: 'commander.invalidArgument' }));
  });
});
