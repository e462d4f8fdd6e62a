import type { ExhibitFile } from '../content/package-content.ts';
import type { RunningCheck } from './check-client.ts';
import { make, makeButton } from './elements.ts';
import { makeHostileText } from './hostile-text.ts';
import { afterReading } from './reading.ts';
import type { Texts } from './texts.ts';

const LISTED = 500;
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
              make('td', {}, makeSaveButton(texts, file.path, check)),
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
