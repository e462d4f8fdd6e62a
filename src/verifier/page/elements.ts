/** Elements without markup: whatever comes from a package can only ever become a text node or the value of an attribute. */
export type Child = Node | string | undefined | readonly Child[];

/** The attributes that a page of ours sets. No handler and no style can be given as text. */
export interface Attributes {
  readonly class?: string;
  readonly id?: string;
  readonly role?: string;
  readonly title?: string;
  readonly type?: string;
  readonly lang?: string;
  readonly dir?: 'ltr' | 'rtl' | 'auto';
  readonly for?: string;
  readonly scope?: 'col' | 'row';
  readonly alt?: string;
  readonly accept?: string;
  readonly tabindex?: '0' | '-1';
  readonly download?: string;
  readonly autocomplete?: 'off';
  readonly multiple?: '';
  readonly max?: string;
  readonly value?: string;
  readonly webkitdirectory?: '';
  readonly hidden?: '';
  readonly open?: '';
  readonly disabled?: '';
  /** Of a frame: without any right. */
  readonly sandbox?: '';
  readonly referrerpolicy?: 'no-referrer';
  readonly [aria: `aria-${string}`]: string;
  readonly [data: `data-${string}`]: string;
}

/** An element with these attributes and children. */
export function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  append(element, children);
  return element;
}

function append(element: Element, children: readonly Child[]): void {
  for (const child of children) {
    if (child === undefined) continue;
    if (typeof child === 'string') element.append(document.createTextNode(child));
    else if (child instanceof Node) element.append(child);
    else append(element, child);
  }
}

/** A button that does `act`. */
export function makeButton(label: string, act: () => void, attributes: Attributes = {}): HTMLButtonElement {
  const button = make('button', { type: 'button', ...attributes }, label);
  button.addEventListener('click', act);
  return button;
}
