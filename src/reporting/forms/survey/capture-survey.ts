import { environmentArtifactSchema, operatorArtifactSchema } from '../../../core/model/accompanying-artifacts.ts';
import type { EnvironmentArtifact, OperatorArtifact } from '../../../core/model/accompanying-artifacts.ts';
import type { ArtifactRole } from '../../../core/model/artifact.ts';
import type { CaptureReason, CaptureRecord } from '../../../core/model/capture-record.ts';
import { findBracket } from '../../../core/package/time-files.ts';
import type { ReportExhibit, ReportInput } from '../../../core/package/report-input.ts';
import { readAccompanying } from '../../read-accompanying.ts';
import { findCourse, type CaptureCourse } from './capture-course.ts';

/** What the record of one capture says of how it was made; short, so that those of thousands stand in memory beside each other. */
export interface CaptureFacts {
  readonly exhibit: string;
  readonly state: ReportExhibit['state'];
  /** Why it did not run to its end as planned; empty when it did. */
  readonly reasons: readonly CaptureReason[];
  readonly tool: string;
  readonly clock: CaptureRecord['clock'];
  readonly clickedAt: string;
  /** Absent where no first picture could be kept. */
  readonly seenAt?: string;
  readonly finishedAt: string;
  readonly sealedAt: string;
  readonly browser: CaptureRecord['observation']['browser'];
  readonly address: {
    readonly requested: string;
    readonly shown?: string;
    readonly loadedBy?: string;
    /** Pages of the tab before, redirects, and moves within the page. */
    readonly path: number;
    readonly redirects: number;
    readonly inPage: number;
  };
  /** Absent where no answer came. */
  readonly http?: { readonly status: number; readonly server?: string; readonly isProxy?: boolean };
  /** Absent where the connection had none. */
  readonly tls?: { readonly valid: boolean; readonly chain: boolean };
  readonly exchanges: number;
  readonly incomplete: CaptureRecord['observation']['completeness']['incomplete'];
  readonly steps: number;
  readonly ownScripts: number;
  readonly hasPageFacts: boolean;
  /** Roles of its artifacts by the record, also of those that the package leaves out. */
  readonly roles: ReadonlySet<ArtifactRole>;
  /** Absent where the package leaves them out. */
  readonly operator?: OperatorArtifact;
  readonly environment?: EnvironmentArtifact;
  readonly course: CaptureCourse;
  /** By time stamps of the package. */
  readonly bracket: { readonly notBefore?: string; readonly notAfter?: string };
}

/** Facts of all captures of a package, in order; received files are none. */
export type CaptureSurvey = readonly CaptureFacts[];

/** Reads the record of every capture, one after the other. Throws as `ReportExhibit.readRecord`; the reason of `signal` when it is aborted. */
export async function surveyCaptures(input: ReportInput, signal?: AbortSignal): Promise<CaptureSurvey> {
  const courses = findCourse(input.timeline);
  const facts: CaptureFacts[] = [];
  for (const exhibit of input.exhibits) {
    signal?.throwIfAborted();
    facts.push(await readFacts(input, exhibit, courses));
  }
  return facts;
}

async function readFacts(input: ReportInput, exhibit: ReportExhibit, courses: (exhibit: string) => CaptureCourse): Promise<CaptureFacts> {
  const { observation, tool, clock, session } = await exhibit.readRecord();
  const operator = await readAccompanying(exhibit, 'operator', operatorArtifactSchema);
  const environment = await readAccompanying(exhibit, 'environment', environmentArtifactSchema);
  const { address, http, tls, completeness, times } = observation;
  const course = courses(exhibit.exhibit);
  const remote = http?.remoteAddress;
  return {
    exhibit: exhibit.exhibit,
    state: exhibit.state,
    reasons: observation.reasons.map(({ code }) => code),
    tool: `${tool.name} ${tool.version} (${tool.digest})`,
    clock,
    clickedAt: times.clickedAt,
    ...(times.seenAt === undefined ? {} : { seenAt: times.seenAt }),
    finishedAt: times.finishedAt,
    sealedAt: exhibit.sealedAt,
    browser: observation.browser,
    address: {
      requested: address.requestedUrl,
      ...(address.shownUrl === undefined ? {} : { shown: address.shownUrl }),
      ...(address.loadedBy === undefined ? {} : { loadedBy: address.loadedBy }),
      path: address.path.length,
      redirects: http?.redirects.length ?? 0,
      inPage: address.inPage.length,
    },
    ...(http === undefined
      ? {}
      : { http: { status: http.status, ...(remote === undefined ? {} : { server: remote.ip, isProxy: remote.isProxy }) } }),
    ...(tls === undefined ? {} : { tls: { valid: tls.valid, chain: tls.chainSha256 !== undefined } }),
    exchanges: completeness.exchanges,
    incomplete: completeness.incomplete,
    steps: observation.steps.length,
    ownScripts: observation.injectedScripts.length,
    hasPageFacts: observation.page !== undefined,
    roles: new Set([...observation.artifacts.map(({ role }) => role), 'record' as const]),
    ...(operator === undefined ? {} : { operator }),
    ...(environment === undefined ? {} : { environment }),
    course,
    bracket: findBracket(input.stamps, { end: course.end, tokenDigest: session.tokenDigest }),
  };
}
