import type { ExportedPackage, ExportGround, ExportRequest } from '../../../src/app/export-run.ts';
import { buildCanonicalJson } from '../../../src/core/canonical/canonical-json.ts';
import { toUtf8 } from '../../../src/core/digest/encoding.ts';
import type { FormInput } from '../../../src/core/forms/form-input.ts';
import type { EnvironmentArtifact } from '../../../src/core/model/accompanying-artifacts.ts';
import type { Profile } from '../../../src/core/package/profiles.ts';
import type { CaseStore, VaultStore } from '../../../src/core/ports.ts';
import { createSharpImageCodec } from '../../../src/imaging/sharp-image-codec.ts';
import { nodeDecompression } from '../../../src/packaging/decompression.ts';
import { nodeCryptography } from '../../../src/platform/cryptography.ts';
import { AD_URL, makeCase, makeClock, makeFixture, sealAd, TEST_TOOL, type Fixture } from '../../storage/vault-fixture.ts';
import { keptTempFolder } from '../../support/temp-folder.ts';
import { buildPng } from '../../support/pictures.ts';
import { exportCase, makeGround } from './export-parts.ts';

export interface PracticeLikeCase {
  readonly fixture: Fixture;
  readonly vault: VaultStore;
  readonly store: CaseStore;
}

/** Bytes of the picture of the visible page in each exhibit. */
export const PICTURE_BYTES = 60_000;
export const SECRET = 's3cret-value';

const ENVIRONMENT: EnvironmentArtifact = {
  format: 'environment/v1',
  nonce: 'AAAAAAAAAAAAAAAAAAAAAA==',
  tool: TEST_TOOL,
  runtime: 'node/24.0.0',
  browser: { product: 'Chrome/156', userAgent: 'Mozilla/5.0', headless: true, sandbox: true, flags: [] },
  os: { platform: 'linux', release: '6.1', architecture: 'x64' },
  locale: 'nl-BE',
  timeZone: 'Europe/Brussels',
  choices: { acceptInvalidTls: false, print: false },
  limits: {},
};

/** A case with as many captures, each with a picture of the visible page, credentials, and who was at work. */
export async function makePictureCase(exhibits: number): Promise<PracticeLikeCase> {
  const fixture = makeFixture({}, keptTempFolder());
  const vault = await fixture.init();
  const store = makeCase(vault);
  const session = store.startSession({}, { reason: 'a tip about Jan Jansen' });
  for (let i = 0; i < exhibits; i += 1) {
    const attempt = store.startAttempt(session, { requestedUrl: AD_URL, clickedAt: '2026-03-02T08:00:00.000Z' });
    const put = async (
      role: 'screenshot-viewport' | 'text' | 'secrets' | 'environment',
      name: string,
      mediaType: string,
      bytes: Uint8Array,
    ) => await attempt.staging.write({ role, name, mediaType }, bytes);
    await put('screenshot-viewport', 'screenshot-viewport.png', 'image/png', buildPng(PICTURE_BYTES, i + 1));
    await put('text', 'text.txt', 'text/plain', toUtf8('Ivory, 2 kg. Call Jan Jansen'));
    await put('secrets', 'secrets.json', 'application/json', toUtf8(`{"cookie":"${SECRET}"}`));
    await put('environment', 'environment.json', 'application/json', buildCanonicalJson(ENVIRONMENT));
    await sealAd(store, session, attempt);
  }
  store.endSession(session, {});
  return { fixture, vault, store };
}

/** Goes on over all exports: names of packages tell the second. */
const clock = makeClock();

/** Answers without which no package of a profile is made. */
export const ANSWERS: Readonly<Partial<Record<Profile, Record<string, string>>>> = { platform: { 'notice-agreed': 'yes' } };

/** A ground that makes forms: one that says how many exhibits it was told of. `told` gets what each was made from. */
export function makeFormGround(told: FormInput[] = [], changes: Partial<ExportGround> = {}): ExportGround {
  return makeGround({
    clock,
    images: createSharpImageCodec(nodeCryptography.hashing),
    decompression: nodeDecompression,
    makers: {
      forms: {
        async *makeFiles(input) {
          told.push(input);
          yield { path: 'data/forms/form.en.txt', bytes: toUtf8(`${input.exhibits.length} exhibits\n`) };
          yield { path: 'data/forms/form.en.docx', bytes: toUtf8('a document') };
          await Promise.resolve();
        },
      },
    },
    ...changes,
  });
}

/** Exports with what the profile demands. */
export async function exportProfile(
  { fixture, vault, store }: PracticeLikeCase,
  profile: Profile,
  changes: Partial<ExportRequest> & { readonly ground?: ExportGround } = {},
): Promise<ExportedPackage> {
  const answers = ANSWERS[profile];
  return await exportCase(vault, store, fixture.root, {
    ground: makeFormGround(),
    profile,
    recipient: 'Unit of Anna Smit',
    purpose: 'see report 12',
    ...(answers === undefined ? {} : { answers }),
    ...changes,
  });
}
