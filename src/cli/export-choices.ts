import { readFileSync, statSync } from 'node:fs';
import { z } from 'zod';
import type { ReleasedArtifact } from '../app/export-disclosed.ts';
import type { ExportRequest } from '../app/export-run.ts';
import { PugmarkError } from '../core/errors.ts';
import { formAnswersSchema, type FormAnswers } from '../core/forms/form-questions.ts';
import { packageHandlingSchema, type PackageHandling } from '../core/package/package-handling.ts';
import { HANDLING_CODES } from '../core/statements/codes.ts';
import { usageError } from './cli.ts';

/** Far more than all questions can take. */
const MAX_ANSWERS_BYTES = 1024 * 1024;

/** Options of `export` that say what goes in, as they were typed. */
interface TypedChoices {
  readonly html?: boolean | undefined;
  readonly handling?: string | undefined;
  readonly answers?: string | undefined;
  readonly withOperator?: true | undefined;
  readonly withoutOperator?: true | undefined;
  readonly withSecrets?: true | undefined;
  readonly reason?: string | undefined;
  readonly reducedLimit?: string | undefined;
  readonly release?: readonly string[] | undefined;
  readonly addresses?: true | undefined;
}

export type ParsedChoices = Pick<
  ExportRequest,
  'html' | 'handling' | 'answers' | 'choices' | 'secretsReason' | 'reducedBytes' | 'release' | 'addresses'
>;

/** Throws `usage` for what cannot be meant; what the profile refuses is refused later. */
export function parseExportChoices(options: TypedChoices): ParsedChoices {
  const { withOperator, withoutOperator, withSecrets, reason, reducedLimit } = options;
  if (withOperator === true && withoutOperator === true) throw usageError('Say --with-operator or --without-operator, not both');
  if ((withSecrets === true) !== (reason !== undefined)) throw usageError('--with-secrets and --reason go together');
  if (reason !== undefined && (reason.trim() === '' || reason.length > 2000 || !reason.isWellFormed()))
    throw usageError('--reason takes a text of at most 2000 characters');
  const operator = withOperator === true ? true : withoutOperator === true ? false : undefined;
  return {
    ...(options.html === false ? { html: false } : {}),
    ...(options.handling === undefined ? {} : { handling: parseHandling(options.handling) }),
    ...(options.answers === undefined ? {} : { answers: readAnswers(options.answers) }),
    choices: {
      ...(operator === undefined ? {} : { 'operator-environment': operator }),
      ...(withSecrets === true ? { secrets: true } : {}),
    },
    ...(reason === undefined ? {} : { secretsReason: reason }),
    ...(options.release === undefined ? {} : { release: options.release.map((typed) => parseRelease(typed)) }),
    ...(options.addresses === true ? { addresses: true } : {}),
    ...(reducedLimit === undefined ? {} : { reducedBytes: parseLimit(reducedLimit) }),
  };
}

/** `H1,H2`, `H1,H3:not to the press, please`: the text of H3 is all that follows it. */
export function parseHandling(typed: string): PackageHandling {
  const [, list = '', text] = /^([^:]*)(?::([^]*))?$/.exec(typed) ?? [];
  const codes = list.split(',').map((code) => code.trim().toUpperCase());
  const unknown = codes.find((code) => !HANDLING_CODES.some((known) => known === code));
  if (unknown !== undefined) throw usageError(`There is no handling code ${JSON.stringify(unknown)}: use ${HANDLING_CODES.join(', ')}`);
  if (text !== undefined && codes.at(-1) !== 'H3') throw usageError('Only H3 takes a text, and stands last: H1,H3:TEXT');
  const handling = packageHandlingSchema.safeParse({ codes, ...(text === undefined ? {} : { text }) });
  if (handling.success) return handling.data;
  throw usageError(`--handling ${typed}: ${handling.error.issues.map(({ message }) => message).join('; ')}`);
}

function readAnswers(path: string): FormAnswers {
  let answers: unknown;
  try {
    if (statSync(path).size > MAX_ANSWERS_BYTES) throw new Error(`it has more than ${MAX_ANSWERS_BYTES} bytes`);
    answers = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new PugmarkError('input-unreadable', `The answers in ${path} cannot be read: ${why}`, { cause: error });
  }
  const parsed = formAnswersSchema.safeParse(answers);
  if (parsed.success) return parsed.data;
  throw usageError(`${path} does not hold answers, {"<question>": "<answer>"}: ${z.prettifyError(parsed.error).replaceAll('\n', ' ')}`);
}

/** `E-0001/text.txt` */
function parseRelease(typed: string): ReleasedArtifact {
  const [, exhibit, artifact] = /^([Ee]-?\d{1,9})\/([a-z0-9][a-z0-9._-]*)$/.exec(typed.trim()) ?? [];
  if (exhibit !== undefined && artifact !== undefined) return { exhibit, artifact };
  throw usageError(`--release takes EXHIBIT/FILE, as E-0001/text.txt: ${JSON.stringify(typed)} is none`);
}

function parseLimit(text: string): number {
  const bytes = /^\d{1,10}$/.test(text) ? Number(text) : 0;
  if (bytes < 1 || bytes > 1_000_000_000) throw usageError('--reduced-limit takes a number of bytes, at most 1000000000');
  return bytes;
}
