import type { Protocol } from 'puppeteer-core';
import { NODE_TEXT_LIMIT } from './snapshot.ts';
import type { PageSnapshot, TargetSnapshot } from './snapshot.ts';

const ELEMENT = 1;
const TEXT = 3;
const CDATA = 4;
const INSTRUCTION = 7;
const COMMENT = 8;
const DOCTYPE = 10;

/** Nodes of a page as plain data. Parents hold their children; nothing points upwards. */
export type DomNode = DomElement | DomText | DomComment | DomDoctype | DomInstruction;

export interface DomElement {
  readonly kind: 'element';
  /** Qualified name; lower case for HTML elements. */
  readonly name: string;
  /** Inside SVG the HTML names `script` and `style` mean other elements, read by other rules. */
  readonly isSvg: boolean;
  readonly attributes: readonly (readonly [name: string, value: string])[];
  readonly children: readonly DomNode[];
  readonly shadow?: { readonly mode: 'open' | 'closed'; readonly children: readonly DomNode[] };
  /** The document of a frame; absent when the browser gave none. */
  readonly frame?: DomDocument;
  /** True for an element that holds a frame, also when its document could not be had. */
  readonly isFrameOwner: boolean;
  /** Markup inside a `template` element. */
  readonly templateHtml?: string;
  readonly form?: FormState;
}

/** What the person or a script put into a form control; never of a password field. */
export interface FormState {
  readonly value?: string;
  readonly checked?: boolean;
  readonly selected?: boolean;
}

export interface DomText {
  readonly kind: 'text';
  readonly text: string;
  /** False when only the beginning could be had. */
  readonly whole: boolean;
}
export interface DomComment {
  readonly kind: 'comment';
  readonly text: string;
}
export interface DomInstruction {
  readonly kind: 'instruction';
  readonly target: string;
  readonly text: string;
}
export interface DomDoctype {
  readonly kind: 'doctype';
  readonly name: string;
  readonly publicId: string;
  readonly systemId: string;
}

export interface DomDocument {
  readonly url: string;
  readonly baseUrl: string;
  readonly frameId?: string;
  /** True when it lives in another process than the main document. */
  readonly crossProcess: boolean;
  readonly children: readonly DomNode[];
}

/** Frames within frames deeper than this are left out: no page shows them. */
const MAX_FRAME_DEPTH = 50;

/** Joins the node lists of all processes into the tree of the main document. Undefined when there is none. */
export function buildDomTree(snapshot: PageSnapshot): DomDocument | undefined {
  const targets = snapshot.targets.map((target) => new TargetNodes(target));
  const main = targets[0];
  if (main?.root === undefined) return undefined;
  const rootsByFrame = new Map(
    targets.slice(1).flatMap((target) => (target.frameId === undefined ? [] : [[target.frameId, target] as const])),
  );
  return new TreeBuilder(rootsByFrame).document(main, main.root, { frameId: main.frameId, crossProcess: false, depth: 0 });
}

/** One process's nodes, findable by id. */
class TargetNodes {
  readonly target: TargetSnapshot;
  readonly root: Protocol.DOM.Node | undefined;
  readonly frameId: string | undefined;
  readonly childrenOf = new Map<number, Protocol.DOM.Node[]>();
  readonly forms: ReadonlyMap<number, FormState>;
  readonly texts: ReadonlyMap<number, string>;

  constructor(target: TargetSnapshot) {
    this.target = target;
    this.root = target.nodes.find((node) => node.parentId === undefined && node.nodeName === '#document');
    for (const node of target.nodes) {
      if (node.parentId === undefined) continue;
      const siblings = this.childrenOf.get(node.parentId);
      if (siblings === undefined) this.childrenOf.set(node.parentId, [node]);
      else siblings.push(node);
    }
    const { strings, documents } = target.rendered;
    const first = documents[0];
    this.frameId = first === undefined ? undefined : strings[first.frameId];
    this.forms = readForms(target.rendered);
    this.texts = readTexts(target.rendered);
  }

  text(node: Protocol.DOM.Node): DomText {
    if (node.nodeValue.length <= NODE_TEXT_LIMIT) return { kind: 'text', text: node.nodeValue, whole: true };
    const text = this.target.longTexts.get(node.backendNodeId) ?? this.texts.get(node.backendNodeId);
    return { kind: 'text', text: text ?? node.nodeValue.slice(0, NODE_TEXT_LIMIT), whole: text !== undefined };
  }
}

interface Placement {
  readonly frameId: string | undefined;
  readonly crossProcess: boolean;
  readonly depth: number;
}

class TreeBuilder {
  readonly #otherProcesses: ReadonlyMap<string, TargetNodes>;

  constructor(otherProcesses: ReadonlyMap<string, TargetNodes>) {
    this.#otherProcesses = otherProcesses;
  }

  document(nodes: TargetNodes, root: Protocol.DOM.Node, place: Placement): DomDocument {
    return {
      url: root.documentURL ?? '',
      baseUrl: root.baseURL ?? root.documentURL ?? '',
      ...(place.frameId === undefined ? {} : { frameId: place.frameId }),
      crossProcess: place.crossProcess,
      children: this.#children(nodes, root.nodeId, place),
    };
  }

