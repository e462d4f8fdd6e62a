import type { TabInput } from '../../../src/core/model/page-view.ts';
import type { Answer, BrowserState, BrowserTab } from '../../../src/rpc/contract/browser.ts';
import type { CaseStatement } from '../../../src/core/statements/case-statement.ts';
import type { Mask } from '../../../src/core/redaction/redaction.ts';
import type { BatchItem, CaptureJob } from '../../../src/rpc/contract/captures.ts';
import type { CaseItem, ExhibitDetail, ExhibitRow } from '../../../src/rpc/contract/cases.ts';
import type { Job } from '../../../src/rpc/contract/packages.ts';
import type { Settings, Station } from '../../../src/rpc/contract/station.ts';
import { makeExhibits } from './fake-exhibits.ts';

/** Everything that the fake engine knows. Handlers change it and tell. */
export interface FakeStation {
  station: Station;
  settings: Settings;
  cases: CaseItem[];
  exhibits: ExhibitRow[];
  jobs: Job[];
  statements: CaseStatement[];
  /** What copies were asked for. */
  readonly redacted: { readonly artifact: string; readonly masks: readonly Mask[]; readonly everywhere: boolean }[];
  passphrase: string;
  /** Why the exhibits of a case are looked at, by its reference. */
  readonly reasons: Map<string, string>;
  /** Files saved, by exhibit and name. */
  readonly saved: string[];
  /** What stays of erased exhibits, by case and number. */
  readonly erased: Map<string, NonNullable<ExhibitDetail['erasure']>>;
  tabs: BrowserTab[];
  browser: BrowserState;
  captures: CaptureJob[];
  batch: { paused: boolean; items: BatchItem[] };
  /** What the person did in live pictures, and answered to pages. */
  readonly inputs: TabInput[];
  readonly answers: Answer[];
  readonly places: Map<string, { readonly width: number; readonly height: number }>;
  /** How long each stage of a capture takes. */
  stageMs: number;
}

export interface FakeStart {
  readonly vault?: Station['vault'];
  readonly settings?: Partial<Settings>;
  /** No case yet. */
  readonly empty?: boolean;
  readonly opening?: NonNullable<Station['opening']>;
  /** So many exhibits in the first case. */
  readonly many?: number;
  readonly stageMs?: number;
  /** Nobody has said yet why exhibits are looked at. */
  readonly asksReason?: boolean;
}

export function makeStation(start: FakeStart): FakeStation {
  const { vault = 'open', settings = {}, empty = false, opening, many, stageMs = 700, asksReason = false } = start;
  const known = vault === 'open' || vault === 'locked';
  const cases = known && !empty ? [...CASES] : [];
  return {
    station: {
      shell: 'workstation',
      version: '0.1.0',
      toolDigest: `sha256:${'4c9e'.repeat(16)}`,
      vault,
      vaultFolder: '/home/.../pugmark/vault',
      ...(vault === 'open' ? { agency: 'Federal Wildlife Crime Unit', operator: 'W-4471' } : {}),
      ...(opening === undefined ? {} : { opening }),
      browser: 'Chromium 152.0.7204.92',
    },
    settings: { language: 'en', theme: 'light', concurrency: 2, print: true, proxy: '', pageLanguage: '', ...settings },
    cases,
    exhibits: cases.flatMap(({ reference, counts }, i) => [
      ...makeExhibits(reference, i === 0 && many !== undefined ? many : Object.values(counts).reduce((sum, count) => sum + count, 0)),
    ]),
    jobs: [],
    statements: [],
    redacted: [],
    reasons: new Map(asksReason ? [] : cases.map(({ reference }) => [reference, 'Work on this case'])),
    saved: [],
    erased: new Map(),
    passphrase: 'correct horse battery',
    tabs: [],
    browser: { isRunning: true, proxy: '', isCurrent: true, logins: ['marktplaats'], keepsLogins: true },
    captures: [],
    batch: { paused: false, items: [] },
    inputs: [],
    answers: [],
    places: new Map(),
    stageMs,
  };
}

const CASES: readonly CaseItem[] = [
  {
    id: '018f2c5e-7b5a-7c3e-9d2a-1f0b8a4c6e01',
    reference: 'K-2026-014',
    title: 'Tortoises and parrots, three sellers',
    basis: 'Art. 46bis, order of 12 November 2026',
    practice: false,
    state: 'open',
    openedAt: '2026-11-14T08:12:00.000Z',
    lastActivityAt: '2026-11-22T03:20:50.000Z',
    counts: { sealed: 17, partial: 3, failed: 2 },
    time: 'pending',
  },
  {
    id: '018f2c5e-7b5a-7c3e-9d2a-1f0b8a4c6e02',
    reference: 'Onderzoeksdossier 2026/1182-B handel in beschermde schildpadden',
    title: 'Grensoverschrijdend onderzoek naar de verzending van levende dieren via onlinemarktplaatsen',
    practice: false,
    state: 'open',
    openedAt: '2026-11-02T10:00:00.000Z',
    lastActivityAt: '2026-11-20T16:41:09.000Z',
    counts: { sealed: 240 },
    time: 'confirmed',
  },
  {
    id: '018f2c5e-7b5a-7c3e-9d2a-1f0b8a4c6e03',
    reference: 'PRACTICE',
    title: 'Practice market',
    practice: true,
    state: 'open',
    openedAt: '2026-11-01T09:00:00.000Z',
    lastActivityAt: '2026-11-19T09:30:00.000Z',
    counts: { sealed: 4, cancelled: 1 },
    time: 'pending',
  },
  {
    id: '018f2c5e-7b5a-7c3e-9d2a-1f0b8a4c6e04',
    reference: 'K-2025-203',
    title: 'Carved ivory, estate sales',
    practice: false,
    state: 'closed',
    openedAt: '2025-06-01T09:00:00.000Z',
    lastActivityAt: '2025-12-04T14:05:00.000Z',
    counts: { sealed: 61, partial: 4 },
    time: 'confirmed',
  },
];
