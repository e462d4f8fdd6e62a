import type { Signer } from '../../core/ports.ts';
import type { Operator } from '../../core/ports.ts';
import type { Database } from '../database.ts';
import { buildKeyCreatedEvent, insertKey, makeKey } from '../keys/make-keys.ts';
import type { Append } from '../log/custody-log.ts';
import type { VaultEnvironment } from '../vault-environment.ts';
import { insertOperator } from './vault-rows.ts';

/**
 * Makes an operator's two keys and returns what writes their rows and entries, within a transaction.
 * The entry names the keys; the service number stands in their certificates.
 */
export function makeOperator(
  environment: VaultEnvironment,
  folder: string,
  vaultKey: Uint8Array,
  wanted: {
    readonly serviceNumber: string;
    readonly osAccount?: string;
    readonly identity: Signer;
    readonly practiceIdentity: Signer;
    /** Service number of whoever adds the operator. */
    readonly actor: string;
  },
): (db: Database, append: Append) => Operator {
  const operator = wanted.serviceNumber;
  const evidence = makeKey(environment, folder, vaultKey, { purpose: 'operator', practice: false, identity: wanted.identity, operator });
  const practice = makeKey(environment, folder, vaultKey, {
    purpose: 'operator',
    practice: true,
    identity: wanted.practiceIdentity,
    operator,
  });
  return (db, append) => {
    for (const key of [evidence, practice]) {
      insertKey(db, key);
      append(buildKeyCreatedEvent(environment, key, wanted.actor));
    }
    const { entry } = append({
      type: 'operator.added',
      actor: wanted.actor,
      details: { key: evidence.id, practiceKey: practice.id },
      ...(wanted.osAccount === undefined ? {} : { texts: { osAccount: wanted.osAccount } }),
    });
    const added: Operator = {
      serviceNumber: operator,
      ...(wanted.osAccount === undefined ? {} : { osAccount: wanted.osAccount }),
      addedAt: entry.time,
      keyId: evidence.id,
      practiceKeyId: practice.id,
    };
    insertOperator(db, added);
    return added;
  };
}
