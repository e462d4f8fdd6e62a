import { PACKAGE_PATHS } from '../layout.ts';
import { listBelow, readHeld, type BagFiles } from './checked-bag.ts';
import { messageOf } from './message-of.ts';
import type { VerdictCollector } from './verdict-collector.ts';

/** Envelopes below `data/custody/keys/` by their paths, none of them opened. */
export interface KeyFiles {
  readonly certificates: ReadonlyMap<string, Uint8Array>;
  readonly links: ReadonlyMap<string, Uint8Array>;
  readonly revocations: ReadonlyMap<string, Uint8Array>;
}

/** Far longer than any of them. */
const MAX_STATEMENT_BYTES = 64 * 1024;
const MAX_STATEMENTS = 10_000;

/** Undefined when there are more than anybody reads. */
export async function readKeyFiles(collector: VerdictCollector, bag: BagFiles): Promise<KeyFiles | undefined> {
  const files = listBelow(bag, PACKAGE_PATHS.keys);
  if (files.length > MAX_STATEMENTS) {
    collector.finding('size-limit', PACKAGE_PATHS.keys, `It holds more than ${MAX_STATEMENTS} files`);
    return undefined;
  }
  const read = {
    certificates: new Map<string, Uint8Array>(),
    links: new Map<string, Uint8Array>(),
    revocations: new Map<string, Uint8Array>(),
  };
  for (const name of files) {
    const path = `${PACKAGE_PATHS.keys}/${name}`;
    const match = /^[0-9a-f]{16}(\.link|\.revocation)?\.dsse\.json$/.exec(name);
    if (match === null) {
      collector.finding('layout-unknown-file', path, 'It is no statement about a key by its name');
      continue;
    }
    const [, kind] = match;
    try {
      const envelope = await readHeld(bag, path, MAX_STATEMENT_BYTES);
      if (kind === '.link') read.links.set(path, envelope);
      else if (kind === '.revocation') read.revocations.set(path, envelope);
      else read.certificates.set(path, envelope);
    } catch (error) {
      const code = kind === '.link' ? 'key-link-invalid' : kind === '.revocation' ? 'key-revocation-invalid' : 'key-certificate-invalid';
      collector.finding(code, path, messageOf(error));
    }
  }
  return read;
}
