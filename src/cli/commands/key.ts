import { writeFileSync } from 'node:fs';
import { InvalidArgumentError } from '@commander-js/extra-typings';
import type { Sha256Digest } from '../../core/digest/digest.ts';
import { sha256DigestSchema } from '../../core/digest/digest.ts';
import { PugmarkError } from '../../core/errors.ts';
import { buildPublicKeyPem } from '../../core/signing/public-key.ts';
import type { IdentityKey } from '../../core/signing/identity-key.ts';
import { buildKeyCode, buildKeySheet, groupFingerprint, type KeyCard } from '../../core/signing/key-card.ts';
import { KEY_PURPOSES, type KeyPurpose } from '../../core/signing/key-certificate.ts';
import { REVOCATION_REASONS, type RevocationReason } from '../../core/signing/key-revocation.ts';
import { readKeyCard } from '../../app/key-card.ts';
import { nodeCryptography } from '../../platform/cryptography.ts';
import type { Cli } from '../cli.ts';
import { forTerminal } from '../output/terminal-text.ts';
import type { Program } from '../program.ts';
import { readVault, writeVault } from '../vault-access.ts';

/** The keys of a station: shown, given out, changed, revoked. */
export function addKeyCommand(program: Program, cli: Cli): void {
  const key = program.command('key').description('the keys of this station');
  key
    .command('show')
    .description('fingerprint and public key of the identity, for those who will check packages of this station')
    .option('--practice', 'the identity for practice')
    .action(({ practice = false }) =>
      readVault(cli, (vault) => {
        const card = readKeyCard(nodeCryptography, vault, practice);
        cli.result(describeCard(card), [
          `${card.fingerprint}${practice ? '  PRACTICE, signs no evidence' : ''}`,
          `${card.agency === undefined ? '' : `${forTerminal(card.agency)}, `}made ${card.createdAt}`,
          buildPublicKeyPem(card.publicKey).trimEnd(),
        ]);
      }),
    );
  key
    .command('export')
    .description('the same as a sheet to be printed, and as a QR code')
    .option('--practice', 'the identity for practice')
    .option('--out <file>', 'where the sheet is written; default: standard output')
    .option('--qr <file>', 'where the QR code is written, .png or .svg', parsePictureName)
    .action(({ practice = false, out, qr }) =>
      readVault(cli, async (vault) => {
        const card = readKeyCard(nodeCryptography, vault, practice);
        const sheet = buildKeySheet(card);
        if (qr !== undefined) {
          const code = buildKeyCode(card);
          // Pictures are not loaded by every command.
          const { buildQrPng, buildQrSvg } = await import('../../imaging/qr-code.ts');
          writeNew(qr, /\.png$/i.test(qr) ? await buildQrPng(code) : buildQrSvg(code));
        }
        if (out !== undefined) writeNew(out, new TextEncoder().encode(sheet));
        const written = [out, qr].filter((path) => path !== undefined);
        const lines = out === undefined ? sheet.trimEnd().split('\n').map(forTerminal) : [];
        cli.result({ ...describeCard(card), groups: groupFingerprint(card.fingerprint), code: buildKeyCode(card), written }, [
          ...lines,
          ...written.map((path) => `Written: ${forTerminal(path)}`),
        ]);
      }),
    );
  addListCommand(key, cli);
  addRotateCommand(key, cli);
  addRevokeCommand(key, cli);
}

type KeyCommand = ReturnType<Program['command']>;

function addListCommand(key: KeyCommand, cli: Cli): void {
  key
    .command('list')
    .description('every key of this station, also those that were rotated away or revoked')
    .action(() =>
      readVault(cli, (vault) => {
        const keys = vault.listKeys().map(({ id, purpose, practice, operator, createdAt, state }) => ({
          key: id,
          purpose,
          practice,
          ...(operator === undefined ? {} : { operator }),
          createdAt,
          state,
        }));
        const lines = keys.map(
          ({ key: id, purpose, practice, operator = '', createdAt, state }) =>
            `${id}  ${state}  ${purpose}${practice ? ' (practice)' : ''}${operator === '' ? '' : ` ${forTerminal(operator)}`}, made ${createdAt}`,
        );
        cli.result({ format: 'key-list/v1', keys }, lines);
      }),
    );
}

