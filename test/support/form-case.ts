import { createHash } from 'node:crypto';
import { buildCanonicalJson } from '../../src/core/canonical/canonical-json.ts';
import { sha256DigestOf, sha512DigestOf } from '../../src/core/digest/digest.ts';
import type { FormDocument } from '../../src/core/forms/form-document.ts';
import type { FormInput } from '../../src/core/forms/form-input.ts';
import { environmentArtifactSchema, type EnvironmentArtifact } from '../../src/core/model/accompanying-artifacts.ts';
import type { CaptureRecord } from '../../src/core/model/capture-record.ts';
import type { ReportArtifact, ReportExhibit } from '../../src/core/package/report-input.ts';
import { makeReportCase, type ReportCaseOptions } from './report-case.ts';

export interface FormCaseOptions extends ReportCaseOptions {
  /** What differs in the [environment] of an exhibit, by its index; `undefined`: it has none. */
  readonly environment?: (index: number) => Partial<EnvironmentArtifact> | undefined;
  /** What differs in its record. */
  readonly record?: (index: number) => Partial<CaptureRecord>;
}

/** A case as a form gets it: as for a report, with the environments of its captures. */
export async function makeFormCase(options: FormCaseOptions = {}): Promise<FormInput> {
  const input = await makeReportCase(options);
  const exhibits = input.exhibits.map((exhibit, index) => furnish(exhibit, options.environment?.(index) ?? {}, options.record?.(index)));
  return { ...input, exhibits, answers: {} };
}

const CHOICES: EnvironmentArtifact['choices'] = { acceptInvalidTls: false, print: false };

function furnish(
  exhibit: ReportExhibit,
  differing: Partial<EnvironmentArtifact>,
  record: Partial<CaptureRecord> | undefined,
): ReportExhibit {
  const bytes = buildCanonicalJson(
    environmentArtifactSchema.parse({
      format: 'environment/v1',
      nonce: 'AAAAAAAAAAAAAAAAAAAAAA==',
      tool: { name: 'pugmark', version: '0.1.0', digest: exhibit.digest },
      runtime: 'node/24.0.0',
      browser: { product: 'Chrome/1', userAgent: 'Mozilla/5.0', headless: true, sandbox: true, flags: ['--disable-extensions'] },
      os: { platform: 'linux', release: '6.1.0', architecture: 'x64' },
      locale: 'nl-BE',
      timeZone: 'Europe/Brussels',
      choices: CHOICES,
      limits: {},
      ...differing,
    }),
  );
  const artifact: ReportArtifact = {
    role: 'environment',
    name: 'environment.json',
    mediaType: 'application/json',
    sizeBytes: bytes.length,
    sha256: sha256DigestOf(createHash('sha256').update(bytes).digest()),
    sha512: sha512DigestOf(createHash('sha512').update(bytes).digest()),
    path: `data/exhibits/${exhibit.exhibit}/environment.json`,
  };
  return {
    ...exhibit,
    artifacts: [...exhibit.artifacts, artifact],
    readRecord: async () => ({ ...(await exhibit.readRecord()), ...record }),
    async *readArtifact(asked) {
      if (asked.role === 'environment') yield bytes;
      else yield* exhibit.readArtifact(asked);
    },
  };
}

/** The same without the environments, as a profile that withholds them hands it over. */
export function withholdEnvironments(input: FormInput): FormInput {
  const exhibits = input.exhibits.map((exhibit) => ({
    ...exhibit,
    artifacts: exhibit.artifacts.filter(({ role }) => role !== 'environment'),
    readRecord: async () => {
      const record = await exhibit.readRecord();
      const listed = exhibit.artifacts.filter(({ role }) => role === 'environment').map(({ path: _path, ...artifact }) => artifact);
      return {
        ...record,
        observation: { ...record.observation, artifacts: [...record.observation.artifacts, ...listed] },
      };
    },
  }));
  return { ...input, exhibits };
}

/** Everything that a form says to a reader, in order: titles, labels, notices, paragraphs, values, cells. */
export function textsOf(form: FormDocument): readonly string[] {
  return [
    form.title,
    ...form.notices,
    ...form.sections.flatMap(({ title, blocks }) => [
      title,
      ...blocks.flatMap((block) => {
        if (block.type === 'text') return block.paragraphs;
        if (block.type === 'fields') return block.fields.flatMap(({ label, values }) => [label, ...values]);
        if (block.type === 'checks') return block.checks.flatMap(({ label, values }) => [label, ...values]);
        // In the place of a table without rows its writers say that there are none.
        if (block.rows.length === 0) return [];
        return [...block.columns.map(({ label }) => label), ...block.rows.flat().filter((cell) => cell !== null)];
      }),
    ]),
  ];
}
