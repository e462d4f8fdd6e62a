import type { z } from 'zod';
import { CALLS, EVENTS, type CallName, type CallOutput, type EventData, type EventName, type JudgedInput } from './contract.ts';

interface Judges<Name extends CallName> {
  readonly input: z.ZodType<JudgedInput<Name>>;
  readonly output: z.ZodType<CallOutput<Name>>;
}

/** The contract, typed so that one function can serve every call. */
const PROCEDURES: { readonly [Name in CallName]: Judges<Name> } = CALLS;
const EVENT_SCHEMAS: { readonly [Name in EventName]: z.ZodType<EventData<Name>> } = EVENTS;

export function procedureOf<Name extends CallName>(name: Name): Judges<Name> {
  return PROCEDURES[name];
}

export function eventSchemaOf<Name extends EventName>(name: Name): z.ZodType<EventData<Name>> {
  return EVENT_SCHEMAS[name];
}

/** Names come from outside: `constructor` is none. */
export function isCallName(name: string): name is CallName {
  return Object.hasOwn(CALLS, name);
}

export function isEventName(name: string): name is EventName {
  return Object.hasOwn(EVENTS, name);
}
