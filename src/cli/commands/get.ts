import { pipeline } from 'node:stream/promises';
import { isArtifactRole, viewArtifacts } from '../../app/exhibit-service.ts';
import { ARTIFACT_ROLES } from '../../core/model/artifact.ts';
import type { StoredArtifact } from '../../core/model/case.ts';
import type { CaseStore } from '../../core/ports.ts';
import { writeArtifactFiles } from '../artifact-files.ts';
import { usageError, type Cli } from '../cli.ts';
import { parseFolder } from '../options.ts';
import { formatBytes } from '../output/quantities.ts';
import { forTerminal } from '../output/terminal-text.ts';
import type { Program } from '../program.ts';
import { writeVault } from '../vault-access.ts';

export function addGetCommand(program: Program, cli: Cli): void {
  program
    .command('get')
    .description('the bytes of an artifact; the look at it enters the custody log')
    .argument('<ref>', 'reference of the case')
    .argument('<exhibit>', 'number of the exhibit, e.g. E-0001')
    .argument('<role>', `one of ${ARTIFACT_ROLES.join(', ')}`)
    .option('--out <path>', 'a new file, or a folder for all artifacts of the role; nothing is overwritten', parseFolder)
    .option('--reason <text>', 'why it is looked at; kept in the case')
    .action(async (reference, exhibit, role, { out, reason }) => {
      if (!isArtifactRole(role)) throw usageError(`There is no role ${JSON.stringify(role)}: use one of ${ARTIFACT_ROLES.join(', ')}`);
      if (out === undefined && cli.json) throw usageError('--json and the bytes of an artifact cannot share standard output: give --out');
      await writeVault(cli, async (vault) => {
        const store = vault.openCase(reference);
        const artifacts = viewArtifacts(store, { exhibit, role, ...(reason === undefined ? {} : { reason }) });
        if (out === undefined) await writeToStdout(cli, store, artifacts);
        else await writeToFiles(cli, store, { artifacts, out, reference, exhibit });
      });
    });
}

async function writeToStdout(cli: Cli, store: CaseStore, artifacts: readonly StoredArtifact[]): Promise<void> {
  const [artifact] = artifacts;
  if (artifact === undefined || artifacts.length > 1) {
    throw usageError(`The exhibit has ${artifacts.length} artifacts of this role: give a folder with --out`);
  }
  if (cli.streams.stdout.isTTY === true && !/^(text|application\/json)/.test(artifact.mediaType)) {
    throw usageError(`${artifact.name} is ${artifact.mediaType} and no text for a terminal: give --out, or send it on`);
  }
  await pipeline(store.readArtifact(artifact), cli.streams.stdout, { end: false });
}

async function writeToFiles(
  cli: Cli,
  store: CaseStore,
  request: { readonly artifacts: readonly StoredArtifact[]; readonly out: string; readonly reference: string; readonly exhibit: string },
): Promise<void> {
  const files = await writeArtifactFiles(store, request.artifacts, request.out);
  cli.result(
    { format: 'artifact-files/v1', case: store.summary.reference, exhibit: request.exhibit, files },
    files.map(
      ({ path, sizeBytes, alreadyThere }) =>
        `${forTerminal(path)}  ${formatBytes(sizeBytes)}${alreadyThere ? '  (was there already)' : ''}`,
    ),
  );
}
