import { assert, dictionary, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildTerminalJson, forTerminal } from '../../src/cli/output/terminal-text.ts';

/** Anything that a terminal obeys or that turns text around. */
// oxlint-disable-next-line no-control-regex -- control characters are what this is about
const DANGEROUS = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069\u200e\u200f\ufeff]/u;

describe('forTerminal', () => {
  it.each([
    ['a colour', '\u001b[31mred', '\\u{1b}[31mred'],
    ['a title change', '\u001b]0;owned\u0007', '\\u{1b}]0;owned\\u{7}'],
    ['a C1 control', '\u009b31m', '\\u{9b}31m'],
    ['a carriage return that overwrites the line', 'fine\rFAILED', 'fine\\u{d}FAILED'],
    ['a new line that forges one', 'a\nE-0002 sealed', 'a\\u{a}E-0002 sealed'],
    ['a right-to-left override', 'gnp\u202egpj.exe', 'gnp\\u{202e}gpj.exe'],
    ['an isolate', '\u2067x\u2069', '\\u{2067}x\\u{2069}'],
    ['an invisible tag', 'a\u{e0041}b', 'a\\u{e0041}b'],
    ['a lone surrogate', 'a\ud800b', 'a\ufffdb'],
  ])('shows %s as text', (_what, hostile, shown) => {
    expect(forTerminal(hostile)).toBe(shown);
  });

  it('leaves ordinary text of any language as it is', () => {
    const text = 'Défense d’éléphant — слонова кост 象牙 سلحفاة 🐘 €95';
    expect(forTerminal(text)).toBe(text);
  });

  it('cuts long text between characters', () => {
    expect(forTerminal('🐘'.repeat(50), 10)).toBe(`${'🐘'.repeat(9)}…`);
  });

  it('never lets a dangerous character through', () => {
    assert(
      property(string({ unit: 'binary' }), (text) => {
        expect(forTerminal(text)).not.toMatch(DANGEROUS);
      }),
    );
  });
});

describe('buildTerminalJson', () => {
  it('is the same document with nothing that a terminal obeys', () => {
    assert(
      property(dictionary(string({ unit: 'grapheme' }), string({ unit: 'binary' })), (value) => {
        const json = buildTerminalJson(value);
        expect(JSON.parse(json)).toEqual(value);
        expect(json.replaceAll('\n', '')).not.toMatch(DANGEROUS);
      }),
    );
  });
});
