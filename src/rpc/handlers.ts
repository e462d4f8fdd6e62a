import type { CallName, CallOutput, EventData, EventName, JudgedInput } from './contract.ts';

export interface CallContext {
  /** Aborted when the caller gave up, or is gone. */
  readonly signal: AbortSignal;
}

/** One function for each call. Throws `PugmarkError`; anything else is told as `program-fault`. */
export type Handlers = {
  readonly [Name in CallName]: (input: JudgedInput<Name>, context: CallContext) => Promise<CallOutput<Name>> | CallOutput<Name>;
};

/** Tells an event to every window that is connected. */
export type Tell = <Name extends EventName>(name: Name, data: EventData<Name>) => void;
