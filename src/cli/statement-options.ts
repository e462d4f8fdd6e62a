import { InvalidArgumentError } from '@commander-js/extra-typings';
import { formatExhibitNumber, parseExhibitNumber } from '../core/ids.ts';
import { ARTIFACT_ROLES } from '../core/model/artifact.ts';
import { HANDLING_CODES, TRUTH_OPINIONS, type HandlingCode } from '../core/statements/codes.ts';
import type { NewStatement } from '../core/statements/new-statement.ts';
import { evaluationSchema, type Evaluation, type EvidencePointer } from '../core/statements/statement.ts';

/** Parsers of what all statements take. They throw commander's InvalidArgumentError, which ends the command with exit code 2. */

/** `E-0001`, `E-0001:text` by the role, `E-0001:text.txt` by the name of an artifact; repeatable. */
export function parseEvidence(text: string, before: readonly EvidencePointer[] = []): readonly EvidencePointer[] {
  const [, number = '', artifact] = /^([^:]+)(?::(.+))?$/.exec(text) ?? [];
  const exhibit = parseExhibitNumber(number);
  if (exhibit === undefined) throw new InvalidArgumentError('Write E-0001, or E-0001:text or E-0001:text.txt for one of its artifacts.');
  const role = ARTIFACT_ROLES.find((one) => one === artifact);
  const within = role === undefined ? (artifact === undefined ? {} : { artifact }) : { role };
  return [...before, { exhibit: formatExhibitNumber(exhibit), ...within }];
}

export interface Handling {
  readonly handling: HandlingCode[];
  readonly handlingText?: string;
}

/** `H1`, `H1,H2`, `H1,H3:not to the press`. */
export function parseHandling(text: string): Handling {
  const [, list = '', handlingText] = /^([^:]*)(?::([\s\S]+))?$/.exec(text) ?? [];
  const handling = list.split(',').map((code) => HANDLING_CODES.find((one) => one === code.trim()));
  if (handling.some((code) => code === undefined)) throw new InvalidArgumentError('Write H0, H1, H2, H1,H2 or H3:TEXT.');
  return { handling: handling.filter((code) => code !== undefined), ...(handlingText === undefined ? {} : { handlingText }) };
}

/** `B2`. */
export function parseEvaluation(text: string): Evaluation {
  const judged = evaluationSchema.safeParse({ source: text.slice(0, 1), information: text.slice(1) });
  if (!judged.success) throw new InvalidArgumentError('Write the source (A, B, C, X) and the information (1 to 4): X4.');
  return judged.data;
}

/** `doubtful:C4` or `doubtful:C4:why`. */
export function parseTruth(text: string): NonNullable<NewStatement['truth']> {
  const [, word = '', evaluation = '', why] = /^([^:]*):([^:]*)(?::([\s\S]+))?$/.exec(text) ?? [];
  const opinion = TRUTH_OPINIONS.find((one) => one === word);
  if (opinion === undefined) throw new InvalidArgumentError(`Write OPINION:EVALUATION[:WHY] with one of ${TRUTH_OPINIONS.join(', ')}.`);
  return { opinion, evaluation: parseEvaluation(evaluation), ...(why === undefined ? {} : { why }) };
}

/** `names=Jan`; repeatable. */
export function parseField(text: string): readonly [name: string, value: string] {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('Write NAME=VALUE.');
  return [text.slice(0, at), text.slice(at + 1)];
}