  /** Without recursion over elements: a page may nest deeper than our stack. */
  #children(nodes: TargetNodes, parentId: number, place: Placement): readonly DomNode[] {
    const result: DomNode[] = [];
    const open: { readonly ids: readonly Protocol.DOM.Node[]; readonly into: DomNode[] }[] = [
      { ids: nodes.childrenOf.get(parentId) ?? [], into: result },
    ];
    for (let work = open.pop(); work !== undefined; work = open.pop()) {
      for (const node of work.ids) {
        if (node.nodeType !== ELEMENT) {
          const leaf = leafOf(nodes, node);
          if (leaf !== undefined) work.into.push(leaf);
          continue;
        }
        const children: DomNode[] = [];
        open.push({ ids: nodes.childrenOf.get(node.nodeId) ?? [], into: children });
        const root = node.shadowRoots?.find((shadow) => shadow.shadowRootType !== 'user-agent');
        const shadowChildren: DomNode[] = [];
        if (root !== undefined) open.push({ ids: nodes.childrenOf.get(root.nodeId) ?? [], into: shadowChildren });
        const frame = this.#frame(nodes, node, place);
        const templateHtml = nodes.target.templates.get(node.backendNodeId);
        const form = formOf(nodes, node);
        work.into.push({
          kind: 'element',
          name: nameOf(node),
          isSvg: node.isSVG === true,
          attributes: pairsOf(node.attributes ?? []),
          children,
          isFrameOwner: isFrameOwner(node),
          ...(root === undefined ? {} : { shadow: { mode: root.shadowRootType === 'open' ? 'open' : 'closed', children: shadowChildren } }),
          ...(frame === undefined ? {} : { frame }),
          ...(templateHtml === undefined ? {} : { templateHtml }),
          ...(form === undefined ? {} : { form }),
        });
      }
    }
    return result;
  }

  #frame(nodes: TargetNodes, node: Protocol.DOM.Node, place: Placement): DomDocument | undefined {
    const depth = place.depth + 1;
    if (depth > MAX_FRAME_DEPTH || !isFrameOwner(node)) return undefined;
    if (node.contentDocument !== undefined) {
      return this.document(nodes, node.contentDocument, { frameId: node.frameId, crossProcess: place.crossProcess, depth });
    }
    const other = node.frameId === undefined ? undefined : this.#otherProcesses.get(node.frameId);
    return other?.root === undefined ? undefined : this.document(other, other.root, { frameId: node.frameId, crossProcess: true, depth });
  }
}

function leafOf(nodes: TargetNodes, node: Protocol.DOM.Node): DomNode | undefined {
  switch (node.nodeType) {
    case TEXT:
    case CDATA:
      return nodes.text(node);
    case COMMENT:
      return { kind: 'comment', text: nodes.text(node).text };
    case INSTRUCTION:
      return { kind: 'instruction', target: node.nodeName, text: nodes.text(node).text };
    case DOCTYPE:
      return { kind: 'doctype', name: node.nodeName, publicId: node.publicId ?? '', systemId: node.systemId ?? '' };
    default:
      return undefined;
  }
}

/** True for an element that holds a frame. The root element of a frame's document carries a frame id as well: its own. */
export function isFrameOwner(node: Protocol.DOM.Node): boolean {
  return node.frameId !== undefined && /^(?:iframe|frame|object|embed|fencedframe)$/i.test(node.localName);
}

/** `nodeName` is upper case for HTML elements and qualified for others. */
function nameOf(node: Protocol.DOM.Node): string {
  return node.nodeName.toLowerCase() === node.localName.toLowerCase() ? node.localName : node.nodeName;
}

function pairsOf(flat: readonly string[]): readonly (readonly [string, string])[] {
  return Array.from({ length: Math.floor(flat.length / 2) }, (_, i) => [flat[2 * i] ?? '', flat[2 * i + 1] ?? ''] as const);
}

function formOf(nodes: TargetNodes, node: Protocol.DOM.Node): FormState | undefined {
  const form = nodes.forms.get(node.backendNodeId);
  if (form?.value === undefined || !isSecretField(node.localName, pairsOf(node.attributes ?? []))) return form;
  const { value: _secret, ...rest } = form;
  return rest;
}

/**
 * Fields whose value is never kept: password fields, and fields that say they hold a password, a one-time code or a card number while
 * their type is another (a page's 'show password' switch).
 */
export function isSecretField(name: string, attributes: readonly (readonly [string, string])[]): boolean {
  if (name !== 'input' && name !== 'textarea') return false;
  const read = (wanted: string): string =>
    attributes
      .find(([key]) => key.toLowerCase() === wanted)?.[1]
      .toLowerCase()
      .trim() ?? '';
  return (
    read('type') === 'password' ||
    /(?:^|\s)(?:current-password|new-password|one-time-code|cc-number|cc-csc)(?:\s|$)/.test(read('autocomplete'))
  );
}

function readForms({ strings, documents }: Protocol.DOMSnapshot.CaptureSnapshotResponse): ReadonlyMap<number, FormState> {
  const forms = new Map<number, FormState>();
  for (const { nodes } of documents) {
    const add = (index: number, state: FormState): void => {
      const id = nodes.backendNodeId?.[index];
      if (id !== undefined) forms.set(id, { ...forms.get(id), ...state });
    };
    for (const data of [nodes.inputValue, nodes.textValue]) {
      data?.index.forEach((index, i) => {
        const value = strings[data.value[i] ?? -1];
        if (value !== undefined) add(index, { value });
      });
    }
    for (const index of nodes.inputChecked?.index ?? []) add(index, { checked: true });
    for (const index of nodes.optionSelected?.index ?? []) add(index, { selected: true });
  }
  return forms;
}

function readTexts({ strings, documents }: Protocol.DOMSnapshot.CaptureSnapshotResponse): ReadonlyMap<number, string> {
  const texts = new Map<number, string>();
  for (const { nodes } of documents) {
    nodes.nodeValue?.forEach((value, index) => {
      const text = strings[value];
      const id = nodes.backendNodeId?.[index];
      if (id !== undefined && text !== undefined && text.length > NODE_TEXT_LIMIT) texts.set(id, text);
    });
  }
  return texts;
}
