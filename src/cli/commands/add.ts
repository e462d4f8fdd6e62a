import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { addReceivedFile, type GivenFile } from '../../app/received-files.ts';
import { isPugmarkError, PugmarkError } from '../../core/errors.ts';
import type { AddedFile, ReceivedResult } from '../../core/model/received-result.ts';
import type { VaultStore } from '../../core/ports.ts';
import { composeReceivedGround } from '../../engine/composition.ts';
import { describeFileProblem } from '../../packaging/file-problem.ts';
import type { Cli } from '../cli.ts';
import { exitCodeOf } from '../exit-codes.ts';
import { formatBytes, formatCount } from '../output/quantities.ts';
import { forTerminal } from '../output/terminal-text.ts';
import type { Program } from '../program.ts';
import { writeVault } from '../vault-access.ts';

export function addAddCommand(program: Program, cli: Cli): void {
  program
    .command('add')
    .description('files that a person gave become exhibits of kind "received", one each')
    .argument('<file...>', 'files as they were given')
    .requiredOption('--case <ref>', 'reference of the case')
    .option('--origin <text>', 'who gave them, when and how; the custody log commits to the text')
    .action(async (paths, { case: reference, origin }) => {
      // Before any passphrase is asked for.
      for (const path of paths) await assertReadable(path);
      await writeVault(cli, (vault) => addFiles(cli, vault, { paths, reference, origin }));
    });
}

async function addFiles(
  cli: Cli,
  vault: VaultStore,
  request: { readonly paths: readonly string[]; readonly reference: string; readonly origin: string | undefined },
): Promise<void> {
  const store = vault.openCase(request.reference);
  const { origin } = request;
  const run = { store, operator: vault.operator, signal: cli.interrupts.signal, ...(origin === undefined ? {} : { origin }) };
  const ground = await composeReceivedGround();
  const session = store.startSession({ files: request.paths.length });
  const files: AddedFile[] = [];
  const refused: { readonly path: string; readonly error: PugmarkError }[] = [];
  for (const path of request.paths) {
    try {
      const added = await addReceivedFile(ground, run, session, givenFile(path));
      files.push(added);
      cli.note(`${added.exhibit}  sealed  ${path}`);
    } catch (error) {
      if (!isPugmarkError(error)) throw error;
      refused.push({ path, error });
      if (isPugmarkError(error, 'cancelled') || isPugmarkError(error, 'disk-full') || isPugmarkError(error, 'io-failed')) break;
    }
  }
  store.endSession(session, { added: files.length, refused: refused.length });
  tell(cli, { reference: store.summary.reference, practice: store.summary.practice, files, refused });
}

function tell(
  cli: Cli,
  made: {
    readonly reference: string;
    readonly practice: boolean;
    readonly files: readonly AddedFile[];
    readonly refused: readonly { readonly path: string; readonly error: PugmarkError }[];
  },
): void {
  const { files, refused } = made;
  const document: ReceivedResult = {
    format: 'received-result/v1',
    case: made.reference,
    practice: made.practice,
    files: [...files],
    ...(refused.length === 0
      ? {}
      : { refused: refused.map(({ path, error }) => ({ file: path, code: error.code, message: error.message })) }),
  };
  cli.result(document, [
    ...files.map(
      ({ exhibit, givenName, mediaType, sizeBytes, sha256 }) =>
        `${exhibit}  ${forTerminal(givenName, 80)}  ${mediaType}  ${formatBytes(sizeBytes)}  ${sha256}`,
    ),
    `${formatCount(files.length, 'file')} taken in`,
  ]);
  for (const { path, error } of refused) cli.warn(`${path}: ${error.message}`);
  const [first] = refused;
  if (first !== undefined) cli.exitCode = exitCodeOf(first.error.code);
}

/** A file as it was named on the command line. */
export function givenFile(path: string): GivenFile {
  return {
    name: basename(resolve(path)),
    async *open() {
      try {
        yield* createReadStream(path, { highWaterMark: 1024 * 1024 }) as AsyncIterable<Uint8Array>;
      } catch (cause) {
        throw unreadable(path, cause);
      }
    },
  };
}

async function assertReadable(path: string): Promise<void> {
  const found = await stat(path).catch((cause: unknown) => {
    throw unreadable(path, cause);
  });
  if (!found.isFile()) throw new PugmarkError('input-unreadable', `${path} is no file: give files, one by one`);
}

function unreadable(path: string, cause: unknown): PugmarkError {
  return new PugmarkError('input-unreadable', `The file ${path} cannot be read: ${describeFileProblem(cause)}`, { cause });
}
