import { make } from './elements.ts';

/** A picker of the browser, opened by a button of ours. */
export function makePicker(
  id: string,
  attributes: { readonly accept?: string; readonly multiple?: ''; readonly webkitdirectory?: '' },
  onFiles: (files: readonly File[], list: FileList) => void,
): HTMLInputElement {
  const picker = make('input', { type: 'file', id, hidden: '', tabindex: '-1', 'aria-hidden': 'true', ...attributes });
  picker.addEventListener('change', () => {
    if (picker.files !== null && picker.files.length > 0) onFiles([...picker.files], picker.files);
    // The same may be chosen again.
    picker.value = '';
  });
  return picker;
}
