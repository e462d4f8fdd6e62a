import { readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { addPaperReceipt } from '../../app/paper-receipt.ts';
import { recordReceipt, requirePackage, type RecordedHandOver } from '../../app/record-receipt.ts';
import { listHandedOver } from '../../app/handed-over.ts';
import { PugmarkError } from '../../core/errors.ts';
import type { HandedOver } from '../../core/model/hand-over.ts';
import { MAX_RECEIPT_BYTES } from '../../core/package/receipt/receipt-statement.ts';
import { composeReceivedGround } from '../../engine/composition.ts';
import { readFileDigest } from '../../packaging/file-digest.ts';
import { nodeCryptography } from '../../platform/cryptography.ts';
import { usageError, type Cli } from '../cli.ts';
import { formatTime } from '../output/exhibit-lines.ts';
import { forTerminal } from '../output/terminal-text.ts';
import type { Program } from '../program.ts';
import { readVault, writeVault } from '../vault-access.ts';
import { givenFile } from './add.ts';

export function addReceiptCommand(program: Program, cli: Cli): void {
  const receipt = program.command('receipt').description('receipts that came back for packages of a case');
  receipt
    .command('add')
    .description('checks a signed receipt and enters it in the custody log; or takes in the scan of a signed paper')
    .argument('[file]', 'the receipt as it came (receipt.dsse.json)')
    .requiredOption('--case <ref>', 'reference of the case')
    .option('--paper <file>', 'scan of a signed paper instead: it becomes an exhibit of kind "received", and nothing in it is checked')
    .option('--package <id>', 'the package that the paper is for; needed when the case has several')
    .option('--from <text>', 'who signed the paper')
    .action(async (file, { case: reference, paper, package: id, from }) => {
      if ((file === undefined) === (paper === undefined)) throw usageError('Name a signed receipt, or a scan with --paper: one of the two');
      if (paper !== undefined) {
        if (from === undefined || from.trim() === '') throw usageError('Say with --from who signed the paper');
        const sha256 = await readFileDigest(paper);
        if (sha256 === undefined) throw usageError('Give the scan as one file');
        return await writeVault(cli, async (vault) => {
          const store = vault.openCase(reference);
          const run = { store, operator: vault.operator, signal: cli.interrupts.signal };
          const recorded = await addPaperReceipt(await composeReceivedGround(), run, {
            file: givenFile(paper),
            sha256,
            from,
            package: requirePackage(store, id),
          });
          tell(cli, reference, 'paper', recorded);
        });
      }
      const bytes = readReceipt(file ?? '');
      await writeVault(cli, (vault) => {
        const recorded = recordReceipt(nodeCryptography, vault.openCase(reference), vault, bytes);
        tell(cli, reference, 'signed', recorded);
      });
    });
  receipt
    .command('list')
    .description('packages that a case sealed, and the receipts for each')
    .requiredOption('--case <ref>', 'reference of the case')
    .action(({ case: reference }) =>
      readVault(cli, (vault) => {
        const packages = listHandedOver(vault.readCase(reference));
        cli.result(
          { format: 'hand-over-list/v1', case: reference, packages },
          packages.length === 0 ? ['No package of this case was sealed yet'] : packages.flatMap(buildLines),
        );
      }),
    );
}

function tell(cli: Cli, reference: string, kind: 'signed' | 'paper', { package: made, digest, from }: RecordedHandOver): void {
  cli.result({ format: 'receipt-result/v1', case: reference, kind, package: made.package, seal: made.seal, digest, from }, [
    kind === 'signed'
      ? `${forTerminal(from)} signed for package ${made.package}: the receipt is in the custody log`
      : `A signed paper of ${forTerminal(from)} for package ${made.package} is in the custody log; nothing in it was checked`,
  ]);
}

function buildLines({ package: id, profile, sealedAt, recipient, receipts }: HandedOver): readonly string[] {
  return [
    `${formatTime(sealedAt)}  package ${id}  ${profile}${recipient === undefined ? '' : `  for ${forTerminal(recipient, 200)}`}`,
    ...(receipts.length === 0 ? ['  no receipt'] : []),
    ...receipts.map(
      ({ kind, recordedAt, from, exhibit }) =>
        `  ${formatTime(recordedAt)}  ${kind === 'signed' ? 'signed receipt' : `paper receipt ${exhibit ?? ''}`.trimEnd()}${from === undefined ? '' : `  ${forTerminal(from, 200)}`}`,
    ),
  ];
}

/** Throws `input-unreadable`. */
function readReceipt(path: string): Uint8Array {
  try {
    if (statSync(path).size > MAX_RECEIPT_BYTES) throw new PugmarkError('input-unreadable', 'it is too long for a receipt');
    return readFileSync(path);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new PugmarkError('input-unreadable', `No receipt can be read from ${basename(path)}: ${why}`, { cause });
  }
}
