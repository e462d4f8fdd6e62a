import { basename, dirname, join, resolve } from 'node:path';
import { receivePackage, type SignedReceipt } from '../../app/receive-package.ts';
import { AXES, isPassed, type Axis } from '../../core/package/verdict.ts';
import { readFileDigest } from '../../packaging/file-digest.ts';
import { composeReceiveGround } from '../../engine/composition.ts';
import type { Cli } from '../cli.ts';
import { EXIT } from '../exit-codes.ts';
import { forTerminal } from '../output/terminal-text.ts';
import { buildVerdictLines } from '../output/verdict-lines.ts';
import type { Program } from '../program.ts';
import { writeVault } from '../vault-access.ts';
import { collect, parseAxes, runVerify } from './verify.ts';

export function addReceiveCommand(program: Program, cli: Cli): void {
  program
    .command('receive')
    .description('verifies a package and, when nothing speaks against it, signs a receipt to be sent back')
    .argument('<package>', 'the package as it came')
    .requiredOption('--case <ref>', 'case of this vault that it is received into')
    .option('--trust-key <file>', 'public key (PEM) or certificate of the sending station; repeatable', collect)
    .option('--identity <file>', 'file of your age key, for an encrypted package; repeatable', collect)
    .option('--after <older>', 'a package of the same case that you got before: the log must go on from it')
    .option('--require <axes>', `axes that must pass, by commas: ${AXES.join(',')}`, parseAxes)
    .option('--out <file>', 'where the receipt is left; default: beside the package')
    .action(async (path, options) => {
      const receiptPath = resolve(options.out ?? join(dirname(path), `${stemOf(path)}.receipt.dsse.json`));
      const fileSha256 = await readFileDigest(path);
      const { verdict, seal } = await runVerify(cli, {
        path,
        trustKeys: options.trustKey ?? [],
        identities: options.identity ?? [],
        ...(options.after === undefined ? {} : { after: options.after }),
      });
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
      await writeVault(cli, async (vault) => {
        const store = vault.openCase(options.case);
        const given = { verdict, seal, ...(fileSha256 === undefined ? {} : { fileSha256 }) };
        const receipt = await receivePackage(composeReceiveGround(), { vault, store, given, path: receiptPath });
        cli.result({ format: 'receive-result/v1', case: options.case, verdict, receipt }, [...lines, '', ...buildReceiptLines(receipt)]);
      });
    });
}

function buildReceiptLines({ path, digest, receipt }: SignedReceipt): readonly string[] {
  return [`Receipt ${receipt} is in ${forTerminal(path)}: send it back`, `Its digest is ${digest}`];
}

/** The name of a package without what says how it is packed. */
function stemOf(path: string): string {
  return basename(path).replace(/\.(?:zip|age)$/i, '');
}
