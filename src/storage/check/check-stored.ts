import type { Sha256Digest } from '../../core/digest/digest.ts';
import { isPugmarkError } from '../../core/errors.ts';
import type { ArtifactRow } from '../cases/case-rows.ts';
import type { ContentKeys } from '../keys/content-keys.ts';
import type { VaultEnvironment } from '../vault-environment.ts';
import type { CheckCollector } from './check-collector.ts';
import { readObjectFacts, readPlainFacts, type ObjectFacts } from './check-objects.ts';

/** Stored bytes against the object's name, once per object. Undefined when they are missing or others. */
export async function checkStored(parts: {
  readonly collector: CheckCollector;
  readonly environment: VaultEnvironment;
  readonly objectsFolder: string;
  readonly seen: Map<Sha256Digest, ObjectFacts | undefined>;
  readonly row: ArtifactRow;
  readonly place: string;
}): Promise<ObjectFacts | undefined> {
  const { collector, seen, row, place } = parts;
  const object = row.object_sha256;
  if (!seen.has(object)) {
    const facts = await readObjectFacts(parts.environment.cryptography, parts.objectsFolder, object);
    collector.checked.objects += 1;
    collector.checked.bytes += facts?.sizeBytes ?? 0;
    if (facts === undefined) collector.finding('object-missing', `${place} ${row.name}`, `Object ${object} is not in the vault`);
    else if (facts.sha256 !== object) collector.finding('object-changed', `${place} ${row.name}`, `Object ${object} holds other bytes`);
    seen.set(object, facts?.sha256 === object ? facts : undefined);
  }
  const facts = seen.get(object);
  if (facts !== undefined && facts.sizeBytes !== row.stored_bytes) {
    collector.finding('artifact-changed', `${place} ${row.name}`, 'Its object has another size than its row says');
  }
  return facts;
}

/** Decrypted bytes against the row's digests; true when they are those. */
export async function checkEncrypted(parts: {
  readonly collector: CheckCollector;
  readonly environment: VaultEnvironment;
  readonly objectsFolder: string;
  readonly keys: ContentKeys;
  readonly row: ArtifactRow;
  readonly place: string;
}): Promise<boolean> {
  const { collector, row, place } = parts;
  try {
    const key = parts.keys.open(row.key_id ?? '');
    const plain = await readPlainFacts(parts.environment.cryptography, parts.objectsFolder, row.object_sha256, key);
    if (plain !== undefined && isSamePlain(plain, row)) return true;
    collector.finding('artifact-changed', `${place} ${row.name}`, 'Decrypted, its bytes are not those of its digests');
  } catch (error) {
    if (!isPugmarkError(error, 'key-invalid')) throw error;
    collector.finding('content-key-invalid', `${place} ${row.name}`, error.message);
  }
  return false;
}

/** True when the bytes are those of the row's digests. */
export function isSamePlain(facts: ObjectFacts, row: ArtifactRow): boolean {
  return facts.sizeBytes === row.size_bytes && facts.sha256 === row.sha256 && facts.sha512 === row.sha512;
}
