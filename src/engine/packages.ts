import { PugmarkError } from '../core/errors.ts';
import type { PACKAGE_CALLS } from '../rpc/contract/packages.ts';
import type { Handlers } from '../rpc/handlers.ts';
import type { EngineContext } from './engine-context.ts';
import type { Jobs } from './jobs.ts';

export interface PackageParts {
  readonly context: EngineContext;
  readonly jobs: Jobs;
  /** Absolute path of the station's own folder for packages. */
  readonly packageFolder: string;
}

/** Export, and verification of what was exported or received. */
export function createPackageHandlers({ jobs }: PackageParts): Pick<Handlers, keyof typeof PACKAGE_CALLS> {
  return {
    'export.preview': refuse,
    'export.start': refuse,
    'package.verify': refuse,
    'jobs.list': () => jobs.list(),
    'jobs.cancel': ({ job }) => {
      jobs.cancel(job);
      return {};
    },
  };
}

function refuse(): never {
  throw new PugmarkError('program-fault', 'Not written yet');
}
