import { parseBoundedJson } from '../../canonical/canonical-json.ts';
import { PugmarkError } from '../../errors.ts';
import { formDocumentSchema, type FormDocument } from '../../forms/form-document.ts';
import { hexOf } from '../../digest/digest.ts';
import type { AnySeal } from '../seal-statement.ts';
import { listBelow, readHeld, type CheckedBag } from './checked-bag.ts';
import { messageOf } from './message-of.ts';
import type { VerdictCollector } from './verdict-collector.ts';

const FOLDER = 'data/forms';
const SEALED_PICTURE = /^data\/pictures\/(E-\d+)\.sealed\./;
const COLUMNS = ['file', 'sha256', 'sha512'] as const;

/**
 * Step 5, forms (form.md, "Verifying"): each is a form under its own name, for practice exactly when the package is, and a list of digests in it has
 * those of the files that are here, and of a reduced set the sealed pictures. Its other shapes, and what it says in words, are compared with nothing.
 */
export async function checkForms(collector: VerdictCollector, bag: CheckedBag, seal: AnySeal): Promise<void> {
  for (const name of listBelow(bag, FOLDER)) {
    if (!name.endsWith('.json')) continue;
    const path = `${FOLDER}/${name}`;
    let form: FormDocument;
    try {
      form = parseForm(await readHeld(bag, path));
    } catch (error) {
      collector.finding('form-differs', path, messageOf(error));
      continue;
    }
    if (name !== `${form.form}.${form.language}.json`) collector.finding('form-differs', path, 'It stands under the name of another form');
    if (form.practice !== seal.practice)
      collector.finding('practice-differs', path, 'Practice and evidence are mixed: the form says otherwise than the seal');
    for (const picture of findForeignPictures(bag, form))
      collector.finding('form-differs', picture, `${name} lists no file of its exhibit with this digest`);
    for (const file of findOtherDigests(bag, form))
      collector.finding('form-differs', path, `It lists ${file} with other digests than the file has here`);
  }
}

/** Throws `json-invalid`, `record-invalid`. */
function parseForm(bytes: Uint8Array): FormDocument {
  const { data } = formDocumentSchema.safeParse(parseBoundedJson(bytes, 'The form'));
  if (data === undefined) throw new PugmarkError('record-invalid', 'It is no form: it has another form than form/v1');
  return data;
}

/** Files of the package that a table of files lists otherwise than they are. What is not here may lie in a package that this one was chosen from. */
function findOtherDigests(bag: CheckedBag, { sections }: FormDocument): readonly string[] {
  const differing: string[] = [];
  for (const block of sections.flatMap(({ blocks }) => blocks)) {
    if (block.type !== 'table') continue;
    const [file, sha256, sha512] = COLUMNS.map((id) => block.columns.findIndex((column) => column.id === id));
    for (const row of block.rows) {
      const path = row[file ?? -1] ?? '';
      const here = bag.files.get(path);
      if (here === undefined) continue;
      if (isOther(row[sha256 ?? -1], hexOf(here.sha256)) || isOther(row[sha512 ?? -1], hexOf(here.sha512))) differing.push(path);
    }
  }
  return differing;
}

/** Sealed pictures of a reduced set: of each the list has the file of its exhibit that it is. */
function findForeignPictures(bag: CheckedBag, { form, sections }: FormDocument): readonly string[] {
  if (form !== 'europol-hash-list') return [];
  const listed = new Set<string>();
  for (const block of sections.flatMap(({ blocks }) => blocks)) {
    if (block.type !== 'table') continue;
    const [file, sha256] = COLUMNS.map((id) => block.columns.findIndex((column) => column.id === id));
    for (const row of block.rows)
      listed.add(`${/^data\/exhibits\/(E-\d+)\//.exec(row[file ?? -1] ?? '')?.[1] ?? ''} ${row[sha256 ?? -1] ?? ''}`);
  }
  return [...bag.files].flatMap(([path, { sha256 }]) => {
    const exhibit = SEALED_PICTURE.exec(path)?.[1];
    return exhibit === undefined || listed.has(`${exhibit} ${hexOf(sha256)}`) ? [] : [path];
  });
}

function isOther(said: string | null | undefined, hex: string): boolean {
  return typeof said === 'string' && said !== hex;
}
