import { createCipheriv } from 'node:crypto';
import { joinBytes, toUtf8 } from '../../../src/core/digest/encoding.ts';
import { chainPath, TIME_PATHS, tokenPath } from '../../../src/core/package/time-paths.ts';
import { encodeElement, encodeSequence } from '../../../src/core/timestamp/der-writer.ts';
import { HASH_OIDS } from '../../../src/core/timestamp/object-identifiers.ts';
import { buildPemCertificate } from '../../../src/core/timestamp/pem.ts';
import { digestOf, type PackageFiles } from '../package/twists.ts';
import { wrapToken } from '../time/made-token.ts';
import { makeSeededAuthority, type SeededAuthority } from '../time/seeded-authority.ts';
import { AUTHORITY, newestNoteOf, putStamp, requestFor, STAMPED_AT, tokenOver, type TimeHands } from './stamped-package.ts';

const NAME = 'Time Authority';

type Edit = (files: PackageFiles, note: Uint8Array, path: (extension: 'tsq' | 'tsr') => string) => void;

/** Edits the files of the token over the newest checkpoint. */
const edit = (change: Edit): TimeHands => ({
  twists: {
    payload: (files) => {
      const note = newestNoteOf(files);
      change(files, note, (extension) => tokenPath(digestOf(note), 'local', extension));
    },
  },
});

/** Another token instead of that one. */
const replaced = (make: (note: Uint8Array) => Uint8Array): TimeHands =>
  edit((files, note, path) => void files.set(path('tsr'), make(note)));

const by = (authority: SeededAuthority): TimeHands => replaced((note) => tokenOver(note, STAMPED_AT, authority));

/** Bytes of the same length instead of those that stand there once. */
function exchange(bytes: Uint8Array, from: string, to: string): Uint8Array {
  const at = Buffer.from(bytes).indexOf(from);
  if (at < 0 || from.length !== to.length) throw new Error(`${from} is not there`);
  const changed = Buffer.from(bytes);
  changed.write(to, at);
  return new Uint8Array(changed);
}

/** Nothing that packs: noise, the same every time. */
function noise(length: number): Uint8Array {
  return new Uint8Array(createCipheriv('aes-128-ctr', Buffer.alloc(16), Buffer.alloc(16)).update(Buffer.alloc(length)));
}

function nest(depth: number): Uint8Array {
  return Uint8Array.from({ length: depth * 2 }, (_, index) => (index % 2 === 0 ? 0x30 : 0x80));
}

const selfMade = makeSeededAuthority({ seed: 'self-made', name: 'Another Authority' });

/** What somebody does to tokens themselves: not one of these bounds anything. */
export const TOKEN_ROWS = {
  /** It does not verify. */
  wrong: [
    [
      'a time stamp whose time was changed to an earlier one',
      replaced((note) => exchange(tokenOver(note, STAMPED_AT), '20260302090000Z', '20260302081500Z')),
    ],
    [
      'a time stamp with an imprint by another hash than was asked for',
      replaced((note) => tokenOver(note, STAMPED_AT, AUTHORITY, { hashOid: HASH_OIDS.sha512 })),
    ],
    ['a time stamp over other bytes', replaced(() => tokenOver(toUtf8('another\n'), STAMPED_AT))],
    [
      'a time stamp that answers another request',
      edit((files, note, path) => void files.set(path('tsq'), requestFor(note, Uint8Array.of(8, 7, 6, 5, 4, 3, 2, 1)))),
    ],
    ['a request that is none', edit((files, _, path) => void files.set(path('tsq'), toUtf8('please')))],
    ['a refusal of the authority that lies there as its time stamp', replaced(() => wrapToken(undefined, 2))],
    ['an authority with the name of a trusted one and keys of its own', by(makeSeededAuthority({ seed: 'lookalike', name: NAME }))],
    [
      'a time stamp by a key whose certificate the trusted root did not sign for time stamps',
      by(makeSeededAuthority({ seed: 'web', name: NAME, under: 'authority', purpose: '1.3.6.1.5.5.7.3.1' })),
    ],
    [
      'a time stamp by a certificate that had expired before it',
      by(makeSeededAuthority({ seed: 'expired', name: NAME, under: 'authority', validTo: '260201000000Z' })),
    ],
    [
      'a time stamp by a certificate that was not valid yet',
      by(makeSeededAuthority({ seed: 'future', name: NAME, under: 'authority', validFrom: '260401000000Z' })),
    ],
    [
      'a hundred time stamps over one checkpoint, of which the earliest was changed',
      edit((files, note) => {
        for (let index = 1; index < 100; index += 1) putStamp(files, note, 'note', tokenOver(note, STAMPED_AT), `local-${index}`);
        putStamp(files, note, 'note', exchange(tokenOver(note, STAMPED_AT), '20260302090000Z', '20260302081500Z'), 'local-100');
      }),
    ],
    ['a response of more than a mebibyte', replaced(() => noise(1024 * 1024 + 1))],
    ['a response that begins well and does not end', replaced((note) => tokenOver(note, STAMPED_AT).subarray(0, -40))],
    ['a time stamp with something after it', replaced((note) => joinBytes([tokenOver(note, STAMPED_AT), Uint8Array.of(5, 0)]))],
    ['a response nested without end', replaced(() => nest(100_000))],
    [
      'a token nested in a hundred sequences',
      replaced((note) => {
        let inner = tokenOver(note, STAMPED_AT);
        for (let depth = 0; depth < 100; depth += 1) inner = encodeSequence(inner);
        return wrapToken(encodeElement(0xa0, inner));
      }),
    ],
    [
      'more certificates beside a time stamp than any path needs',
      edit((files) => {
        const chain = Array.from({ length: 100 }, (_, index) => {
          const { signer } = makeSeededAuthority({ seed: 'crowd', name: `Crowd ${index}` });
          return buildPemCertificate(signer);
        });
        files.set(chainPath('local'), toUtf8(chain.join('')));
      }),
    ],
    [
      'more revocation lists than any path needs',
      edit((files) => {
        for (let index = 0; index < 100; index += 1) files.set(`${TIME_PATHS.revocation}/list-${index}.crl`, encodeSequence(noise(64)));
      }),
    ],
  ],
  /** It may be right: its root is not known. */
  untrusted: [
    ['time stamps by an authority whose root nobody trusts', { by: selfMade }],
    [
      'a self-made authority that lays its root beside its time stamps',
      {
        by: selfMade,
        twists: { payload: (files) => files.set(chainPath('local'), toUtf8(buildPemCertificate(selfMade.root))) },
      },
    ],
    [
      'an authority whose name looks like that of a trusted one',
      { by: makeSeededAuthority({ seed: 'lookalike', name: 'Time Аuthority' }) },
    ],
  ],
} as const satisfies Readonly<Record<string, readonly (readonly [what: string, hands: TimeHands])[]>>;
