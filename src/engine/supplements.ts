import { listHandedOver } from '../app/handed-over.ts';
import { describeSealTime, listPackageTimes, type PackageTimes } from '../app/time/package-times.ts';
import { PugmarkError } from '../core/errors.ts';
import type { CaseReader } from '../core/ports.ts';
import type { ShownPackage } from '../rpc/contract/hand-over.ts';
import type { Handlers } from '../rpc/handlers.ts';
import { folderFor, type PackageParts } from './packages.ts';
import { saveSupplement } from './save-supplement.ts';
import type { EngineTimes } from './time.ts';

/** A person waits: authorities that answer at all do so in seconds. */
const ASK_WITHIN_MS = 20_000;

/** Time stamps that came after a package was made. */
export function createSupplementHandlers(
  parts: PackageParts,
  times: Pick<EngineTimes, 'stampAll'>,
): Pick<Handlers, 'supplements.ask' | 'supplements.save'> {
  const { context } = parts;
  return {
    'supplements.ask': async ({ case: reference }, { signal }) => {
      await times.stampAll(reference, ASK_WITHIN_MS, signal);
      return listShownPackages(context.readCase(reference));
    },
    'supplements.save': async (request) => {
      const reader = context.readCase(request.case);
      const made = listPackageTimes(reader).find((one) => one.package === request.package);
      if (made === undefined) throw new PugmarkError('usage', 'This case sealed no such package with a custody log in it');
      const saved = await saveSupplement(reader, made, folderFor(parts, request));
      if (saved === undefined) throw new PugmarkError('usage', 'No time stamp came after this package was made');
      return saved;
    },
  };
}

/** Packages of a case, oldest first, with their receipts, and how their time stamps stand. */
export function listShownPackages(reader: CaseReader): ShownPackage[] {
  const times = new Map(reader.summary.practice ? [] : listPackageTimes(reader).map((made) => [made.package, tellTimes(made)]));
  return listHandedOver(reader).map((one) => {
    const told = times.get(one.package);
    return { ...one, ...(told === undefined ? {} : { times: told }) };
  });
}

function tellTimes(made: PackageTimes): NonNullable<ShownPackage['times']> {
  const { state, genTime } = describeSealTime(made);
  return { seal: state, ...(genTime === undefined ? {} : { genTime }), later: made.later.length };
}
