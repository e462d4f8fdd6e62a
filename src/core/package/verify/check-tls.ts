import { sha256DigestOf } from '../../digest/digest.ts';
import { parseBase64, parseUtf8 } from '../../digest/encoding.ts';
import { fileNameInPackage } from '../layout.ts';
import type { CheckedExhibit } from './check-exhibit.ts';
import { readHeld, type CheckedBag, type VerifyPorts } from './checked-bag.ts';
import { messageOf } from './message-of.ts';
import type { VerdictCollector } from './verdict-collector.ts';

const BLOCK = /-----BEGIN CERTIFICATE-----\n([A-Za-z0-9+/=\n]*)-----END CERTIFICATE-----\n/g;
const MAX_CHAIN_BYTES = 4 * 1024 * 1024;

/** Step 9, certificates: those in [tls-chain] are the ones whose digests the record names, in their order. */
export async function checkTlsChain(
  collector: VerdictCollector,
  ports: Pick<VerifyPorts, 'hashing'>,
  bag: CheckedBag,
  { record, folder, whole }: CheckedExhibit,
): Promise<void> {
  const { artifacts, tls } = record.observation;
  for (const artifact of artifacts) {
    if (artifact.role !== 'tls-chain' || !whole.has(artifact.name)) continue;
    const path = `${folder}/${fileNameInPackage(artifact)}`;
    try {
      const text = parseUtf8(await readHeld(bag, path, MAX_CHAIN_BYTES));
      const chain = [...text.matchAll(BLOCK)].map(([, base64 = '']) =>
        sha256DigestOf(ports.hashing.sha256(parseBase64(base64.replaceAll('\n', '')))),
      );
      if (chain.join() !== (tls?.chainSha256 ?? []).join())
        collector.finding('record-differs', path, 'Its certificates are not those whose digests the record names');
    } catch (error) {
      collector.finding('record-differs', path, messageOf(error));
    }
  }
}
