import type { Protocol } from 'puppeteer-core';
import { isFrameOwner, isSecretField } from './dom-tree.ts';
import { SNAPSHOT_STYLES } from './snapshot.ts';
import type { PageSnapshot, SnapshotStyle, TargetSnapshot } from './snapshot.ts';

/** A rectangle in CSS pixels of its document. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A box of the layout with the styles that were asked for. */
export interface RenderedBox {
  readonly box: Box;
  /** Text as drawn (text-transform applied, white space not yet collapsed). */
  readonly text: string | undefined;
  /** Where the text begins and ends, line by line; absent for boxes without text. */
  readonly lines?: { readonly first: Box; readonly last: Box };
  style(name: SnapshotStyle): string;
}

/** CSS pixels of an element's box without borders and scroll bars, and of what is inside of it. */
export interface Scrolling {
  readonly width: number;
  readonly height: number;
  readonly scrollWidth: number;
  readonly scrollHeight: number;
}

/** One frame's rendered document: nodes by index, parents before children, slots filled. */
export class RenderedDocument {
  readonly url: string;
  readonly baseUrl: string;
  readonly title: string;
  readonly charset: string;
  readonly frameId: string;
  readonly crossProcess: boolean;
  readonly contentWidth: number;
  readonly contentHeight: number;
  readonly scrollX: number;
  readonly scrollY: number;
  readonly nodeCount: number;
  readonly #strings: readonly string[];
  readonly #nodes: Protocol.DOMSnapshot.NodeTreeSnapshot;
  readonly #layout: Protocol.DOMSnapshot.LayoutTreeSnapshot;
  readonly #children: ReadonlyMap<number, readonly number[]>;
  readonly #boxesOf: ReadonlyMap<number, readonly number[]>;
  readonly #lines: ReadonlyMap<number, { readonly first: Box; readonly last: Box }>;
  readonly #values: ReadonlyMap<number, string>;
  readonly #sources: ReadonlyMap<number, string>;
  readonly #frames: ReadonlyMap<number, number>;
  readonly #checked: ReadonlySet<number>;
  readonly #selected: ReadonlySet<number>;

  constructor(strings: readonly string[], document: Protocol.DOMSnapshot.DocumentSnapshot, crossProcess: boolean) {
    const string = (index: number | undefined): string => strings[index ?? -1] ?? '';
    this.url = string(document.documentURL);
    this.baseUrl = string(document.baseURL) || this.url;
    this.title = string(document.title);
    this.charset = string(document.encodingName);
    this.frameId = string(document.frameId);
    this.crossProcess = crossProcess;
    this.contentWidth = document.contentWidth ?? 0;
    this.contentHeight = document.contentHeight ?? 0;
    this.scrollX = document.scrollOffsetX ?? 0;
    this.scrollY = document.scrollOffsetY ?? 0;
    this.#strings = strings;
    this.#nodes = document.nodes;
    this.#layout = document.layout;
    this.nodeCount = document.nodes.parentIndex?.length ?? 0;
    this.#children = groupBy(document.nodes.parentIndex ?? []);
    this.#boxesOf = groupBy(document.layout.nodeIndex);
    this.#lines = linesOf(document.textBoxes);
    this.#values = new Map([...rareStrings(strings, document.nodes.inputValue), ...rareStrings(strings, document.nodes.textValue)]);
    this.#sources = rareStrings(strings, document.nodes.currentSourceURL);
    const frames = document.nodes.contentDocumentIndex;
    this.#frames = new Map(frames?.index.map((node, i) => [node, frames.value[i] ?? -1]));
    this.#checked = new Set(document.nodes.inputChecked?.index);
    this.#selected = new Set(document.nodes.optionSelected?.index);
  }

  childrenOf(node: number): readonly number[] {
    return this.#children.get(node) ?? [];
  }

  parentOf(node: number): number | undefined {
    const parent = this.#nodes.parentIndex?.[node];
    return parent === undefined || parent < 0 ? undefined : parent;
  }

