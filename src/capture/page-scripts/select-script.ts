import type { PageScript } from './page-script.ts';

/**
 * What a drop-down list offers, or null when the element is none. The list's own window does not open at the mouse or key event that
 * comes next: the page sees that event with its default prevented.
 */
export const OPEN_SELECT: PageScript = {
  name: 'open-select',
  text: `function openSelect() {
  const select = this instanceof HTMLSelectElement ? this : this instanceof Element ? Element.prototype.closest.call(this, 'select') : null;
  if (select === null) return null;
  const read = (type, name, of) => Object.getOwnPropertyDescriptor(type.prototype, name).get.call(of);
  if (read(HTMLSelectElement, 'multiple', select) || read(HTMLSelectElement, 'size', select) > 1 || Element.prototype.matches.call(select, ':disabled')) return null;
  const stop = (event) => {
    if (event.target !== select) return;
    event.preventDefault();
    HTMLElement.prototype.focus.call(select);
  };
  for (const type of ['mousedown', 'keydown']) {
    window.addEventListener(type, stop, { capture: true, once: true });
    setTimeout(() => window.removeEventListener(type, stop, { capture: true }), 500);
  }
  const box = Element.prototype.getBoundingClientRect.call(select);
  const options = [...read(HTMLSelectElement, 'options', select)].slice(0, 2000).map((option) => {
    const parent = option.parentNode;
    const group = parent instanceof HTMLOptGroupElement ? parent : null;
    return {
      label: option.label.slice(0, 500),
      selected: option.selected,
      disabled: option.disabled || (group !== null && group.disabled),
      group: group === null ? null : group.label.slice(0, 500),
    };
  });
  return { width: box.width, height: box.height, options };
}`,
};

/** Chooses in a drop-down list and tells the page, as the browser does. */
export const CHOOSE_IN_SELECT: PageScript = {
  name: 'choose-in-select',
  text: `function chooseInSelect(index) {
  const select = this instanceof HTMLSelectElement ? this : Element.prototype.closest.call(this, 'select');
  const selectedIndex = Object.getOwnPropertyDescriptor(HTMLSelectElement.prototype, 'selectedIndex');
  const options = Object.getOwnPropertyDescriptor(HTMLSelectElement.prototype, 'options').get.call(select);
  if (options[index] === undefined || options[index].disabled || selectedIndex.get.call(select) === index) return;
  selectedIndex.set.call(select, index);
  EventTarget.prototype.dispatchEvent.call(select, new Event('input', { bubbles: true, composed: true }));
  EventTarget.prototype.dispatchEvent.call(select, new Event('change', { bubbles: true }));
}`,
};

/** The selected text of the document, or of the field that has the keyboard; nothing of a password. Reads only. */
export const READ_SELECTION: PageScript = {
  name: 'read-selection',
  text: `function readSelection(maxCharacters) {
  const read = (type, name, of) => Object.getOwnPropertyDescriptor(type.prototype, name).get.call(of);
  let active = read(Document, 'activeElement', document);
  while (active !== null && active.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  const type = active instanceof HTMLTextAreaElement ? HTMLTextAreaElement : active instanceof HTMLInputElement ? HTMLInputElement : null;
  if (type !== null && active.type !== 'password') {
    const start = read(type, 'selectionStart', active);
    const end = read(type, 'selectionEnd', active);
    if (start !== null && end > start) return read(type, 'value', active).slice(start, end).slice(0, maxCharacters);
  }
  return String(Document.prototype.getSelection.call(document) ?? '').slice(0, maxCharacters);
}`,
};