function addRotateCommand(key: KeyCommand, cli: Cli): void {
  key
    .command('rotate')
    .description('a new key in the place of one in use; the old one signs a link to it and stays for verification')
    .option('--practice', 'of practice, not of evidence')
    .option('--purpose <purpose>', `one of ${KEY_PURPOSES.join(', ')}; default: identity`, parsePurpose)
    .option('--operator <service-no>', 'with --purpose operator: whose; default: who acts')
    .action(({ practice = false, purpose = 'identity', operator }) =>
      writeVault(cli, (vault) => {
        if (operator !== undefined && purpose !== 'operator')
          throw new PugmarkError('usage', '--operator goes with --purpose operator only');
        const rotated = vault.rotateKey({ purpose, practice, ...(operator === undefined ? {} : { operator }) });
        const { from, to, rotatedAt } = rotated;
        cli.result({ format: 'key-rotation/v1', purpose, practice, from, to, rotatedAt }, [
          `New ${practice ? 'practice ' : ''}${purpose} key ${to}`,
          `It takes the place of ${from}, which signed the link to it`,
          ...(purpose === 'identity' ? ['Give the new fingerprint to those who check packages of this station ("key export")'] : []),
        ]);
      }),
    );
}

function addRevokeCommand(key: KeyCommand, cli: Cli): void {
  key
    .command('revoke')
    .description('says of a key that was rotated away that it is no longer to be trusted')
    .argument('<key>', 'its whole fingerprint ("key list")', parseKeyId)
    .requiredOption('--reason <reason>', `one of ${REVOCATION_REASONS.join(', ')}`, parseReason)
    .option('--from <time>', 'from when its signatures do not count, e.g. 2026-03-02T08:00:00Z; default: now', parseTime)
    .option('--out <file>', 'where the revocation is written, for those who check packages that the key signed')
    .action((id, { reason, from, out }) =>
      writeVault(cli, (vault) => {
        const revoked = vault.revokeKey({ key: id, reason, ...(from === undefined ? {} : { invalidFrom: from }) });
        if (out !== undefined) writeNew(out, revoked.statement);
        const { statement: _statement, ...said } = revoked;
        cli.result({ format: 'key-revocation-result/v1', ...said, ...(out === undefined ? {} : { written: out }) }, [
          `Revoked: ${revoked.purpose} key ${id} (${reason}), from ${revoked.invalidFrom}`,
          ...(out === undefined ? [] : [`Written: ${forTerminal(out)}`]),
        ]);
      }),
    );
}

function describeCard({ practice, fingerprint, createdAt, agency, publicKey }: KeyCard): IdentityKey {
  return {
    format: 'identity-key/v1',
    practice,
    fingerprint,
    createdAt,
    ...(agency === undefined ? {} : { agency }),
    publicKey: buildPublicKeyPem(publicKey),
  };
}

/** Nothing is overwritten. */
function writeNew(path: string, bytes: Uint8Array): void {
  try {
    writeFileSync(path, bytes, { flag: 'wx' });
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new PugmarkError('usage', `${path} cannot be written: ${why}`, { cause });
  }
}

function parsePurpose(text: string): KeyPurpose {
  const purpose = KEY_PURPOSES.find((one) => one === text);
  if (purpose === undefined) throw new InvalidArgumentError(`Use one of ${KEY_PURPOSES.join(', ')}.`);
  return purpose;
}

function parseReason(text: string): RevocationReason {
  const reason = REVOCATION_REASONS.find((one) => one === text);
  if (reason === undefined) throw new InvalidArgumentError(`Use one of ${REVOCATION_REASONS.join(', ')}.`);
  return reason;
}

function parseKeyId(text: string): Sha256Digest {
  const id = sha256DigestSchema.safeParse(text.startsWith('sha256:') ? text : `sha256:${text}`);
  if (!id.success) throw new InvalidArgumentError('Write the whole fingerprint, 64 hex digits in lower case.');
  return id.data;
}

function parseTime(text: string): string {
  const isTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?Z$/.test(text) && !Number.isNaN(Date.parse(text));
  if (!isTime) throw new InvalidArgumentError('Write a time in UTC such as 2026-03-02T08:00:00Z.');
  return new Date(text).toISOString();
}

function parsePictureName(text: string): string {
  if (!/\.(?:png|svg)$/i.test(text)) throw new InvalidArgumentError('Name a file that ends with .png or .svg.');
  return text;
}
