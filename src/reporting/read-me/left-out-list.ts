import type { ListedPicture, ReducedFrom } from '../../core/package/left-out-list.ts';
import type { Texts } from '../texts/texts.ts';
import { wrap } from './plain-text.ts';

/** By which rule a picture has its fate; rules are numbered the same in every language. */
const RULES: Readonly<Record<ListedPicture['fate'], string>> = {
  sealed: 'R2',
  smaller: 'R3',
  'no-room': 'R3',
  'not-made': 'R3',
  none: 'R2',
  received: 'R4',
};

/** `data/left-out.txt` of a reduced set: the rules by which it was chosen, and which of them left what out. */
export function buildLeftOutList(texts: Texts, from: ReducedFrom, pictures: readonly ListedPicture[]): string {
  const rules = (['always', 'sealed', 'smaller', 'never'] as const).map((rule, index) =>
    wrap(`R${index + 1}  ${texts.say(`readMe.reducedList.${rule}`)}`, { hanging: 4 }),
  );
  return `${texts.say('readMe.reducedList.title')}

${wrap(texts.say('readMe.reduced.what', { bytes: from.limitBytes }))}

  package ${from.package}
  seal    ${from.seal}

${rules.join('\n')}

${texts.say('readMe.reducedList.pictures')}

${pictures.map((picture) => describePicture(texts, picture)).join('')}`;
}

/** One line each, so that programs can read them too. */
function describePicture(texts: Texts, { exhibit, fate, path, sha256 }: ListedPicture): string {
  const words = texts.say(`readMe.reducedList.fate.${fate}`, sha256 === undefined ? {} : { sha256 });
  return `${[exhibit, RULES[fate], ...(path === undefined ? [] : [path]), words].join('  ')}\n`;
}
