import { describe, expect, it } from 'vitest';
import { MAX_LISTED_HEAD, MAX_LISTED_ROW, type ListedPicture } from '../../../src/core/package/left-out-list.ts';
import { PACKAGE_LANGUAGES } from '../../../src/core/package/report-input.ts';
import { nodeHashing } from '../../../src/platform/cryptography.ts';
import { createReadMeMaker } from '../../../src/reporting/read-me/create-read-me-maker.ts';
import { buildSupplementReadMe } from '../../../src/reporting/read-me/supplement-read-me.ts';

const SEAL = `sha256:${'5'.repeat(64)}` as const;
const PACKAGE = '11111111-2222-4333-8444-555555555555';
const FATES = ['sealed', 'smaller', 'no-room', 'not-made', 'none', 'received'] as const;

// As long as any: the number of an exhibit has nine digits at most.
const pictures = FATES.map((fate): ListedPicture => {
  const isThere = fate === 'sealed' || fate === 'smaller';
  const path = `data/pictures/E-123456789.${fate === 'smaller' ? 'preview-not-evidence.jpg' : 'sealed.png'}`;
  return { exhibit: 'E-123456789', fate, sha256: SEAL, ...(isThere ? { path } : {}) };
});

describe('the list of what a reduced set leaves out', () => {
  const maker = createReadMeMaker(nodeHashing);
  const from = { package: PACKAGE, seal: SEAL, limitBytes: 45_000_000 };

  it.each(PACKAGE_LANGUAGES)('names every fate with its rule and digest, and stays within what is reserved for it, in %s', (language) => {
    const head = maker.buildLeftOutList(language, from, []);
    expect(Buffer.byteLength(head)).toBeLessThan(MAX_LISTED_HEAD);
    expect(head).toContain(`${PACKAGE}\n  seal    ${SEAL}\n\nR1  `);
    expect(head.match(/^R\d/gm)).toEqual(['R1', 'R2', 'R3', 'R4']);
    const rows = maker.buildLeftOutList(language, from, pictures).slice(head.length).split('\n').slice(0, -1);
    expect(rows.map((row) => row.split('  ')[1])).toEqual(['R2', 'R3', 'R3', 'R3', 'R2', 'R4']);
    expect(rows.filter((row) => row.includes(SEAL))).toHaveLength(4);
    for (const row of rows) expect(Buffer.byteLength(`${row}\n`)).toBeLessThan(MAX_LISTED_ROW);
    expect(rows.join('\n').includes('never evidence')).toBe(language === 'en');
  });
});

const commandsOf = (text: string): readonly string[] =>
  [...text.matchAll(/^bash <<'END-OF-COMMANDS'\n[^]*?^END-OF-COMMANDS$/gm)].map(([all]) => all);

describe('the text of a supplement', () => {
  const made = { package: PACKAGE, seal: SEAL };

  it('is in the language of the package, with the commands that are tried in English', () => {
    const english = buildSupplementReadMe(made);
    expect(commandsOf(english)).toHaveLength(2);
    const titles = PACKAGE_LANGUAGES.map((language) => {
      const text = buildSupplementReadMe({ ...made, language });
      expect(commandsOf(text)).toEqual(commandsOf(english));
      return text.slice(0, text.indexOf('\n'));
    });
    expect(titles).toEqual(['TIME STAMPS THAT CAME LATER', 'HORODATAGES ARRIVÉS PLUS TARD', 'TIJDSTEMPELS DIE LATER KWAMEN']);
  });
});
