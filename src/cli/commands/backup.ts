import { resolve } from 'node:path';
import type { Cli } from '../cli.ts';
import { composeVaults } from '../../engine/composition.ts';
import { parseFolder } from '../options.ts';
import { formatBytes, formatCount } from '../output/quantities.ts';
import { forTerminal } from '../output/terminal-text.ts';
import { VaultProgressDisplay } from '../output/vault-progress.ts';
import type { Program } from '../program.ts';
import { passphraseForReading } from '../vault-access.ts';

export function addBackupCommand(program: Program, cli: Cli): void {
  program
    .command('backup')
    .description('a consistent copy of the vault that can be used as a vault')
    .argument('<dir>', 'a new folder', parseFolder)
    .action(async (folder) => {
      const vaultFolder = cli.vaultFolder();
      const unlocked = await passphraseForReading(cli, vaultFolder);
      const display = new VaultProgressDisplay(cli, 'copying');
      const destination = resolve(folder);
      try {
        const report = await composeVaults().backup({
          folder: vaultFolder,
          destination,
          ...unlocked,
          onProgress: (progress) => display.show(progress),
          signal: cli.interrupts.signal,
        });
        display.clear();
        cli.result(report, [
          `Copied ${formatCount(report.cases, 'case')}, ${formatCount(report.objects, 'object')} (${formatBytes(report.bytes)}) to ${forTerminal(destination)}`,
          `Check the copy: pugmark check --vault ${forTerminal(destination)}`,
        ]);
      } finally {
        display.clear();
      }
    });
}
