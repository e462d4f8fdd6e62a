import type { UtcTime } from '../core/clock.ts';
import { PugmarkError } from '../core/errors.ts';
import { NO_PACKAGE, type FormInput } from '../core/forms/form-input.ts';
import type { FormAnswers } from '../core/forms/form-questions.ts';
import { buildPackageLog } from '../core/package/package-log.ts';
import { resolveParts, type PartChoices, type Profile } from '../core/package/profiles.ts';
import type { PackageHandling, PackageLanguage, ReportExhibit, ReportReceived } from '../core/package/report-input.ts';
import type { CaseReader, Cryptography, VaultReader } from '../core/ports.ts';
import { openIdentityCertificate } from '../core/signing/key-certificate.ts';
import { projectStatements } from '../core/statements/project-statements.ts';
import { planExhibit } from './export-exhibit.ts';
import { chooseKeys } from './export-keys.ts';
import { planTime } from './export-plan.ts';
import { planReceived } from './export-received.ts';
import { buildFacts, tellOfCase } from './export-seal.ts';
import { selectExhibits } from './export-selection.ts';

export interface FormPreviewRequest {
  readonly vault: VaultReader;
  readonly store: CaseReader;
  readonly profile: Profile;
  readonly choices?: PartChoices;
  /** Numbers of the exhibits; absent: all of the case. */
  readonly exhibits?: readonly number[];
  readonly language: PackageLanguage;
  readonly recipient?: string;
  readonly purpose?: string;
  readonly handling?: PackageHandling;
  readonly answers?: FormAnswers;
  /** Who would export, and with what. */
  readonly operator: string;
  readonly tool: string;
  readonly now: UtcTime;
  readonly signal: AbortSignal;
}

/**
 * What the forms of an export would be built from, without making one: nothing is written and nothing logged. The package has no id yet
 * (`NO_PACKAGE`) and no name, and what the export itself would put into the log is not there. Throws `exhibit-unknown`, `usage` when there is nothing
 * to hand over, `object-changed`, `object-missing`, `record-invalid`; the reason of `signal`.
 */
export async function readFormInput(
  cryptography: Pick<Cryptography, 'hashing' | 'verifier'>,
  request: FormPreviewRequest,
): Promise<FormInput> {
  const { vault, store, profile, language, now, signal } = request;
  const { hashing } = cryptography;
  const { summary } = store;
  const parts = resolveParts(profile, request.choices);
  const selection = selectExhibits(store.listExhibits(), request.exhibits, summary.reference);
  const checkpoint = store.latestCheckpoint();
  if (checkpoint === undefined) throw new PugmarkError('usage', `Case ${summary.reference} has no checkpoint yet: capture something first`);
  const lines = store.readLog().filter(({ origin, seq }) => origin !== checkpoint.origin || seq < checkpoint.size);
  const log = buildPackageLog(hashing, {
    lines,
    checkpoints: store.readCheckpoints(),
    texts: store.readTexts(),
    checkpoint,
    selected: selection.selected,
    exhibits: selection.exhibits.map(({ exhibit }) => exhibit),
    package: NO_PACKAGE,
  });
  const exhibits: ReportExhibit[] = [];
  const received: ReportReceived[] = [];
  for (const exhibit of selection.exhibits) {
    signal.throwIfAborted();
    if (exhibit.kind === 'received') received.push(await planReceived(hashing, store, exhibit, parts));
    else exhibits.push(await planExhibit(hashing, store, exhibit, parts));
  }
  const keys = chooseKeys(vault, summary.practice);
  const agency = openIdentityCertificate(cryptography, keys.identity.certificate, summary.practice).agency;
  const { operator, tool } = request;
  const known = { ...request, package: NO_PACKAGE, selection, createdAt: now, operator, tool, checkpoint, lines };
  const seal = buildFacts({ ...known, withheldEntries: log.withheldEntries });
  return {
    language,
    seal,
    packageName: '',
    ...tellOfCase(store, profile, log.disclosed),
    ...(agency === undefined ? {} : { agency }),
    keys: { identity: keys.identity.id, seal: keys.seal.id, log: keys.log.id },
    exhibits,
    received,
    stamps: parts.has('time') ? planTime(hashing, store, log).stamps : [],
    statements: projectStatements(log.disclosed),
    ...(request.handling === undefined ? {} : { handling: request.handling }),
    answers: request.answers ?? {},
  };
}
