import { buildPublicKeyPem } from '../../core/signing/public-key.ts';
import type { IdentityKey } from '../../core/signing/identity-key.ts';
import { openIdentityCertificate } from '../../core/signing/key-certificate.ts';
import { PugmarkError } from '../../core/errors.ts';
import { nodeCryptography } from '../../platform/cryptography.ts';
import type { Cli } from '../cli.ts';
import { forTerminal } from '../output/terminal-text.ts';
import type { Program } from '../program.ts';
import { readVault } from '../vault-access.ts';

export function addKeyCommand(program: Program, cli: Cli): void {
  const key = program.command('key').description('the keys of this station');
  key
    .command('show')
    .description('fingerprint and public key of the identity, for those who will check packages of this station')
    .option('--practice', 'the identity for practice')
    .action(({ practice = false }) =>
      readVault(cli, (vault) => {
        const found = vault.listKeys().find((one) => one.purpose === 'identity' && one.practice === practice && one.state === 'current');
        if (found === undefined) throw new PugmarkError('key-invalid', 'This vault has no identity key; run a check');
        const { agency, createdAt } = openIdentityCertificate(nodeCryptography, found.certificate, practice);
        const publicKey = buildPublicKeyPem(found.publicKey);
        const document: IdentityKey = {
          format: 'identity-key/v1',
          practice,
          fingerprint: found.id,
          createdAt,
          ...(agency === undefined ? {} : { agency }),
          publicKey,
        };
        cli.result(document, [
          `${found.id}${practice ? '  PRACTICE, signs no evidence' : ''}`,
          `${agency === undefined ? '' : `${forTerminal(agency)}, `}made ${createdAt}`,
          publicKey.trimEnd(),
        ]);
      }),
    );
}
