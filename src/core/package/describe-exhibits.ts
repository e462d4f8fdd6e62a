import { parseBoundedJson } from '../canonical/canonical-json.ts';
import { parseUtf8 } from '../digest/encoding.ts';
import { isPugmarkError } from '../errors.ts';
import { captureRecordSchema } from '../model/capture-record.ts';
import { findSeller } from '../model/find-seller.ts';
import { receivedRecordSchema } from '../model/received-record.ts';
import { openBag } from './bag/open-bag.ts';
import { gatherFindings } from './finding-list.ts';
import { PACKAGE_PATHS } from './layout.ts';
import type { PackageSource } from './package-source.ts';
import { readHeld, type BagFiles } from './verify/checked-bag.ts';

const MAX_RECORD_BYTES = 64 * 1024 * 1024;
const EXHIBIT_PATH = /^data\/exhibits\/(E-\d{4,9})\/(capture|received)\.json$/;

/**
 * One line for each exhibit of a package, in their order, as its record says: number, time, title, address, seller. The package is verified elsewhere; a
 * record that is none gives its number alone. At most `maxCharacters`, cut between lines, which the last line then says.
 */
export async function describeExhibits(source: PackageSource, maxCharacters: number): Promise<string> {
  const bag = openBag(source, gatherFindings());
  if (bag === undefined) return '';
  const records = [...bag.files.keys()].flatMap((path) => {
    const [, exhibit] = EXHIBIT_PATH.exec(path) ?? [];
    return exhibit === undefined ? [] : [{ path, exhibit }];
  });
  const lines: string[] = [];
  let left = maxCharacters - 100;
  for (const [index, { path, exhibit }] of records.toSorted((a, b) => (a.path < b.path ? -1 : 1)).entries()) {
    const line = [exhibit, ...(await readFacts(bag, path))].join('  ').replaceAll(/\s+/g, ' ');
    if (line.length + 1 > left) {
      lines.push(`... and ${records.length - index} more`);
      break;
    }
    left -= line.length + 1;
    lines.push(line);
  }
  return lines.join('\n');
}

/** The signed checkpoint of a package's log; undefined when it has none. Throws `input-unreadable`. */
export async function readCheckpointNote(source: PackageSource): Promise<string | undefined> {
  const bag = openBag(source, gatherFindings());
  return bag?.files.has(PACKAGE_PATHS.checkpoint) === true ? parseUtf8(await readHeld(bag, PACKAGE_PATHS.checkpoint)) : undefined;
}

async function readFacts(bag: BagFiles, path: string): Promise<readonly string[]> {
  try {
    const value = parseBoundedJson(await readHeld(bag, path, MAX_RECORD_BYTES), path);
    const capture = captureRecordSchema.safeParse(value).data?.observation;
    if (capture !== undefined) {
      const { address, page, times } = capture;
      const seller = page === undefined ? undefined : findSeller(page);
      return [times.clickedAt, page?.title, address.shownUrl ?? address.requestedUrl, seller].filter((one) => one !== undefined);
    }
    const received = receivedRecordSchema.safeParse(value).data;
    return received === undefined ? [] : [received.addedAt, received.givenName];
  } catch (error) {
    if (isPugmarkError(error)) return [];
    throw error;
  }
}
