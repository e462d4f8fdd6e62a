import type { ArtifactRole } from '../core/model/artifact.ts';
import type { Staging } from '../core/ports.ts';

/** The same staging; `onKept` is told once, when the first artifact of a role is written. */
export function watchStaging(staging: Staging, role: ArtifactRole, onKept: () => void): Staging {
  let told = false;
  return {
    scratchFolder: staging.scratchFolder,
    get artifacts() {
      return staging.artifacts;
    },
    read: (name) => staging.read(name),
    write: async (spec, source) => {
      const artifact = await staging.write(spec, source);
      if (spec.role === role && !told) {
        told = true;
        onKept();
      }
      return artifact;
    },
  };
}
