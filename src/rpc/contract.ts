import { z } from 'zod';
import { BROWSER_CALLS, tabSchema } from './contract/browser.ts';
import { batchSchema, CAPTURE_CALLS, captureJobSchema } from './contract/captures.ts';
import { CASE_CALLS, caseItemSchema } from './contract/cases.ts';
import { idSchema } from './contract/define.ts';
import { ERASURE_CALLS } from './contract/erasure.ts';
import { FORM_CALLS } from './contract/forms.ts';
import { HAND_OVER_CALLS } from './contract/hand-over.ts';
import { KEY_STORE_CALLS } from './contract/key-store.ts';
import { KEY_CALLS } from './contract/keys.ts';
import { jobSchema, PACKAGE_CALLS } from './contract/packages.ts';
import { COMPARISON_CALLS, STATEMENT_CALLS } from './contract/statements.ts';
import { RECEIVED_CALLS } from './contract/received.ts';
import { REDACTION_CALLS } from './contract/redaction.ts';
import { SEARCH_CALLS } from './contract/searches.ts';
import { TIME_CALLS, timeViewSchema } from './contract/time.ts';
import { STATION_CALLS, settingsSchema, stationSchema } from './contract/station.ts';

/**
 * Everything that the window may ask of the engine. One object for both transports (IPC in Electron, WebSocket in the
 * workstation); every input and output is judged by its schema on both sides.
 */
export const CALLS = {
  ...STATION_CALLS,
  ...CASE_CALLS,
  ...STATEMENT_CALLS,
  ...BROWSER_CALLS,
  ...CAPTURE_CALLS,
  ...PACKAGE_CALLS,
  ...FORM_CALLS,
  ...TIME_CALLS,
  ...HAND_OVER_CALLS,
  ...RECEIVED_CALLS,
  ...KEY_CALLS,
  ...ERASURE_CALLS,
  ...KEY_STORE_CALLS,
  ...COMPARISON_CALLS,
  ...REDACTION_CALLS,
  ...SEARCH_CALLS,
} as const;

/** Everything that the engine tells by itself. The state told is whole: one that was missed is made good by the next. */
export const EVENTS = {
  'station.changed': stationSchema,
  'settings.changed': settingsSchema,
  'case.changed': caseItemSchema,
  'tab.changed': tabSchema,
  'tab.closed': z.strictObject({ tab: idSchema }),
  'capture.changed': captureJobSchema,
  'batch.changed': batchSchema,
  'job.changed': jobSchema,
  'time.changed': timeViewSchema,
} as const;

export type CallName = keyof typeof CALLS;
/** What a caller gives: defaults may be left out. */
export type CallInput<Name extends CallName> = z.input<(typeof CALLS)[Name]['input']>;
/** What a handler gets. */
export type JudgedInput<Name extends CallName> = z.output<(typeof CALLS)[Name]['input']>;
export type CallOutput<Name extends CallName> = z.output<(typeof CALLS)[Name]['output']>;
export type EventName = keyof typeof EVENTS;
export type EventData<Name extends EventName> = z.output<(typeof EVENTS)[Name]>;
