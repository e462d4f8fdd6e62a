import type { Protocol } from 'puppeteer-core';

/**
 * What one look at the page gave, before anything is made of it. Taken by the browser itself outside of page scripts: neither overridden
 * prototypes nor closed shadow roots hide anything from it.
 */
export interface PageSnapshot {
  /** The main document's process first, then each frame of another process. */
  readonly targets: readonly TargetSnapshot[];
}

/** The documents that live in one renderer process. */
export interface TargetSnapshot {
  /** Every node, closed shadow roots and frames' documents included, children before parents. */
  readonly nodes: readonly Protocol.DOM.Node[];
  /** The rendered tree with layout and styles, in drawing structure (slots filled). */
  readonly rendered: Protocol.DOMSnapshot.CaptureSnapshotResponse;
  /** Texts that `nodes` holds cut, by backend node id. */
  readonly longTexts: ReadonlyMap<number, string>;
  /** Markup of `template` elements' contents, by backend node id of the element. */
  readonly templates: ReadonlyMap<number, string>;
  /** Long texts and templates that were not asked for, because there were too many. */
  readonly textsLeftCut: number;
}

/** Computed styles asked for, in this order. */
export const SNAPSHOT_STYLES = [
  'display',
  'visibility',
  'opacity',
  'white-space-collapse',
  'overflow-x',
  'overflow-y',
  'clip-path',
  'background-image',
  'background-attachment',
  'list-style-image',
  'border-image-source',
  'mask-image',
  '-webkit-mask-box-image-source',
  'content',
  'content-visibility',
  'direction',
  'writing-mode',
] as const;
export type SnapshotStyle = (typeof SNAPSHOT_STYLES)[number];

/** Longest text that the node list gives whole; above it the browser cuts and ends with an ellipsis. */
export const NODE_TEXT_LIMIT = 10_000;
