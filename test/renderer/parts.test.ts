import { describe, expect, it } from 'vitest';
import { findProblems } from '../../src/renderer/features/first-start/answers.ts';
import { judgePassphrase } from '../../src/renderer/features/first-start/passphrase-strength.ts';
import { formatsOf } from '../../src/renderer/i18n/formats.ts';
import { splitHostileText } from '../../src/renderer/ui/hostile-text.tsx';
import { buildHash, parseHash, type Screen } from '../../src/renderer/window/screen.ts';

describe('the hash of a screen', () => {
  const screens: readonly Screen[] = [
    { name: 'cases' },
    { name: 'case', case: 'K/2026?#014 é %2F' },
    { name: 'browser', case: 'K-1' },
    { name: 'case-data', case: 'K-1' },
    { name: 'exhibit', case: 'K-1', exhibit: 'E-0001' },
    { name: 'export', case: 'K-1' },
    { name: 'export', case: 'K-1', exhibits: ['E-0001', 'E-0002'] },
    { name: 'exhibits' },
    { name: 'exhibits', case: 'K-1', text: 'ivory & "tusk"?' },
    { name: 'batch' },
    { name: 'batch', case: 'K-1' },
    { name: 'captures' },
    { name: 'open-package', job: 'job-1' },
    { name: 'settings' },
  ];
  it.each(screens)('leads back to the screen: %o', (screen) => {
    expect(parseHash(buildHash(screen))).toEqual(screen);
  });

  it('that nobody wrote leads to the cases, or to the case', () => {
    for (const hash of ['', '#', '#/nonsense/here', '#/case/']) expect(parseHash(hash)).toEqual({ name: 'cases' });
    expect(parseHash('#/case/%E0%A4%A/nonsense')).toEqual({ name: 'case', case: '%E0%A4%A' });
  });
});

describe('text of strangers', () => {
  it('shows what turns directions or cannot be seen by its number', () => {
    const pieces = splitHostileText('Invoice \u202Egpj.exe\u200B\u0007 \u2066x');
    expect(pieces.filter(({ unseen }) => unseen).map(({ text }) => text)).toEqual(['U+202E', 'U+200B', 'U+0007', 'U+2066']);
    expect(pieces.filter(({ unseen }) => !unseen).map(({ text }) => text)).toEqual(['Invoice ', 'gpj.exe', ' ', 'x']);
  });

  it('leaves letters, joiners and emoji of any script as they are', () => {
    for (const text of ['سلاحف برية', 'می\u200Cخواهم', '👩\u200D🔬 parrot 🦜', 'Défense', '象牙']) {
      expect(splitHostileText(text)).toEqual([{ text, unseen: false }]);
    }
  });

  it('is cut when it is endless, and makes one line of many', () => {
    expect(splitHostileText('a\n\t b')).toEqual([{ text: 'a b', unseen: false }]);
    expect(splitHostileText('x'.repeat(100_000)).map(({ text }) => text.length)).toEqual([2000, 1]);
  });
});

describe('answers of the first start', () => {
  const good = {
    serviceNumber: 'W-1',
    agency: 'A',
    passphrase: 'long enough',
    repeat: 'long enough',
    recovery: '',
    kind: 'code',
    encrypt: true,
  } as const;
  it('are taken when they are whole, and told apart when not', () => {
    expect(findProblems(good)).toEqual({});
    expect(findProblems({ ...good, kind: 'key', recovery: ` age1${'q'.repeat(58)} ` })).toEqual({});
    expect(findProblems({ ...good, kind: 'key' })).toEqual({ recovery: 'notAge' });
    const wrong = { serviceNumber: ' ', agency: '', passphrase: 'short', repeat: 'other', recovery: 'AGE-SECRET-KEY-1' } as const;
    expect(findProblems({ ...wrong, kind: 'key', encrypt: true })).toEqual({
      serviceNumber: 'missing',
      agency: 'missing',
      passphrase: 'tooShort',
      repeat: 'notTheSame',
      recovery: 'notAge',
    });
  });

  it.each([
    ['', 'none'],
    ['password1', 'weak'],
    ['aaaaaaaaaaaaaaaaaaaaaaaaaaaa', 'weak'],
    ['turtles and parrots', 'fair'],
    ['copper window thirty lanterns', 'good'],
    ['kU8#vb2!Qz9.mWx4', 'good'],
  ] as const)('%s is %s', (passphrase, strength) => {
    expect(judgePassphrase(passphrase)).toBe(strength);
  });
});

describe('times and sizes of the window', () => {
  it('are those of the language', () => {
    const now = Date.UTC(2026, 10, 22, 5);
    expect(formatsOf('fr').utc('2026-11-22T01:53:50.000Z')).toMatch(/^22 nov\. 2026,? 01:53:50 UTC$/);
    expect(formatsOf('en').since('2026-11-22T02:00:00.000Z', now)).toBe('3 hours ago');
    expect(formatsOf('nl').since('2026-11-20T02:00:00.000Z', now)).toBe('eergisteren');
    expect(formatsOf('fr').bytes(26_150_000)).toMatch(/^26,2\sMo$/);
  });
});
