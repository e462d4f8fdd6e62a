import type { ExhibitFile } from '../content/package-content.ts';
import type { RunningCheck } from './check-client.ts';
import { make, makeButton } from './elements.ts';
import { makeHostileText } from './hostile-text.ts';
import { afterReading } from './reading.ts';
import type { Texts } from './texts.ts';

const LISTED = 500;
/** What people can read as it is. */
const READABLE = /\.(?:txt|csv|json|jsonl|jsonld|md|note|entry)$/;
/** Of a text. */
const SHOWN_CHARACTERS = 200_000;
/** Long enough for the browser to begin to save. */
const KEPT_MS = 60_000;

/** Files of the package, each to be saved as it is. Nothing of them is opened here. */
export function makeFileTable(texts: Texts, files: readonly ExhibitFile[], check: RunningCheck): HTMLElement {
  const { say, sayCode, bytes } = texts;
  return make(
    'div',
    { class: 'scroll', role: 'region', tabindex: '0', 'aria-label': say('verifier.tab.files') },
    make(
      'table',
      { class: 'files' },
      make(
        'thead',
        {},
        make(
          'tr',
          {},
          [say('verifier.column.file'), say('verifier.column.size'), ''].map((name) => make('th', { scope: 'col' }, name)),
        ),
      ),
      make(
        'tbody',
        {},
        files
          .slice(0, LISTED)
          .map((file) =>
            make(
              'tr',
              {},
              make(
                'td',
                {},
                makeHostileText(file.path, true),
                file.role === undefined ? undefined : make('div', { class: 'soft' }, sayCode('report.role', file.role) ?? file.role),
                file.sha256 === undefined ? undefined : make('div', { class: 'soft digest' }, makeHostileText(file.sha256, true)),
              ),
              make('td', { class: 'number' }, bytes(file.sizeBytes)),
              make(
                'td',
                { class: 'actions' },
                makeSaveButton(texts, file.path, check),
                READABLE.test(file.path) ? makeTextButton(texts, file.path, check) : undefined,
              ),
            ),
          ),
      ),
    ),
    files.length > LISTED ? make('p', {}, say('app.verdict.more', { count: files.length - LISTED })) : undefined,
  );
}

/** Saves a file of the package as it is; `what` tells it from others beside it. */
export function makeSaveButton({ say }: Texts, path: string, check: RunningCheck, what?: string): HTMLElement {
  const place = make('span', {});
  const button = makeButton(what === undefined ? say('verifier.save') : `${say('verifier.save')} (${what})`, () => {
    button.disabled = true;
    afterReading(check.readFile(path), place, (blob) => {
      button.disabled = false;
      saveBlob(blob, path.slice(path.lastIndexOf('/') + 1));
    });
  });
  button.setAttribute('aria-label', `${say('verifier.save')} ${path}`);
  place.append(button);
  return place;
}

/** Shows a file as letters below its line, and hides it again. */
function makeTextButton({ say }: Texts, path: string, check: RunningCheck): HTMLElement {
  const button = makeButton(
    say('verifier.showText'),
    () => {
      const line = button.closest('tr');
      if (line === null) return;
      const isOpen = button.getAttribute('aria-expanded') === 'true';
      button.setAttribute('aria-expanded', String(!isOpen));
      if (isOpen) {
        line.nextElementSibling?.remove();
        return;
      }
      const cell = make('td', {});
      cell.colSpan = line.childElementCount;
      line.after(make('tr', { class: 'text' }, cell));
      afterReading(check.readFile(path), cell, async (blob) => {
        cell.append(await makeTextOf(say, blob));
      });
    },
    { 'aria-expanded': 'false', 'aria-label': `${say('verifier.showText')} ${path}` },
  );
  return button;
}

/** The beginning of a file as text and nothing else; the whole is in the file. */
export async function makeTextOf(say: Texts['say'], blob: Blob): Promise<HTMLElement> {
  const text = await blob.slice(0, 4 * SHOWN_CHARACTERS).text();
  const cut = text.length > SHOWN_CHARACTERS ? make('p', { class: 'soft' }, say('verifier.textCut')) : undefined;
  return make('div', {}, make('pre', { dir: 'auto', tabindex: '0' }, text.slice(0, SHOWN_CHARACTERS)), cut);
}

/** Hands a file to the browser, which asks where to keep it or keeps it with its downloads. */
export function saveBlob(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = make('a', { download: name, hidden: '' });
  link.href = url;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), KEPT_MS);
}
