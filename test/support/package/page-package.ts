import { sha512DigestOf } from '../../../src/core/digest/digest.ts';
import { toUtf8 } from '../../../src/core/digest/encoding.ts';
import type { Artifact } from '../../../src/core/model/artifact.ts';
import { nodeHashing } from '../../../src/platform/cryptography.ts';
import { buildPackage, type BuiltPackage } from './builder.ts';
import { digestOf, type Twists } from './twists.ts';

/** What the page of the first exhibit says: hostile, as any text of a page may be. */
export const PAGE_TEXT = 'Perroquet gris <img src=x onerror=alert(1)>, apprivoisé';
export const PAGE_TITLE = '<script>alert("title")</script> Oud ivoren beeldje';
export const PAGE_SELLER = 'Tusk & Co';

const bytes = toUtf8(PAGE_TEXT);
const text: Artifact = {
  role: 'text',
  name: 'text.txt',
  mediaType: 'text/plain',
  sizeBytes: bytes.length,
  sha256: digestOf(bytes),
  sha512: sha512DigestOf(nodeHashing.sha512(bytes)),
};

/** A package of another station whose first exhibit has a title, a seller, a text and pictures. */
export async function buildPagePackage(twists: Pick<Twists, 'practice' | 'statement'> = {}): Promise<BuiltPackage> {
  const jsonLd = [`{"@type":"Product","offers":{"seller":{"@type":"Person","name":"${PAGE_SELLER}"}}}`];
  return await buildPackage({
    ...twists,
    record: (base) => {
      if (base.observation.state !== 'sealed') return base;
      const page = { title: PAGE_TITLE, meta: [], openGraph: [], jsonLd, microdata: [] };
      return { ...base, observation: { ...base.observation, page, artifacts: [...base.observation.artifacts, text] } };
    },
    payload: (files) => void files.set('data/exhibits/E-0001/text.txt', bytes),
  });
}
