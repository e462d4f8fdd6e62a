import type { CaptureRecord } from '../../model/capture-record.ts';
import { fileNameInPackage } from '../layout.ts';
import type { CheckedExhibit } from './check-exhibit.ts';
import type { VerdictCollector } from './verdict-collector.ts';

/** What {@link CaptureRecord} calls a tile of an inner area: it has the role of the picture that is made of it. */
const INNER_TILE = /^screenshot-inner-tile-/;

/**
 * Step 11, before anything is put together again: whatever is shown as a picture of a whole page or area has one recipe, made of pictures
 * that the browser gave. Otherwise any picture could stand there, and nothing would be compared with it.
 */
export function checkDerivatives(collector: VerdictCollector, { record, folder }: Pick<CheckedExhibit, 'record' | 'folder'>): void {
  const { artifacts, recipes } = record.observation;
  const differs = (name: string, message: string): void => collector.finding('recipe-differs', `${folder}/${name}`, message);
  const made = new Set<string>();
  for (const { name } of recipes) {
    if (made.has(name)) differs(name, 'The record has two recipes for it');
    made.add(name);
    const role = artifacts.find((artifact) => artifact.name === name)?.role;
    if (role !== 'screenshot-full' && role !== 'screenshot-inner')
      differs(name, 'A recipe makes it, and it is no picture of a page or an area');
  }
  for (const artifact of artifacts) {
    const isDerived = artifact.role === 'screenshot-full' || (artifact.role === 'screenshot-inner' && !INNER_TILE.test(artifact.name));
    if (isDerived && !made.has(artifact.name))
      differs(fileNameInPackage(artifact), 'The record has no recipe for it: nothing shows of which tiles it is made');
  }
  const tiles = new Set<string>(artifacts.filter((artifact) => isTile(artifact) && !made.has(artifact.name)).map(({ sha256 }) => sha256));
  for (const { name, tiles: stacked, patches = [] } of recipes) {
    if ([...stacked, ...patches].some(({ sha256 }) => !tiles.has(sha256)))
      differs(name, 'It is made of something else than the tiles in the record');
  }
}

function isTile({ role }: CaptureRecord['observation']['artifacts'][number]): boolean {
  return role === 'screenshot-tile' || role === 'screenshot-inner';
}
