import { parseCanonicalJson } from '../../canonical/canonical-json.ts';
import { operatorArtifactSchema } from '../../model/accompanying-artifacts.ts';
import type { Artifact } from '../../model/artifact.ts';
import { fileNameInPackage } from '../layout.ts';
import type { LoggedCapture } from './check-custody.ts';
import type { CheckedExhibit } from './check-exhibit.ts';
import { readHeld, type CheckedBag } from './checked-bag.ts';
import { messageOf } from './message-of.ts';
import type { VerdictCollector } from './verdict-collector.ts';

const MAX_OPERATOR_BYTES = 64 * 1024;

/** Step 9, operator: whoever the exhibit says was at work is the one whose act the log has. */
export async function checkOperator(
  collector: VerdictCollector,
  bag: CheckedBag,
  { artifacts, folder, whole }: { readonly artifacts: readonly Artifact[] } & Pick<CheckedExhibit, 'folder' | 'whole'>,
  { start }: LoggedCapture,
): Promise<void> {
  for (const artifact of artifacts) {
    if (artifact.role !== 'operator' || !whole.has(artifact.name)) continue;
    const path = `${folder}/${fileNameInPackage(artifact)}`;
    try {
      const { serviceNumber } = parseCanonicalJson(await readHeld(bag, path, MAX_OPERATOR_BYTES), operatorArtifactSchema, artifact.name);
      if (start !== undefined && serviceNumber !== start.entry.actor)
        collector.finding('record-differs', path, 'It names another operator than the log');
    } catch (error) {
      collector.finding('record-invalid', path, messageOf(error));
    }
  }
}
