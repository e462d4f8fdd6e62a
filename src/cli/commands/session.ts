import { assertSomeCapturable } from '../../app/capture-addresses.ts';
import { PugmarkError } from '../../core/errors.ts';
import type { CaseSummary } from '../../core/model/case.ts';
import type { Cli } from '../cli.ts';
import { composeBrowsers, composeVaults } from '../../engine/composition.ts';
import { parseSessionName } from '../options.ts';
import { profileFolderOf } from '../../engine/case-profiles.ts';
import type { Program } from '../program.ts';
import { readVault, writeVault } from '../vault-access.ts';

export function addSessionCommand(program: Program, cli: Cli): void {
  program
    .command('session')
    .description('open the browser on a kept profile of the case, for a person to log in; ends when the window closes')
    .argument('<name>', 'name of the profile, e.g. a platform', parseSessionName)
    .requiredOption('--case <ref>', 'reference of the case')
    .requiredOption('--open <url>', 'where to begin')
    .action(async (name, { case: reference, open: url }) => {
      const vaultFolder = cli.vaultFolder();
      const { encrypted } = composeVaults().describe(vaultFolder);
      if (encrypted) {
        // Kept encrypted: to be written it takes the vault's key and lock, for as long as the window is open.
        await writeVault(cli, async (vault) => {
          const store = vault.openCase(reference);
          assertOpenable(cli, url, store.summary);
          const profile = await store.openProfile(name);
          try {
            await logIn(cli, { name, url, vaultFolder, summary: store.summary, profileFolder: profile.folder });
          } finally {
            await profile.end('now');
          }
        });
      } else {
        const summary = await readVault(cli, (vault) => vault.readCase(reference).summary);
        assertOpenable(cli, url, summary);
        await logIn(cli, { name, url, vaultFolder, summary, profileFolder: profileFolderOf(vaultFolder, summary.id, name) });
      }
      cli.result({ format: 'session/v1', case: reference, session: name }, [`The profile "${name}" is kept.`]);
    });
}

function assertOpenable(cli: Cli, url: string, { practice }: CaseSummary): void {
  assertSomeCapturable([{ url, from: '--open' }], practice);
  assertDisplay(cli.streams.env);
}

async function logIn(
  cli: Cli,
  {
    name,
    url,
    vaultFolder,
    summary,
    profileFolder,
  }: {
    readonly name: string;
    readonly url: string;
    readonly vaultFolder: string;
    readonly summary: CaseSummary;
    readonly profileFolder: string;
  },
): Promise<void> {
  cli.note(
    `Log in, then close the window. The profile "${name}" keeps the login for: pugmark capture --session ${name} --case ${summary.reference}`,
  );
  const browsers = await composeBrowsers(vaultFolder);
  await browsers.openForPerson({ url, profileFolder, practiceOnly: summary.practice, cancelled: cli.interrupts.signal });
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
