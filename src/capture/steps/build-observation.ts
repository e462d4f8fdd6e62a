import type { UtcTime } from '../../core/clock.ts';
import { countLeftOut } from '../../core/completeness/build-completeness.ts';
import type { CaptureErrorCode } from '../../core/errors.ts';
import { observationSchema } from '../../core/model/capture-record.ts';
import type { Completeness, Observation, StitchRecipe } from '../../core/model/capture-record.ts';
import type { DocumentLoad } from '../recorder/recording.ts';
import type { CapturePageInput, Found } from './capture-context.ts';
import type { DocumentHttp } from './document-facts.ts';
import type { TlsFacts } from './keep-tls.ts';
import type { StepRunner } from './step-runner.ts';
import { toWellFormedJson } from './well-formed-json.ts';

export interface ObservationInput {
  readonly input: CapturePageInput;
  readonly runner: StepRunner;
  readonly finishedAt: UtcTime;
  readonly document?: DocumentLoad;
  /** Where a download came from; it is no document, but HTTP facts belong to it. */
  readonly downloadUrl?: string;
  readonly found: Found;
  readonly http?: DocumentHttp;
  readonly tls?: TlsFacts;
  readonly recipes: readonly StitchRecipe[];
  readonly completeness: Completeness;
  readonly injectedScripts: Observation['injectedScripts'];
  readonly warnings: Observation['warnings'];
  /** There was no document: nothing was shown. */
  readonly error?: { readonly code: CaptureErrorCode; readonly message: string };
}

/** Puts the observation together and checks it against its schema. Throws a `ZodError` when our own parts do not fit: a fault of ours. */
export function buildObservation(parts: ObservationInput): Observation {
  const { input, runner, document, found, http, tls, error } = parts;
  const { tab, limits, staging } = input;
  const reasons = [...runner.reasons];
  if (error !== undefined && !reasons.some(({ code }) => code === 'no-document'))
    reasons.unshift({ code: 'no-document', detail: error.message });
  const { product, userAgent, headless, sandbox } = tab.browser;
  const documentUrl = document?.documentUrl ?? parts.downloadUrl;
  const observation: Observation = {
    state: error === undefined ? (reasons.length === 0 ? 'sealed' : 'partial') : 'failed',
    reasons,
    ...(error === undefined ? {} : { error: { code: error.code, message: error.message } }),
    times: {
      clickedAt: input.clickedAt,
      ...(found.seenAt === undefined ? {} : { seenAt: found.seenAt }),
      ...(found.seenCompleteAt === undefined ? {} : { seenCompleteAt: found.seenCompleteAt }),
      finishedAt: parts.finishedAt,
    },
    steps: [...runner.steps],
    limits: { ...limits },
    address: {
      requestedUrl: input.requestedUrl,
      ...(documentUrl === undefined ? {} : { documentUrl }),
      ...(document === undefined
        ? {}
        : { loadedBy: document.loadedBy, documentStartedAt: document.startedAt, shownUrl: document.shownUrl }),
      inPage: [...(document?.inPage ?? [])],
      path: [...(document?.path ?? [])],
    },
    ...(http === undefined ? {} : { http }),
    ...(tls === undefined ? {} : { tls }),
    ...(found.asSeen === undefined ? {} : { page: found.asSeen.facts }),
    ...(found.view === undefined ? {} : { view: viewFacts(found.view) }),
    browser: { product, userAgent, headless, sandbox },
    frames: [...(found.asSeen?.frames ?? [])],
    artifacts: [...staging.artifacts],
    recipes: [...parts.recipes].toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    completeness: parts.completeness,
    injectedScripts: [...parts.injectedScripts],
    warnings: collectWarnings(parts),
  };
  return observationSchema.parse(toWellFormedJson(observation));
}

function viewFacts(view: NonNullable<Found['view']>): NonNullable<Observation['view']> {
  return {
    widthPx: Math.round(view.width),
    heightPx: Math.round(view.height),
    deviceScaleFactorMilli: Math.round(view.scale * 1000),
    documentWidthPx: Math.round(view.documentWidth),
    documentHeightPx: Math.round(view.documentHeight),
    scrollXPx: Math.round(view.scrollX),
    scrollYPx: Math.round(view.scrollY),
  };
}

function collectWarnings({ input: { tab }, warnings, completeness }: ObservationInput): Observation['warnings'] {
  const leftOut = countLeftOut(completeness);
  return [
    ...(tab.browser.sandbox
      ? []
      : [{ code: 'sandbox-off', detail: 'the browser ran without its sandbox, because it was started as root' }]),
    ...tab.incidents.map(({ code, detail, time }) => ({ code, detail: `${time} ${detail}` })),
    ...tab.recording.warnings.map(({ code, detail }) => ({ code, detail })),
    ...(leftOut === 0
      ? []
      : [{ code: 'items-left-out', detail: `${leftOut} more items are counted in the completeness ledger and not listed one by one` }]),
    ...warnings,
  ];
}
