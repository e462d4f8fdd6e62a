import type { Hashing } from '../../core/digest/digest.ts';
import { isBareSeal } from '../../core/package/seal-statement.ts';
import type { ReadMeMaker } from '../../core/report-ports.ts';
import { createTexts } from '../texts/texts.ts';
import { buildBareReadMe } from './bare-read-me.ts';
import { buildCaseReadMe } from './case-read-me.ts';
import { buildLeftOutList } from './left-out-list.ts';
import { buildTimeReadMe } from './time-section.ts';

/** Writes the plain texts of packages, in the language of their reports. */
export function createReadMeMaker(hashing: Pick<Hashing, 'sha256'>): ReadMeMaker {
  return {
    buildReadMe({ report, seal, files, agencySeal }) {
      const texts = createTexts(report.language);
      return isBareSeal(seal)
        ? buildBareReadMe(texts, report, { seal, files, agencySeal })
        : buildCaseReadMe(texts, report, { files, agencySeal });
    },
    buildLeftOutList: (language, from, pictures) => buildLeftOutList(createTexts(language), from, pictures),
    buildTimeReadMe: (language, authorities) => buildTimeReadMe(createTexts(language), hashing, authorities),
  };
}
