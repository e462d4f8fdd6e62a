import { readFileSync } from 'node:fs';
import { Option } from '@commander-js/extra-typings';
import type { CaseStatement } from '../../core/statements/case-statement.ts';
import { PugmarkError } from '../../core/errors.ts';
import { newStatementSchema, type NewStatement } from '../../core/statements/new-statement.ts';
import type { EvidencePointer, Evaluation } from '../../core/statements/statement.ts';
import { nodeCryptography } from '../../platform/cryptography.ts';
import { describeFileProblem } from '../../packaging/file-problem.ts';
import type { Cli } from '../cli.ts';
import { parsePercent } from '../options.ts';
import { buildStatementLines } from '../output/statement-lines.ts';
import type { Program } from '../program.ts';
import { parseEvaluation, parseEvidence, parseField, parseHandling, parseTruth, type Handling } from '../statement-options.ts';
import { writeVault } from '../vault-access.ts';

/** What all statements take. */
interface Standing {
  readonly evidence?: readonly EvidencePointer[] | undefined;
  readonly quote?: string | undefined;
  readonly handling: Handling;
  readonly entity?: string | undefined;
  readonly replaces?: string | undefined;
}

const FIELDS_OF_LISTS = new Set(['names', 'aliases', 'identifiers', 'marks']);
const FIELDS_OF_NUMBERS = new Set(['precisionM', 'confidence']);
const FIELDS_OF_CHOICE = new Set(['live', 'isIdentified']);

/** `describe`, `identify`, `translate`: what people say of a case. */
export function addDescribeCommands(program: Program, cli: Cli): void {
  addDescribe(program, cli);
  addIdentify(program, cli);
  addTranslate(program, cli);
}

function addDescribe(program: Program, cli: Cli): void {
  program
    .command('describe')
    .description('says what a page showed or what you know of the case; pugmark statement list shows what was said')
    .argument('[kind]', 'person, account, organisation, means, item, location, event, relation, truth or corroboration')
    .argument('[field...]', 'NAME=VALUE by docs/formats/statement.md; those of lists may be repeated')
    .requiredOption('--case <ref>', 'reference of the case')
    .option('--from <file>', 'statements as JSON, one or a list, instead of a kind and its fields')
    .addOption(evidenceOption())
    .option('--quote <text>', 'words as they stand in the last --evidence')
    .option('--asserted <evaluation>', 'you say so: with its 4x4 evaluation, e.g. B2; without, the page displayed it', parseEvaluation)
    .option('--truth <opinion>', 'of what was displayed: OPINION:EVALUATION[:WHY]; without, not-assessed:X4', parseTruth)
    .option('--handling <codes>', 'H0, H1, H2, H1,H2 or H3:TEXT', parseHandling)
    .option('--entity <id>', 'what it is about, where that was described before')
    .option('--replaces <id>', 'statement that it takes the place of')
    .option('--country <code>', 'of a telephone number that is written without it, e.g. BE')
    .action(async (kind, fields, { case: reference, from, asserted, truth, handling, country, ...standing }) => {
      if (from !== undefined) {
        if (kind !== undefined) throw new PugmarkError('usage', 'Give a kind with its fields, or --from FILE');
        await makeAll(cli, reference, readFile(from), country);
        return;
      }
      if (kind === undefined) throw new PugmarkError('usage', 'Say what you describe: pugmark describe person names=... --case REF');
      if (handling === undefined) throw new PugmarkError('usage', 'Say how it is to be handled: --handling H0, H1, H2 or H3:TEXT');
      const content = { kind: kind === 'means' ? 'means-of-communication' : kind, fields: readFields(fields) };
      const said = build({ ...standing, handling }, content, asserted);
      await makeAll(cli, reference, [judge({ ...said, ...(truth === undefined ? {} : { truth }) }, 'The statement')], country);
    });
}

function addIdentify(program: Program, cli: Cli): void {
  program
    .command('identify')
    .description('says which species or other taxon something is; what a machine says is a lead')
    .argument('<taxon>', 'scientific name')
    .requiredOption('--case <ref>', 'reference of the case')
    .addOption(evidenceOption())
    .option('--quote <text>', 'words as they stand in the last --evidence')
    .option('--entity <id>', 'the item that it is of, where that was described')
    .option('--replaces <id>', 'statement that it takes the place of')
    .requiredOption('--evaluation <evaluation>', '4x4 evaluation, e.g. B2', parseEvaluation)
    .requiredOption('--handling <codes>', 'H0, H1, H2, H1,H2 or H3:TEXT', parseHandling)
    .requiredOption('--method <method>', 'visual, text, laboratory, machine or other')
    .option('--by <who>', 'who identified it, when that is not you')
    .option('--rank <rank>', 'species, genus ...')
    .option('--qualifier <qualifier>', 'cf., aff. or look-alike')
    .option('--confidence <percent>', 'as the identifier gave it', parsePercent)
    .option('--cites <appendix>', 'what the list says, with --as-of')
    .option('--eu-annex <annex>', 'what the list says, with --as-of')
    .option('--as-of <day>', 'day of the lists that were looked at')
    .option('--remarks <text>')
    .action(async (taxon, options) => {
      const { case: reference, evaluation, method, by, rank, qualifier, confidence, cites, euAnnex, asOf, remarks, ...standing } = options;
      if ((cites !== undefined || euAnnex !== undefined) && asOf === undefined)
        throw new PugmarkError('usage', 'Lists change: say with --as-of of which day they are');
      const listing = asOf === undefined ? undefined : definedOf({ cites, euAnnex, asOf });
      const fields = definedOf({
        taxon,
        method,
        by,
        rank,
        qualifier,
        confidence,
        listing,
        remarks,
      });
      await makeAll(cli, reference, [judge(build(standing, { kind: 'identification', fields }, evaluation), 'The identification')]);
    });
}

