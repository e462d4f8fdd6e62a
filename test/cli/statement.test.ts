import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { CaseStatement } from '../../src/core/statements/case-statement.ts';
import { statementListSchema } from '../../src/core/statements/case-statement.ts';
import { Pugmark } from '../support/pugmark.ts';
import { keptTempFolder } from '../support/temp-folder.ts';

let pugmark: Pugmark;
beforeAll(async () => {
  pugmark = await new Pugmark(keptTempFolder()).init();
  const ad = join(pugmark.home, 'ad.txt');
  writeFileSync(ad, 'Ivoren beeldje, bel Jan 0470 12 34 56');
  await pugmark.run(['add', ad, '--case', 'C-1', '--origin', 'sent by the platform']);
});

async function say(words: readonly string[]): Promise<readonly CaseStatement[]> {
  const { code, document, stderr } = await pugmark.json([...words, '--case', 'C-1']);
  if (code !== 0) throw new Error(stderr);
  return statementListSchema.parse(document).statements;
}

async function refusalOf(words: readonly string[]): Promise<unknown> {
  const { code, document } = await pugmark.json<{ code: string; details?: { rule: string } }>([...words, '--case', 'C-1']);
  return [code, document.code, document.details?.rule];
}

const SHOWN = ['--evidence', 'E-0001:received', '--handling', 'H1'];

