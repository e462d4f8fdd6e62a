import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { SignedReceipt } from '../../app/receive-package.ts';
import { readPackageContents, takePackage, type PackageContents } from '../../app/take-package.ts';
import { isPassed, type Axis } from '../../core/package/verdict.ts';
import { readFileDigest } from '../../packaging/file-digest.ts';
import { composeReceivedGround, composeReceiveGround } from '../../engine/composition.ts';
import { usageError, type Cli } from '../cli.ts';
import { EXIT } from '../exit-codes.ts';
import { forTerminal } from '../output/terminal-text.ts';
import { buildVerdictLines } from '../output/verdict-lines.ts';
import type { Program } from '../program.ts';
import { openWithKeys } from '../package-keys.ts';
import { writeVault } from '../vault-access.ts';
import { givenFile } from './add.ts';
import { collect, parseAxes, requestOf, runVerify, VERIFY_OPTIONS } from './verify.ts';

export function addReceiveCommand(program: Program, cli: Cli): void {
  program
    .command('receive')
    .description('verifies a package and, when nothing speaks against it, signs a receipt to be sent back')
    .argument('<package>', 'the package as it came')
    .option('--case <ref>', 'case of this vault that it is received into')
    .option('--continue <ref>', 'makes a case of this reference that goes on from the package: its log begins with what the package shows')
    .option('--title <text>', 'title of the continued case; default: its reference')
    .option('--keep', 'keeps the package in the case, as an exhibit of kind "received"; a continued case always keeps it')
    .option('--trust-key <file>', 'public key (PEM) or certificate of the sending station; repeatable', collect)
    .option('--revocation <file>', VERIFY_OPTIONS.revocation, collect)
    .option('--agency-roots <pem>', VERIFY_OPTIONS.agencyRoots, collect)
    .option('--identity <file>', VERIFY_OPTIONS.identity, collect)
    .option('--after <older>', VERIFY_OPTIONS.after)
    .option('--tsa-roots <file>', VERIFY_OPTIONS.tsaRoots, collect)
    .option('--token <file>', VERIFY_OPTIONS.token, collect)
    .option('--require <axes>', VERIFY_OPTIONS.require, parseAxes)
    .option('--out <file>', 'where the receipt is left; default: beside the package')
    .action(async (path, options) => {
      if ((options.case === undefined) === (options.continue === undefined))
        throw usageError('Name a case of this vault with --case, or a new one with --continue: one of the two');
      const receiptPath = resolve(options.out ?? join(dirname(path), `${stemOf(path)}.receipt.dsse.json`));
      // Before anything is made that could not be undone; who writes it looks again.
      if (existsSync(receiptPath))
        throw usageError(`${forTerminal(receiptPath)} stands there already: name another place for the receipt with --out`);
      const fileSha256 = await readFileDigest(path);
      const isKept = options.keep === true || options.continue !== undefined;
      if (isKept && fileSha256 === undefined) throw usageError('Give the package as one file, as it came: a folder cannot be kept');
      const { verdict, seal } = await runVerify(cli, requestOf(path, options));
      const required: readonly Axis[] = options.require ?? [];
      const lines = buildVerdictLines(cli.paint, verdict, { path, required });
      if (seal === undefined || !isPassed(verdict, required)) {
        cli.result({ format: 'receive-result/v1', case: options.case, verdict }, [
          ...lines,
          '',
          cli.paint.as('bad', 'No receipt was signed.'),
        ]);
        cli.exitCode = EXIT.failed;
        return;
      }
      const contents = isKept ? await readContents(cli, path, options.identity ?? []) : undefined;
      const given = { verdict, seal, ...(fileSha256 === undefined ? {} : { fileSha256 }) };
      await writeVault(cli, async (vault) => {
        const ground = { receive: composeReceiveGround(), received: await composeReceivedGround() };
        const taken = await takePackage(ground, {
          vault,
          given,
          path: receiptPath,
          into:
            options.continue === undefined
              ? { case: options.case ?? '' }
              : { reference: options.continue, title: options.title ?? options.continue },
          ...(contents === undefined ? {} : { keep: { file: givenFile(path), contents } }),
          signal: cli.interrupts.signal,
        });
        const { store, receipt, exhibit: kept } = taken;
        const exhibit = kept === undefined ? {} : { exhibit: kept };
        cli.result({ format: 'receive-result/v1', case: store.summary.reference, verdict, receipt, ...exhibit }, [
          ...lines,
          '',
          ...buildReceiptLines(receipt),
          ...(kept === undefined ? [] : [`The package is ${kept} of case ${forTerminal(store.summary.reference)}`]),
        ]);
      });
    });
}

async function readContents(cli: Cli, path: string, identities: readonly string[]): Promise<PackageContents> {
  const opened = await openWithKeys(cli, path, { identities });
  try {
    return await readPackageContents(opened.source);
  } finally {
    await opened.close();
  }
}

function buildReceiptLines({ path, digest, receipt }: SignedReceipt): readonly string[] {
  return [`Receipt ${receipt} is in ${forTerminal(path)}: send it back`, `Its digest is ${digest}`];
}

/** The name of a package without what says how it is packed. */
function stemOf(path: string): string {
  return basename(path).replace(/\.(?:zip|age)$/i, '');
}
