import { toUtf8 } from '../../digest/encoding.ts';
import { PugmarkError } from '../../errors.ts';
import { compareByBytes, findNameFault } from '../entry-names.ts';
import { type BagVersion, splitTagLines } from './declaration.ts';

/** Digits of a digest by algorithm (RFC 8493 2.4: names in lower case without punctuation). */
const HEX_DIGITS: ReadonlyMap<string, number> = new Map([
  ['md5', 32],
  ['sha1', 40],
  ['sha224', 56],
  ['sha256', 64],
  ['sha384', 96],
  ['sha512', 128],
]);

/** `payload` lists what lies below `data/`, `tag` everything else. */
export type ManifestKind = 'payload' | 'tag';

export interface Manifest {
  /** Name of its file. */
  readonly name: string;
  readonly kind: ManifestKind;
  readonly algorithm: string;
  /** Digest in lower-case hex by path. */
  readonly digests: ReadonlyMap<string, string>;
}

/** Kind and algorithm of a manifest by its file name; undefined for other files. */
export function parseManifestName(name: string): Pick<Manifest, 'name' | 'kind' | 'algorithm'> | undefined {
  const parts = /^(tag)?manifest-([A-Za-z0-9]+)\.txt$/.exec(name);
  if (parts === null) return undefined;
  return { name, kind: parts[1] === undefined ? 'payload' : 'tag', algorithm: (parts[2] ?? '').toLowerCase() };
}

/**
 * Lines of a manifest (RFC 8493 2.1.3, 2.2.1). Lines that say nothing usable are given to `refuse` and left out.
 */
export function readManifest(
  named: Pick<Manifest, 'name' | 'kind' | 'algorithm'>,
  text: string,
  version: BagVersion,
  refuse: (subject: string, message: string) => void,
): Manifest {
  const digests = new Map<string, string>();
  const expectedDigits = HEX_DIGITS.get(named.algorithm);
  for (const [i, line] of splitTagLines(text).entries()) {
    const parts = /^([0-9A-Fa-f]+)[ \t]+(\S.*)$/.exec(line);
    if (parts === null) {
      refuse(named.name, `Line ${i + 1} is no digest with a path`);
      continue;
    }
    const digest = (parts[1] ?? '').toLowerCase();
    const path = readPath(parts[2] ?? '', version);
    const fault = findPathFault(path, named.kind);
    const before = path === undefined ? undefined : digests.get(path);
    if (path === undefined) refuse(named.name, `Line ${i + 1} has a percent sign that stands for nothing`);
    else if (fault !== undefined) refuse(path, `Line ${i + 1} of ${named.name} lists a path that ${fault}`);
    else if (expectedDigits !== undefined && digest.length !== expectedDigits) {
      refuse(path, `Line ${i + 1} of ${named.name} has ${digest.length} digits, not the ${expectedDigits} of ${named.algorithm}`);
    } else if (before !== undefined && (version === '1.0' || before !== digest)) refuse(path, `${named.name} lists it twice`);
    else digests.set(path, digest);
  }
  return { ...named, digests };
}

/** The path that a line means; undefined when its escapes are wrong. Escaped are LF, CR and, since 1.0, the percent sign itself. */
function readPath(written: string, version: BagVersion): string | undefined {
  if (version === '1.0') {
    if (/%(?!0A|0D|25)/i.test(written)) return undefined;
    return written.replaceAll(/%(0A|0D|25)/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
  }
  // Drafts: md5sum and its like put an asterisk or `./` before the path.
  const path = written.replace(/^\*/, '').replace(/^(?:\.\/)+/, '');
  return path.replaceAll(/%(0A|0D)/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

function findPathFault(path: string | undefined, kind: ManifestKind): string | undefined {
  if (path === undefined) return undefined;
  const isPayload = path.startsWith('data/');
  if (kind === 'payload' && !isPayload) return 'does not lie below data/';
  if (kind === 'tag' && isPayload) return 'lies below data/';
  if (kind === 'tag' && parseManifestName(path)?.kind === 'tag') return 'is a tag manifest';
  return findNameFault(path);
}

/** A manifest of these files: sorted by the bytes of their paths, two blanks between digest and path, as `sha256sum -c` reads it. */
export function buildManifest(files: readonly { readonly path: string; readonly digest: string }[]): Uint8Array {
  const sorted = files.toSorted((a, b) => compareByBytes(a.path, b.path));
  const lines = sorted.map(({ path, digest }, i) => {
    if (path === sorted[i - 1]?.path || !/^[0-9a-f]+$/.test(digest))
      throw new PugmarkError('record-invalid', `No manifest can list ${path} so`);
    return `${digest}  ${path.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')}\n`;
  });
  return toUtf8(lines.join(''));
}
