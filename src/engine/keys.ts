import { readKeyCard } from '../app/key-card.ts';
import { buildKeyCode, buildKeySheet, groupFingerprint } from '../core/signing/key-card.ts';
import { buildPublicKeyPem } from '../core/signing/public-key.ts';
import { buildQrCode } from '../imaging/qr-code.ts';
import { nodeCryptography } from '../platform/cryptography.ts';
import type { KEY_CALLS } from '../rpc/contract/keys.ts';
import type { Handlers } from '../rpc/handlers.ts';
import type { EngineContext } from './engine-context.ts';

/** The keys of the station, to be given out and looked at. They are changed by the command line alone, while no case is open. */
export function createKeyHandlers(context: EngineContext): Pick<Handlers, keyof typeof KEY_CALLS> {
  return {
    'keys.read': () => {
      const vault = context.vault();
      const card = readKeyCard(nodeCryptography, vault, false);
      const { fingerprint, createdAt, agency, publicKey } = card;
      return {
        fingerprint,
        groups: [...groupFingerprint(fingerprint)],
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
  };
}