function addTranslate(program: Program, cli: Cli): void {
  program
    .command('translate')
    .description('keeps a translation beside the text that it is of')
    .argument('<from>', 'language of the original, e.g. nl')
    .argument('<to>', 'language of the translation')
    .requiredOption('--case <ref>', 'reference of the case')
    .option('--original <text>', 'the words as they are')
    .option('--original-file <file>', 'a file with them')
    .option('--text <text>', 'the translation')
    .option('--text-file <file>', 'a file with it')
    .requiredOption('--how <how>', 'person, sworn-translator or machine')
    .option('--by <who>', 'who translated, when that is not you; or which machine')
    .addOption(evidenceOption())
    .option('--entity <id>', 'what it is about, where that was described')
    .option('--replaces <id>', 'statement that it takes the place of')
    .requiredOption('--evaluation <evaluation>', '4x4 evaluation, e.g. A1', parseEvaluation)
    .requiredOption('--handling <codes>', 'H0, H1, H2, H1,H2 or H3:TEXT', parseHandling)
    .action(async (from, to, { case: reference, original, originalFile, text, textFile, how, by, evaluation, ...standing }) => {
      const fields = definedOf({
        from,
        to,
        original: readWords('original', original, originalFile),
        text: readWords('text', text, textFile),
        how,
        by,
      });
      await makeAll(cli, reference, [judge(build(standing, { kind: 'translation', fields }, evaluation), 'The translation')]);
    });
}

function evidenceOption() {
  return new Option('--evidence <pointer>', 'exhibit, or one artifact of it: E-0001, E-0001:text, E-0001:text.txt; repeatable').argParser(
    parseEvidence,
  );
}

function build(standing: Standing, content: object, evaluation: Evaluation | undefined): object {
  const { evidence = [], quote, handling, entity, replaces } = standing;
  if (quote !== undefined && evidence.length === 0) throw new PugmarkError('usage', 'Say with --evidence where the words stand');
  return definedOf({
    nature: evaluation === undefined ? 'displayed' : 'asserted',
    content,
    evidence: evidence.map((pointer, index) => (quote === undefined || index < evidence.length - 1 ? pointer : { ...pointer, quote })),
    ...handling,
    evaluation,
    entity,
    replaces,
  });
}

/** Throws `usage` with the first thing that is wrong. */
function judge(given: unknown, what: string): NewStatement {
  const judged = newStatementSchema.safeParse(given);
  if (judged.success) return judged.data;
  const issue = judged.error.issues[0];
  throw new PugmarkError('usage', `${what} is invalid at ${issue?.path.join('.') || 'its root'}: ${issue?.message ?? 'unknown'}`);
}

function readFields(words: readonly string[]): object {
  const fields: Record<string, unknown> = {};
  for (const [name, value] of words.map((word) => parseField(word))) {
    const before = fields[name];
    if (FIELDS_OF_LISTS.has(name)) fields[name] = [...(Array.isArray(before) ? before : []), value];
    else if (before !== undefined) throw new PugmarkError('usage', `${name} comes twice`);
    else if (FIELDS_OF_NUMBERS.has(name)) fields[name] = readNumber(name, value);
    else if (FIELDS_OF_CHOICE.has(name)) fields[name] = { true: true, false: false }[value] ?? value;
    else fields[name] = value;
  }
  return fields;
}

function readNumber(name: string, text: string): number {
  // What is empty is not zero.
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new PugmarkError('usage', `${name} takes a whole number`);
}

function readFile(path: string): readonly NewStatement[] {
  let given: unknown;
  try {
    given = JSON.parse(readText(path));
  } catch (cause) {
    if (cause instanceof SyntaxError) throw new PugmarkError('input-unreadable', `${path} is not JSON: ${cause.message}`, { cause });
    throw cause;
  }
  const list: readonly unknown[] = Array.isArray(given) ? given : [given];
  // All are judged before the first is made.
  return list.map((one, index) => judge(one, `${path}: statement ${index + 1}`));
}

function readWords(name: string, text: string | undefined, file: string | undefined): string {
  if ((text === undefined) === (file === undefined)) throw new PugmarkError('usage', `Give --${name} or --${name}-file`);
  return text ?? readText(file ?? '').replace(/\r?\n$/, '');
}

function readText(path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path));
  } catch (cause) {
    const why = cause instanceof TypeError ? 'it has to be a text file in UTF-8' : describeFileProblem(cause);
    throw new PugmarkError('input-unreadable', `${path} cannot be read: ${why}`, { cause });
  }
}

async function makeAll(cli: Cli, reference: string, given: readonly NewStatement[], country?: string): Promise<void> {
  // The numbering plans of the world are not loaded by every command.
  const [{ makeStatement }, { withNormalisedMeans }] = await Promise.all([
    import('../../app/statements.ts'),
    import('../../core/statements/normalise-means.ts'),
  ]);
  await writeVault(cli, async (vault) => {
    const store = vault.openCase(reference);
    const { reference: name, practice } = store.summary;
    const statements: CaseStatement[] = [];
    try {
      for (const one of given) statements.push(...(await makeStatement(store, nodeCryptography.random, withNormalisedMeans(one, country))));
    } catch (error) {
      if (statements.length > 0)
        cli.warn(`${statements.length} statements were made before one was refused: pugmark statement list --case ${name}`);
      throw error;
    }
    cli.result(
      { format: 'statement-list/v1', case: name, practice, statements },
      statements.flatMap((one) => buildStatementLines(one)),
    );
  });
}

function definedOf(fields: object): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
