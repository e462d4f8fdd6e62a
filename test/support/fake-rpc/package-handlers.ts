import { PugmarkError } from '../../../src/core/errors.ts';
import { FORM_QUESTIONS } from '../../../src/core/forms/form-questions.ts';
import { explainPart, partOfRole, PACKAGE_PARTS, PROFILE_RULES } from '../../../src/core/package/profiles.ts';
import type { ExportPreview, ExportRequestInput, Job } from '../../../src/rpc/contract/packages.ts';
import type { Handlers, Tell } from '../../../src/rpc/handlers.ts';
import type { FakeStation } from './fake-station.ts';
import { makeVerdict } from './fake-verdict.ts';

type Names = 'export.preview' | 'export.start' | 'package.verify' | 'package.receive' | 'jobs.list' | 'jobs.cancel';
const STEP_MS = 60;

export function makePackageHandlers(fake: FakeStation, tell: Tell): Pick<Handlers, Names> {
  let jobs = 0;
  const put = (job: Job): Job => {
    fake.jobs = [job, ...fake.jobs.filter(({ job: id }) => id !== job.job)];
    tell('job.changed', job);
    return job;
  };
  const run = (kind: Job['kind'], subject: string, steps: readonly string[], result: Partial<Job>): Job => {
    const id = `job-${(jobs += 1)}`;
    const first = {
      job: id,
      kind,
      subject,
      state: 'running',
      startedAt: new Date().toISOString(),
      step: steps[0] ?? '',
      done: 0,
      total: 100,
    } as const;
    let at = 0;
    const timer = setInterval(() => {
      const now = fake.jobs.find(({ job }) => job === id);
      if (now?.state !== 'running') return clearInterval(timer);
      at += 10;
      if (at < 100) put({ ...now, step: steps[Math.floor((at / 100) * steps.length)] ?? '', done: at });
      else put({ ...now, ...result, state: 'done', done: 100 });
    }, STEP_MS);
    return put(first);
  };
  return {
    'export.preview': (request) => preview(fake, request),
    'export.start': (request) => {
      const practice = fake.cases.some(({ reference, practice }) => reference === request.case && practice);
      return run('export', request.case, ['planned', 'report', 'write', 'noted', 'exhibits'], {
        exported: {
          path: '/home/.../pugmark/packages/K-2026-014-prosecutor-0001.zip',
          sizeBytes: 148_220_113,
          package: '018f2c5e-7b5a-7c3e-9d2a-1f0b8a4c6e99',
          seal: `sha256:${'7a1d'.repeat(16)}`,
          ...(request.encryption === undefined ? {} : { fileSha256: `sha256:${'09be'.repeat(16)}` }),
          practice,
          viewer: request.profile !== 'platform' && request.profile !== 'pattern',
        },
        verdict: makeVerdict('pass', practice),
      });
    },
    'package.verify': ({ name }) =>
      run('verify', name, ['container', 'files', 'custody', 'exhibits'], {
        verdict: makeVerdict(name.includes('changed') ? 'fail' : 'pass', false),
        ...(name.includes('changed') ? {} : { held: true, isEncrypted: name.endsWith('.age') }),
      }),
    'package.receive': ({ case: reference, continue: made, name }) => {
      if (made !== undefined && fake.cases.some((item) => item.reference === made.reference))
        throw new PugmarkError('case-exists', `There is a case ${made.reference}`);
      return run('receive', name, ['container', 'files', 'custody', 'take'], {
        verdict: makeVerdict('pass', false),
        received: {
          case: made?.reference ?? reference ?? '',
          path: `/home/.../pugmark/packages/${name}.receipt.dsse.json`,
          package: '018f2c5e-7b5a-4c3e-9d2a-1f0b8a4c6e11',
          receipt: '018f2c5e-7b5a-4c3e-9d2a-1f0b8a4c6e13',
          digest: `sha256:${'c0de'.repeat(16)}`,
          exhibit: made === undefined ? 'E-0009' : 'E-0001',
        },
      });
    },
    'jobs.list': () => fake.jobs,
    'jobs.cancel': ({ job }) => {
      const now = fake.jobs.find((other) => other.job === job);
      if (now !== undefined) put({ ...now, state: 'cancelled' });
      return {};
    },
  };
}

function preview(fake: FakeStation, request: ExportRequestInput): ExportPreview {
  const rows = fake.exhibits.filter((row) => row.case === request.case).toReversed();
  const isChosen = (exhibit: string): boolean => request.exhibits === undefined || request.exhibits.includes(exhibit);
  const exhibits = rows
    .filter((row) => isChosen(row.exhibit) && row.state !== 'failed')
    .map((row, i) => ({
      exhibit: row.exhibit,
      ...(row.title === undefined ? {} : { title: row.title }),
      url: row.requestedUrl,
      state: row.state,
      files: 12 + (i % 4),
      sizeBytes: 6_200_000 + i * 431_007,
    }));
  const chosen = {
    ...(request.operator === undefined ? {} : { 'operator-environment': request.operator }),
    ...(request.secrets === undefined ? {} : { secrets: true }),
  };
  const rule = PROFILE_RULES[request.profile];
  const isIn = (part: 'secrets' | 'operator-environment'): boolean => explainPart(request.profile, part, chosen).isIn;
  return {
    exhibits,
    leftOut: rows
      .filter((row) => !isChosen(row.exhibit) || row.state === 'failed')
      .map((row) => ({ exhibit: row.exhibit, reason: row.state === 'failed' ? 'nothing-sealed' : 'not-selected' })),
    parts: PACKAGE_PARTS.map((part) => {
      const { isIn: included, reason } = explainPart(request.profile, part, chosen);
      if (included && part === 'report' && !request.report) return { part, included: false, reason: 'not-chosen' };
      return { part, included, reason };
    }),
    roles: (['screenshot-full', 'text', 'wacz', 'secrets'] as const).map((role) => {
      const { isIn: included, reason } = explainPart(request.profile, partOfRole(role), chosen);
      return { role, included, reason, files: exhibits.length, sizeBytes: exhibits.length * 1_200_000 };
    }),
    choices: {
      ...(rule.choices['operator-environment'] === undefined ? {} : { operator: isIn('operator-environment') }),
      ...(rule.choices.secrets === undefined ? {} : { secrets: isIn('secrets') }),
      ...(rule.reduced ? { reducedBytes: request.reducedBytes ?? 45_000_000 } : {}),
    },
    warnings: [
      ...FORM_QUESTIONS[request.profile]
        .filter(({ id }) => request.answers?.[id] === undefined)
        .map(({ id, required }) => ({
          code: required ? ('required-question-unanswered' as const) : ('question-unanswered' as const),
          subject: id,
          count: 1,
        })),
      ...(request.encryption === undefined ? [{ code: 'not-encrypted' as const, count: 1 }] : []),
    ],
    sizeBytes: exhibits.reduce((sum, { sizeBytes }) => sum + sizeBytes, 180_000),
    folder: '/home/.../pugmark/packages',
    practice: fake.cases.some(({ reference, practice }) => reference === request.case && practice),
  };
}