describe('what people say of a case', () => {
  it('is described, related, identified and translated, and checks', async () => {
    const [person, truth] = await say([
      'describe',
      'person',
      'names=Jan',
      'names=Jan B.',
      'isIdentified=false',
      ...SHOWN,
      '--quote',
      'bel Jan',
    ]);
    expect(person?.statement).toMatchObject({
      nature: 'displayed',
      content: { kind: 'person', fields: { names: ['Jan', 'Jan B.'], status: 'account-holder-shown-on-page' } },
      evidence: [
        {
          exhibit: 'E-0001',
          role: 'received',
          artifact: expect.any(String) as string,
          sha256: expect.stringMatching(/^sha256:/) as string,
          quote: 'bel Jan',
        },
      ],
    });
    expect(truth?.statement).toMatchObject({
      content: { kind: 'truth', fields: { opinion: 'not-assessed' } },
      evaluation: { source: 'X', information: '4' },
    });
    const [phone] = await say([
      'describe',
      'means',
      'type=phone',
      'shown=0470 12 34 56',
      '--country',
      'BE',
      ...SHOWN,
      '--truth',
      'confirmed:B2:rang it',
    ]);
    expect(phone?.statement.content.fields).toMatchObject({ normalised: '+32470123456' });
    const ends = [`from=${person?.statement.entity}`, `to=${phone?.statement.entity}`];
    const [relation] = await say([
      'describe',
      'relation',
      'type=uses',
      ...ends,
      '--asserted',
      'B2',
      '--handling',
      'H1,H3:not to the press',
    ]);
    expect(relation?.statement).toMatchObject({ nature: 'asserted', handling: ['H1', 'H3'], handlingText: 'not to the press' });
    const [item] = await say(['describe', 'item', 'kind=product', 'term=IVC', 'quantity=2', 'unit=no.', ...SHOWN]);
    const about = ['--entity', item?.statement.entity ?? '', '--evaluation', 'B2'];
    const [taxon] = await say([
      'identify',
      'Elephantidae',
      '--method',
      'visual',
      '--confidence',
      '80',
      '--cites',
      'I',
      '--as-of',
      '2026-03-02',
      ...about,
      ...SHOWN,
    ]);
    expect(taxon?.statement.content.fields).toMatchObject({ confidence: 80, listing: { cites: 'I', asOf: '2026-03-02' } });
    const words = join(pugmark.home, 'words.txt');
    writeFileSync(words, 'Ivory figurine\n');
    const [translated] = await say([
      'translate',
      'nl',
      'en',
      '--original',
      'Ivoren beeldje',
      '--text-file',
      words,
      '--how',
      'person',
      '--evaluation',
      'A1',
      ...SHOWN,
    ]);
    expect(translated?.statement.content.fields).toMatchObject({ original: 'Ivoren beeldje', text: 'Ivory figurine' });
    expect(await say(['statement', 'list'])).toHaveLength(9);
    expect(await say(['statement', 'list', '--exhibit', '1'])).toHaveLength(8);
    const [taken] = await say(['statement', 'withdraw', person?.statement.id ?? '', '--reason', 'another Jan']);
    expect(taken).toMatchObject({ state: 'withdrawn', withdrawn: { by: 'S-1', reason: 'another Jan' } });
    const listed = (await pugmark.run(['statement', 'list', '--case', 'C-1'])).stdout;
    expect(listed).toContain('withdrawn by S-1: another Jan');
    expect(listed).toContain('"bel Jan"');
    expect(await pugmark.check()).toEqual({ code: 0, findings: [] });
  });

  it('comes from a file, all of it judged before any of it is kept', async () => {
    const path = join(pugmark.home, 'statements.json');
    const place = {
      nature: 'displayed',
      content: { kind: 'location', fields: { origin: 'stated', country: 'BE' } },
      evidence: [{ exhibit: 'E-0001' }],
      handling: ['H0'],
    };
    writeFileSync(path, JSON.stringify([place, { ...place, handling: ['H9'] }]));
    const before = (await say(['statement', 'list'])).length;
    expect(await refusalOf(['describe', '--from', path])).toEqual([2, 'usage', undefined]);
    expect(await say(['statement', 'list'])).toHaveLength(before);
    writeFileSync(path, JSON.stringify([place, place]));
    expect(await say(['describe', '--from', path])).toHaveLength(4);
    writeFileSync(path, '{');
    expect(await refusalOf(['describe', '--from', path])).toEqual([2, 'input-unreadable', undefined]);
  });

  it.each<readonly [code: string, rule: string | undefined, words: readonly string[]]>([
    ['statement-refused', 'handling-text-missing', ['describe', 'person', 'names=Jan', '--evidence', '1', '--handling', 'H3']],
    ['statement-refused', 'evidence-missing', ['describe', 'person', 'names=Jan', '--handling', 'H1']],
    ['statement-refused', 'code-unknown', ['describe', 'item', 'kind=product', 'term=QQQ', ...SHOWN]],
    ['exhibit-unknown', undefined, ['describe', 'person', 'names=Jan', '--evidence', 'E-0009', '--handling', 'H1']],
    ['usage', undefined, ['describe', 'person', 'names=Jan', '--evidence', 'E-0001']],
    ['usage', undefined, ['describe', 'person', 'name=Jan', ...SHOWN]],
    ['usage', undefined, ['describe', 'ghost', ...SHOWN]],
    // A place that is known to nothing is not known to the metre.
    ['usage', undefined, ['describe', 'location', 'origin=stated', 'country=BE', 'precisionM=', ...SHOWN]],
    ['usage', undefined, ['identify', 'Loxodonta', '--method', 'visual', '--confidence', '', '--evaluation', 'B2', ...SHOWN]],
    ['exhibit-unknown', undefined, ['statement', 'list', '--exhibit', 'E-0009']],
    ['exhibit-unknown', undefined, ['statement', 'list', '--exhibit', 'second']],
    ['exhibit-unknown', undefined, ['note', 'list', '--exhibit', 'second']],
    ['usage', undefined, ['describe', 'person', 'names=Jan', '--asserted', 'Z9', ...SHOWN]],
    ['usage', undefined, ['identify', 'Loxodonta', '--method', 'visual', '--cites', 'I', '--evaluation', 'B2', ...SHOWN]],
    ['statement-refused', 'statement-unknown', ['statement', 'withdraw', '00000000-0000-4000-8000-000000000000', '--reason', 'x']],
  ])('is refused as %s (%s)', async (code, rule, words) => {
    expect(await refusalOf(words)).toEqual([2, code, rule]);
  });

  it('has code lists that say where they are from', async () => {
    const { stdout } = await pugmark.run(['statement', 'codes', 'terms']);
    expect(stdout).toMatch(/^IVC {3}ivory carvings.* {2}kg$/m);
    expect(stdout).toContain('865/2006');
    expect((await pugmark.json(['statement', 'codes', 'sources'])).document).toMatchObject({
      format: 'code-list/v1',
      list: 'cites-sources',
    });
  });
});
