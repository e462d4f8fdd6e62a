import { CLOSING_SENTENCE, type AxisResult, type Verdict } from '../../../src/core/package/verdict.ts';

const QUIET = { findings: [], notes: [] } as const;

/** A verdict as the verifier gives it: `pass` as far as this release can say, `fail` with findings on two axes. */
export function makeVerdict(result: 'pass' | 'fail', practice: boolean): Verdict {
  const failed = result === 'fail';
  const integrity: AxisResult = failed
    ? {
        state: 'fail',
        findings: [
          {
            code: 'file-changed',
            subject: 'data/exhibits/E-0002/screenshot.png',
            message: 'The file has another SHA-256 than the manifest says.',
          },
          { code: 'seal-subject-differs', subject: 'manifest-sha256.txt', message: 'The sealed statement names another digest.' },
        ],
        notes: [{ code: 'system-file', subject: '.DS_Store', message: 'A file that macOS puts into folders.' }],
      }
    : { state: 'pass', ...QUIET };
  return {
    format: 'verdict/v1',
    package: '018f2c5e-7b5a-7c3e-9d2a-1f0b8a4c6e99',
    profile: 'prosecutor',
    practice,
    signedBy: `sha256:${'91fe'.repeat(16)}` as const,
    exhibits: ['E-0001', 'E-0002', 'E-0003'].map((exhibit, i) => ({
      exhibit: exhibit as `E-${string}`,
      digest: `sha256:${String(i + 1).repeat(64)}`,
      claimed: `2026-11-22T0${i + 1}:53:50.000Z`,
      state: i === 2 ? 'partial' : 'sealed',
      completeness: { exchanges: 84 + i, incomplete: { shown: i === 2 ? 1 : 0, supporting: i, background: 2 * i } },
    })),
    axes: {
      integrity,
      authorship: {
        state: 'not-checked',
        findings: [{ code: 'key-untrusted', subject: 'sha256:91fe…', message: 'Nobody has said that this key is trusted.' }],
        notes: [],
      },
      custody: {
        state: 'pass',
        findings: [],
        notes: [{ code: 'attempt-failed', subject: 'E-0006', message: 'The attempt gave no page.' }],
      },
      time: { state: 'pending', ...QUIET },
      completeness: { state: failed ? 'not-checked' : 'as-recorded', ...QUIET },
    },
    scope: {
      case: 'K-2026-014',
      exhibitsInPackage: 3,
      exhibitsInCase: 17,
      failedAttempts: 2,
      withheldEntries: 14,
      erased: 0,
      earlierPackages: 1,
    },
    closing: CLOSING_SENTENCE,
  };
}
