import { readFile, stat } from 'node:fs/promises';
import { addPaperReceipt } from '../app/paper-receipt.ts';
import { recordReceipt, requirePackage } from '../app/record-receipt.ts';
import { PugmarkError } from '../core/errors.ts';
import { MAX_RECEIPT_BYTES } from '../core/package/receipt/receipt-statement.ts';
import { readFileDigest } from '../packaging/file-digest.ts';
import { nodeCryptography } from '../platform/cryptography.ts';
import type { JudgedInput } from '../rpc/contract.ts';
import type { HAND_OVER_CALLS } from '../rpc/contract/hand-over.ts';
import type { Handlers } from '../rpc/handlers.ts';
import { assertAbsolute } from './absolute-path.ts';
import { composeReceivedGround } from './composition.ts';
import type { EngineContext } from './engine-context.ts';
import { parseTrusted } from './given-package.ts';
import type { PackageParts } from './packages.ts';
import { readGiven } from './receive-file.ts';
import { startReceiving } from './receive-package.ts';
import { createSupplementHandlers, listShownPackages } from './supplements.ts';
import type { EngineTimes } from './time.ts';

/** Recipients, packages that came, and receipts. */
export function createHandOverHandlers(
  parts: PackageParts,
  times: Pick<EngineTimes, 'stampAll'>,
): Pick<Handlers, keyof typeof HAND_OVER_CALLS> {
  const { context } = parts;
  return {
    'recipients.list': () => [...context.vault().listRecipients()],
    'recipients.add': ({ unit, person, ageKey, receiptKey, checkedHow }) =>
      context.vault().addRecipient({
        unit,
        ...(isSaid(person) ? { person } : {}),
        ageKey,
        ...(isSaid(receiptKey) ? { receiptKey: parseTrusted(receiptKey) } : {}),
        checkedHow,
      }),
    'recipients.remove': ({ recipient }) => {
      context.vault().removeRecipient(recipient);
      return {};
    },
    'package.receive': (request) => startReceiving(parts, request),
    'receipts.list': ({ case: reference }) => listShownPackages(context.readCase(reference)),
    ...createSupplementHandlers(parts, times),
    'receipts.add': (request) =>
      withGiven(context, request.file, async (path) => {
        const vault = context.vault();
        const recorded = recordReceipt(nodeCryptography, vault.openCase(request.case), vault, await readReceipt(path));
        context.tellCase(request.case);
        return { package: recorded.package.package, digest: recorded.digest, from: recorded.from };
      }),
    'receipts.addPaper': (request, { signal }) =>
      withGiven(context, request.file, (path) => context.busy(() => addPaper(context, request, path, signal))),
  };
}

async function addPaper(
  context: EngineContext,
  request: JudgedInput<'receipts.addPaper'>,
  path: string,
  signal: AbortSignal,
): Promise<{ readonly package: string; readonly digest: string; readonly from: string }> {
  const vault = context.vault();
  const store = vault.openCase(request.case);
  const made = requirePackage(store, request.package);
  const sha256 = await readFileDigest(path);
  if (sha256 === undefined) throw new PugmarkError('usage', 'Give the scan as one file');
  const file = { name: request.name, open: () => readGiven(path, request.name) };
  try {
    const run = { store, operator: vault.operator, signal };
    const recorded = await addPaperReceipt(await composeReceivedGround(), run, { file, sha256, from: request.from, package: made });
    return { package: made.package, digest: recorded.digest, from: recorded.from };
  } finally {
    context.tellCase(request.case);
  }
}

interface Given {
  readonly path: string;
  readonly release: () => Promise<void>;
}

function takeGiven(context: EngineContext, file: JudgedInput<'receipts.add'>['file']): Given {
  if ('path' in file) return { path: assertAbsolute(file.path), release: () => Promise.resolve() };
  const upload = context.uploads.take(file.upload);
  return { path: upload.path, release: () => upload.release() };
}

async function withGiven<T>(
  context: EngineContext,
  file: JudgedInput<'receipts.add'>['file'],
  act: (path: string) => Promise<T>,
): Promise<T> {
  const given = takeGiven(context, file);
  try {
    return await act(given.path);
  } finally {
    await given.release();
  }
}

/** Throws `input-unreadable`. */
async function readReceipt(path: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(path);
    // One byte more is enough to be refused as what it is.
    if (size > MAX_RECEIPT_BYTES) return new Uint8Array(MAX_RECEIPT_BYTES + 1);
    return await readFile(path);
  } catch (cause) {
    throw new PugmarkError('input-unreadable', 'The receipt cannot be read', { cause });
  }
}

function isSaid(text: string | undefined): text is string {
  return text !== undefined && text.trim() !== '';
}
