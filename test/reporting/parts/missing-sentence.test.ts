import { expect, test } from 'vitest';
import { buildMissingSentence } from '../../../src/reporting/parts/missing-sentence.ts';
import { createTexts } from '../../../src/reporting/texts/texts.ts';
import { observePage } from '../../support/fake-observation.ts';
import { DEFAULT_CAPTURE_LIMITS } from '../../../src/core/model/limits.ts';
import { StagingFolder } from '../../support/staging-folder.ts';
import { tempFolder } from '../../support/temp-folder.ts';

test.each([
  ['popup', ''],
  ['frames-may-be-blank-in-pictures', '; frames of other sites may be blank in the picture of the whole page'],
  ['rows-may-be-blank-in-pictures', '; parts of the page that only scrolling shows may be blank in its picture'],
  ['drawn-only-in-view', '; the text lacks words that the page takes away when it is scrolled on'],
])('a capture with the warning %s says what its pictures and text may lack', async (code, clause) => {
  const observation = await observePage({
    url: 'https://ads.example/1',
    staging: new StagingFolder(tempFolder()),
    clickedAt: '2026-01-01T00:00:00.000Z',
    limits: DEFAULT_CAPTURE_LIMITS,
  });
  const sentence = (warnings: typeof observation.warnings): string =>
    buildMissingSentence(createTexts('en'), { observation: { ...observation, warnings } });
  expect(sentence([{ code, detail: 'x' }])).toBe(sentence([]).replace(/\.$/, `${clause}.`));
});
