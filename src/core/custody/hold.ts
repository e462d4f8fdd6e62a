import { z } from 'zod';
import type { UtcTime } from '../clock.ts';
import type { CaseReader } from '../ports.ts';

/** What `hold.set` says of a case (docs/formats/custody-log.md). The newest entry counts. */
const holdSchema = z.object({
  /** True: nothing of the case may be erased until a later entry says false. */
  held: z.boolean(),
});

/** A hold that is in force: somebody needs what would otherwise be erased. */
export interface Hold {
  readonly since: UtcTime;
  /** Service number. */
  readonly by: string;
  /** Why, when it is still kept. */
  readonly reason?: string;
}

/** The hold of a case; undefined when it has none. An entry that cannot be read holds: what was erased by mistake cannot be brought back. */
export function readHold(reader: Pick<CaseReader, 'readEventsOf'>): Hold | undefined {
  const last = reader.readEventsOf('hold.set').at(-1);
  if (last === undefined || holdSchema.safeParse(last.entry.details).data?.held === false) return undefined;
  const { reason } = last.texts;
  return { since: last.entry.time, by: last.entry.actor, ...(reason === undefined ? {} : { reason }) };
}