  /** Lower-case node name, e.g. `div`, `#text`, `::before`. */
  nameOf(node: number): string {
    return (this.#strings[this.#nodes.nodeName?.[node] ?? -1] ?? '').toLowerCase();
  }

  backendNodeId(node: number): number | undefined {
    return this.#nodes.backendNodeId?.[node];
  }

  attributesOf(node: number): readonly (readonly [string, string])[] {
    const flat = this.#nodes.attributes?.[node] ?? [];
    return Array.from({ length: Math.floor(flat.length / 2) }, (_, i) => [
      this.#strings[flat[2 * i] ?? -1] ?? '',
      this.#strings[flat[2 * i + 1] ?? -1] ?? '',
    ]);
  }

  attribute(node: number, name: string): string | undefined {
    return this.attributesOf(node).find(([key]) => key.toLowerCase() === name)?.[1];
  }

  /** Text of a text node, or of the text nodes right under an element. */
  textOf(node: number): string {
    if (this.nameOf(node) === '#text') return this.#strings[this.#nodes.nodeValue?.[node] ?? -1] ?? '';
    return this.childrenOf(node)
      .map((child) => (this.nameOf(child) === '#text' ? this.textOf(child) : ''))
      .join('');
  }

  /** Boxes of a node in the layout; none when it is not rendered. */
  boxesOf(node: number): readonly RenderedBox[] {
    return (this.#boxesOf.get(node) ?? []).map((index) => this.#box(index));
  }

  /** What an element shows of its inside, and how large that is; undefined for what has no box or was not measured. */
  scrollingOf(node: number): Scrolling | undefined {
    const index = this.#boxesOf.get(node)?.[0];
    const { clientRects, scrollRects } = this.#layout;
    if (index === undefined || clientRects === undefined || scrollRects === undefined) return undefined;
    const [, , width = 0, height = 0] = clientRects[index] ?? [];
    const [, , scrollWidth = 0, scrollHeight = 0] = scrollRects[index] ?? [];
    return { width, height, scrollWidth, scrollHeight };
  }

  /** Live value of a form control; never of a field that holds a secret. */
  valueOf(node: number): string | undefined {
    const value = this.#values.get(node);
    return value === undefined || isSecretField(this.nameOf(node), this.attributesOf(node)) ? undefined : value;
  }

  isChecked(node: number): boolean {
    return this.#checked.has(node);
  }

  isSelected(node: number): boolean {
    return this.#selected.has(node);
  }

  /** The picture that an image element chose among its sources. */
  sourceOf(node: number): string | undefined {
    return this.#sources.get(node);
  }

  /** Index of a frame's document in the same process. */
  frameIndexOf(node: number): number | undefined {
    return this.#frames.get(node);
  }

  #box(index: number): RenderedBox {
    const styles = this.#layout.styles[index] ?? [];
    const lines = this.#lines.get(index);
    return {
      box: boxOf(this.#layout.bounds[index]),
      text: this.#strings[this.#layout.text[index] ?? -1],
      ...(lines === undefined ? {} : { lines }),
      style: (name) => this.#strings[styles[SNAPSHOT_STYLES.indexOf(name)] ?? -1] ?? '',
    };
  }
}

/** All rendered documents of a page and how frames hang together. */
export class RenderedPage {
  readonly main: RenderedDocument | undefined;
  readonly documents: readonly RenderedDocument[];
  readonly #byTarget: readonly (readonly RenderedDocument[])[];
  readonly #targetOf: ReadonlyMap<RenderedDocument, number>;
  /** Frame ids by the backend node id of the element that holds the frame, per process. */
  readonly #frameIds: readonly ReadonlyMap<number, string>[];

  constructor(snapshot: PageSnapshot) {
    this.#byTarget = snapshot.targets.map(({ rendered }, i) =>
      rendered.documents.map((document) => new RenderedDocument(rendered.strings, document, i > 0)),
    );
    this.documents = this.#byTarget.flat();
    this.main = this.#byTarget[0]?.[0];
    this.#targetOf = new Map(this.#byTarget.flatMap((documents, i) => documents.map((document) => [document, i] as const)));
    this.#frameIds = snapshot.targets.map(frameIdsOf);
  }

  /** The document shown in the frame that `node` holds; undefined for other elements and for frames that could not be had. */
  frameOf(document: RenderedDocument, node: number): RenderedDocument | undefined {
    const target = this.#targetOf.get(document) ?? -1;
    const index = document.frameIndexOf(node);
    if (index !== undefined) return this.#byTarget[target]?.[index];
    const frameId = this.#frameIds[target]?.get(document.backendNodeId(node) ?? -1);
    if (frameId === undefined) return undefined;
    return this.#byTarget.find((documents, i) => i !== target && documents[0]?.frameId === frameId)?.[0];
  }
}

function frameIdsOf(target: TargetSnapshot): ReadonlyMap<number, string> {
  return new Map(
    target.nodes.flatMap((node) =>
      node.frameId === undefined || !isFrameOwner(node) ? [] : [[node.backendNodeId, node.frameId] as const],
    ),
  );
}

function groupBy(keys: readonly number[]): ReadonlyMap<number, readonly number[]> {
  const groups = new Map<number, number[]>();
  keys.forEach((key, index) => {
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [index]);
    else group.push(index);
  });
  return groups;
}

function boxOf(bounds: readonly number[] | undefined): Box {
  const [x = 0, y = 0, width = 0, height = 0] = bounds ?? [];
  return { x, y, width, height };
}

function linesOf(boxes: Protocol.DOMSnapshot.TextBoxSnapshot): ReadonlyMap<number, { readonly first: Box; readonly last: Box }> {
  const lines = new Map<number, { readonly first: Box; readonly last: Box }>();
  boxes.layoutIndex.forEach((layout, i) => {
    const box = boxOf(boxes.bounds[i]);
    lines.set(layout, { first: lines.get(layout)?.first ?? box, last: box });
  });
  return lines;
}

function rareStrings(strings: readonly string[], data: Protocol.DOMSnapshot.RareStringData | undefined): ReadonlyMap<number, string> {
  return new Map(
    data?.index.flatMap((node, i) => {
      const text = strings[data.value[i] ?? -1];
      return text === undefined ? [] : [[node, text] as const];
    }),
  );
}
