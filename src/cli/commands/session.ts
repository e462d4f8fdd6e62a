import { assertSomeCapturable } from '../../app/capture-addresses.ts';
import { PugmarkError } from '../../core/errors.ts';
import type { Cli } from '../cli.ts';
import { composeBrowsers } from '../../engine/composition.ts';
import { parseSessionName } from '../options.ts';
import { profileFolderOf } from '../../engine/case-profiles.ts';
import type { Program } from '../program.ts';
import { readVault } from '../vault-access.ts';

export function addSessionCommand(program: Program, cli: Cli): void {
  program
    .command('session')
    .description('open the browser on a kept profile of the case, for a person to log in; ends when the window closes')
    .argument('<name>', 'name of the profile, e.g. a platform', parseSessionName)
    .requiredOption('--case <ref>', 'reference of the case')
    .requiredOption('--open <url>', 'where to begin')
    .action(async (name, { case: reference, open: url }) => {
      const { vaultFolder, summary } = await readVault(cli, (vault) => ({
        vaultFolder: vault.folder,
        summary: vault.readCase(reference).summary,
      }));
      assertSomeCapturable([{ url, from: '--open' }], summary.practice);
      assertDisplay(cli.streams.env);
      cli.note(
        `Log in, then close the window. The profile "${name}" keeps the login for: pugmark capture --session ${name} --case ${reference}`,
      );
      const browsers = await composeBrowsers(vaultFolder);
      await browsers.openForPerson({
        url,
        profileFolder: profileFolderOf(vaultFolder, summary.id, name),
        practiceOnly: summary.practice,
        cancelled: cli.interrupts.signal,
      });
      cli.result({ format: 'session/v1', case: summary.reference, session: name }, [`The profile "${name}" is kept.`]);
    });
}

/** A person needs to see the window. Throws `display-missing`. */
function assertDisplay(env: Cli['streams']['env']): void {
  if (process.platform === 'win32' || process.platform === 'darwin') return;
  if ((env['DISPLAY'] ?? '') !== '' || (env['WAYLAND_DISPLAY'] ?? '') !== '') return;
  throw new PugmarkError(
    'display-missing',
    'Logging in needs a screen and neither DISPLAY nor WAYLAND_DISPLAY is set: run this on a desktop',
  );
}
