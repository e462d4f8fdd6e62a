import { ensureVerifier } from '../../scripts/verifier/build-verifier.ts';
import { projectPath } from './project.ts';

/** Once before all tests: every package holds START-HERE.html, which is built from the sources. */
export async function setup(): Promise<void> {
  await ensureVerifier(projectPath());
}
