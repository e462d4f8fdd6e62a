import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { requireRecipient } from '../../app/package-recipients.ts';
import { sha256DigestSchema, type Sha256Digest } from '../../core/digest/digest.ts';
import { PugmarkError } from '../../core/errors.ts';
import { nameOfRecipient, type Recipient } from '../../core/model/recipient.ts';
import { MAX_TRUST_KEY_BYTES, parseTrustKey } from '../../core/package/trust-key.ts';
import { makeIdentityFile } from '../../packaging/age/make-identity.ts';
import { nodeCryptography } from '../../platform/cryptography.ts';
import { systemClock } from '../../platform/system-clock.ts';
import type { Cli } from '../cli.ts';
import { forTerminal } from '../output/terminal-text.ts';
import type { Program } from '../program.ts';
import { readVault, writeVault } from '../vault-access.ts';

export function addRecipientCommand(program: Program, cli: Cli): void {
  const recipient = program.command('recipient').description('whom packages are handed over to: the register of this vault');
  recipient
    .command('add')
    .description('a unit with its keys, once you have made sure that they are theirs')
    .requiredOption('--unit <name>', 'the unit')
    .option('--person <name>', 'a person of the unit')
    .requiredOption('--key <recipient>', 'their age recipient (age1...): packages are encrypted to it')
    .option(
      '--receipt-key <key>',
      "their station's identity, which signs receipts: sha256:..., or a file with its public key or certificate",
    )
    .requiredOption(
      '--checked <how>',
      'how you made sure that the keys are theirs, e.g. "read out over the phone, number from the list of NCBs"',
    )
    .action(async ({ unit, person, key, receiptKey, checked }) => {
      const fingerprint = receiptKey === undefined ? undefined : readReceiptKey(receiptKey);
      await writeVault(cli, (vault) => {
        const added = vault.addRecipient({
          unit,
          ...(person === undefined ? {} : { person }),
          ageKey: key,
          ...(fingerprint === undefined ? {} : { receiptKey: fingerprint }),
          checkedHow: checked,
        });
        cli.result(added, [`${forTerminal(nameOfRecipient(added))} is in the register`, ...buildRecipientLines(added)]);
      });
    });
  recipient
    .command('list')
    .description('all of them')
    .action(() =>
      readVault(cli, (vault) => {
        const recipients = vault.listRecipients();
        cli.result(
          { format: 'recipient-list/v1', recipients },
          recipients.length === 0
            ? ['The register is empty: pugmark recipient add']
            : recipients.map(
                (one) =>
                  `${forTerminal(nameOfRecipient(one))}  ${one.ageKey.slice(0, 16)}...  ${one.receiptKey === undefined ? 'no receipt key' : 'signs receipts'}`,
              ),
        );
      }),
    );
  recipient
    .command('show')
    .description('one of them: keys, how they were checked and when')
    .argument('<name>', 'name of the unit or the person, or the id')
    .action((name) =>
      readVault(cli, (vault) => {
        const found = requireRecipient(vault.listRecipients(), name);
        cli.result(found, [forTerminal(nameOfRecipient(found)), ...buildRecipientLines(found)]);
      }),
    );
  recipient
    .command('remove')
    .description('takes one out of the register; the vault log keeps what it was')
    .argument('<name>', 'name of the unit or the person, or the id')
    .action((name) =>
      writeVault(cli, (vault) => {
        const found = requireRecipient(vault.listRecipients(), name);
        vault.removeRecipient(found.id);
        cli.result({ format: 'recipient-removed/v1', id: found.id }, [
          `${forTerminal(nameOfRecipient(found))} is no longer in the register`,
        ]);
      }),
    );
  recipient
    .command('keygen')
    .description('a private key to receive encrypted packages with, and its age recipient to give to senders')
    .requiredOption('--out <file>', 'file for the private key; for you alone, nothing is overwritten')
    .action(async ({ out }) => {
      const path = resolve(out);
      const ageKey = await makeIdentityFile(path, systemClock.now());
      cli.result({ format: 'recipient-key/v1', ageKey, path }, [
        ageKey,
        `The private key is in ${forTerminal(path)}: keep it, give it to nobody`,
      ]);
    });
}

function buildRecipientLines({ id, ageKey, receiptKey, checkedHow, checkedAt }: Recipient): readonly string[] {
  return [
    `id           ${id}`,
    `age key      ${forTerminal(ageKey)}`,
    `receipt key  ${receiptKey ?? 'none: no receipt of theirs can be checked'}`,
    `checked      ${checkedAt}: ${forTerminal(checkedHow)}`,
  ];
}

/** A fingerprint as it stands, or that of the key in a file. Throws `input-unreadable`. */
function readReceiptKey(text: string): Sha256Digest {
  const fingerprint = sha256DigestSchema.safeParse(text.trim());
  if (fingerprint.success) return fingerprint.data;
  try {
    if (statSync(text).size > MAX_TRUST_KEY_BYTES) throw new PugmarkError('key-invalid', 'It is too long for a key');
    return parseTrustKey(nodeCryptography, readFileSync(text));
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new PugmarkError('input-unreadable', `No receipt key can be read from ${JSON.stringify(text)}: ${why}`, { cause });
  }
}
