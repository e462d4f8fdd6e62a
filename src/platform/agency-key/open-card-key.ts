import { createHash, X509Certificate } from 'node:crypto';
import type { AgencyKeyKind, AgencySigner } from '../../core/agency-seal/agency-signer.ts';
import { PugmarkError } from '../../core/errors.ts';
import { concatBytes, parseHex } from '../../core/digest/encoding.ts';
import type { SignatureHash } from '../../core/cryptography-ports.ts';
import { runCardTool, type CardToolOptions } from './card-tool.ts';
import type { CardKey } from './pkcs11-uri.ts';

/** Heads of DigestInfo (RFC 8017 section 9.2): every card signs that as it is, few hash themselves. */
const DIGEST_INFO: Readonly<Record<SignatureHash, string>> = {
  sha256: '3031300d060960864801650304020105000420',
  sha384: '3041300d060960864801650304020205000430',
  sha512: '3051300d060960864801650304020305000440',
};

const CURVES: Readonly<Record<string, 'p256' | 'p384' | 'p521'>> = { prime256v1: 'p256', secp384r1: 'p384', secp521r1: 'p521' };

/**
 * A key on a smart card or token, reached through its vendor's PKCS#11 module by OpenSC's `pkcs11-tool`: in a process of its own, as such modules hang and
 * crash. Its certificate is read at once. Throws `key-invalid`, `device-failed`.
 */
export async function openCardKey(
  key: CardKey,
  /** Asked for once, when the key signs. It goes to the tool in its surroundings, not in its arguments, and is kept nowhere. */
  askPin: () => Promise<string>,
  options: CardToolOptions = {},
): Promise<AgencySigner> {
  const place = [
    '--module',
    key.modulePath,
    ...(key.token === undefined ? [] : ['--token-label', key.token]),
    ...(key.slot === undefined ? [] : ['--slot', String(key.slot)]),
    ...(key.id === undefined ? [] : ['--id', key.id]),
    ...(key.object === undefined ? [] : ['--label', key.object]),
  ];
  const { output: der } = await runCardTool([...place, '--read-object', '--type', 'cert'], { ...options, wantsOutput: true });
  const certificate = readCertificate(der);
  const kind = kindOf(certificate);
  return {
    certificates: [new Uint8Array(certificate.raw)],
    key: kind,
    async sign(message, hash) {
      const digest = new Uint8Array(createHash(hash).update(message).digest());
      const input = kind.kind === 'rsa' ? concatBytes(parseHex(DIGEST_INFO[hash]), digest) : digest;
      const how = kind.kind === 'rsa' ? ['--mechanism', 'RSA-PKCS'] : ['--mechanism', 'ECDSA', '--signature-format', 'openssl'];
      const { output } = await runCardTool([...place, '--login', '--sign', ...how], {
        ...options,
        input,
        pin: await askPin(),
        wantsOutput: true,
      });
      if (output.length === 0) throw new PugmarkError('device-failed', 'The card gave no signature');
      return output;
    },
  };
}

function readCertificate(der: Uint8Array): X509Certificate {
  try {
    return new X509Certificate(der);
  } catch (cause) {
    throw new PugmarkError('key-invalid', 'The card has no certificate beside this key', { cause });
  }
}

function kindOf({ publicKey }: X509Certificate): AgencyKeyKind {
  if (publicKey.asymmetricKeyType === 'rsa') return { kind: 'rsa' };
  const curve = CURVES[publicKey.asymmetricKeyDetails?.namedCurve ?? ''];
  if (publicKey.asymmetricKeyType !== 'ec' || curve === undefined)
    throw new PugmarkError('key-invalid', 'The key on the card is neither RSA nor on one of the curves P-256, P-384, P-521');
  return { kind: 'ec', curve };
}
