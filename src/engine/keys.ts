import { readKeyCard } from '../app/key-card.ts';
import type { Sha256Digest } from '../core/digest/digest.ts';
import { sha256DigestOf } from '../core/digest/digest.ts';
import { PugmarkError } from '../core/errors.ts';
import type { KeyCard } from '../core/signing/key-card.ts';
import { buildKeyCode, buildKeySheet, buildRotationSheet, groupFingerprint } from '../core/signing/key-card.ts';
import { buildPublicKeyPem } from '../core/signing/public-key.ts';
import { buildQrCode } from '../imaging/qr-code.ts';
import { nodeCryptography } from '../platform/cryptography.ts';
import type { KEY_CALLS } from '../rpc/contract/keys.ts';
import type { Handlers } from '../rpc/handlers.ts';
import type { EngineContext } from './engine-context.ts';

export interface KeyParts {
  readonly context: EngineContext;
  /** Captures, exports and other work that a change of the key would cut short. */
  readonly countUnderWay: () => number;
  /** Ends the work of all cases and runs `act` while no case is open; then the work may go on. */
  readonly withoutCases: <T>(act: () => T) => Promise<T>;
}

/** The keys of the station, to be given out, looked at and changed. */
export function createKeyHandlers({ context, countUnderWay, withoutCases }: KeyParts): Pick<Handlers, keyof typeof KEY_CALLS> {
  const readCard = (): KeyCard => readKeyCard(nodeCryptography, context.vault(), false);
  const assertIdle = (): void => {
    const underWay = countUnderWay();
    if (underWay === 0) return;
    const message = `${underWay} captures or exports have not ended: wait for them, or stop them, then change the key`;
    throw new PugmarkError('work-under-way', message, { details: { underWay } });
  };
  return {
    'keys.read': () => {
      const vault = context.vault();
      const card = readCard();
      const { fingerprint, createdAt, agency, publicKey } = card;
      return {
        ...nameKey(fingerprint),
        createdAt,
        ...(agency === undefined ? {} : { agency }),
        publicKey: buildPublicKeyPem(publicKey),
        sheet: buildKeySheet(card),
        qr: buildQrCode(buildKeyCode(card)),
        keys: vault.listKeys().map(({ id, purpose, practice, operator, createdAt: madeAt, state }) => ({
          key: id,
          purpose,
          practice,
          ...(operator === undefined ? {} : { operator }),
          createdAt: madeAt,
          state,
        })),
      };
    },
    'keys.rotate': async ({ passphrase }) => {
      assertIdle();
      await context.vault().confirmPassphrase(passphrase);
      assertIdle();
      const { from, to, rotatedAt, link } = await withoutCases(() => context.vault().rotateKey({ purpose: 'identity', practice: false }));
      const card = readCard();
      return {
        from: nameKey(from),
        to: nameKey(to),
        rotatedAt,
        sheet: buildRotationSheet({ from, card, rotatedAt, link: sha256DigestOf(nodeCryptography.hashing.sha256(link)) }),
        qr: buildQrCode(buildKeyCode(card)),
      };
    },
  };
}

function nameKey(fingerprint: Sha256Digest): { readonly fingerprint: Sha256Digest; groups: string[] } {
  return { fingerprint, groups: [...groupFingerprint(fingerprint)] };
}
