import { scrollsOnItsOwn } from './own-scrolling.ts';
import { TextWriter } from './text-writer.ts';
import type { RenderedBox, RenderedDocument, RenderedPage } from './rendered-page.ts';

/** Frames within frames deeper than this are left out: no page shows them. */
const MAX_FRAME_DEPTH = 50;

/**
 * The text that a person could read on the page (docs/formats/text.md): all frames and shadow roots in drawing structure, slots filled,
 * line breaks where the page breaks lines, hidden text left out, what stands in form fields included.
 */
export function buildText(page: RenderedPage): string {
  const writer = new TextWriter();
  if (page.main !== undefined) writeDocument(page, page.main, writer, 0);
  return writer.toString();
}

function writeDocument(page: RenderedPage, document: RenderedDocument, writer: TextWriter, depth: number): void {
  // A work list instead of recursion: a page may nest deeper than our stack.
  const work: (number | (() => void))[] = [0];
  const isInScroller = scrolledInside(document);
  const leadsLeft = growsToTheLeft(document);
  for (let item = work.pop(); item !== undefined; item = work.pop()) {
    if (typeof item === 'function') {
      item();
      continue;
    }
    const node = item;
    const boxes = document.boxesOf(node);
    const name = document.nameOf(node);
    const box = boxes[0];
    if (name !== '#text' && box !== undefined && hidesAll(box)) continue;
    if (name === '#text' || name.startsWith('::')) {
      const end = name === '#text' || box === undefined ? undefined : startBox(document, node, box, writer);
      for (const part of boxes) writeText(part, writer, isInScroller(node) || (leadsLeft && !isAbove(part)));
      end?.();
      continue;
    }
    if (box !== undefined && box.style('visibility') === 'visible') {
      if (writeControl(document, node, writer)) continue;
      const frame = depth < MAX_FRAME_DEPTH ? page.frameOf(document, node) : undefined;
      if (frame !== undefined) {
        writer.breakLine(1);
        writeDocument(page, frame, writer, depth + 1);
        writer.breakLine(1);
        continue;
      }
    }
    const end = box === undefined ? undefined : startBox(document, node, box, writer);
    if (end !== undefined) work.push(end);
    const children = document.childrenOf(node);
    for (let i = children.length - 1; i >= 0; i -= 1) work.push(children[i] ?? 0);
  }
}

/** Writes the break before a box; returns the break after it. */
function startBox(document: RenderedDocument, node: number, box: RenderedBox, writer: TextWriter): (() => void) | undefined {
  const display = box.style('display');
  if (document.nameOf(node) === 'br') {
    writer.newLine();
    return undefined;
  }
  if (display === 'table-cell') return () => writer.nextCell();
  if (/^(?:inline|contents|ruby|none|table-column)/.test(display) || display === '') return undefined;
  const lines = document.nameOf(node) === 'p' ? 2 : 1;
  writer.breakLine(lines);
  return () => writer.breakLine(lines);
}

function writeText(box: RenderedBox, writer: TextWriter, isInReach: boolean): void {
  const { text } = box;
  if (text === undefined || box.style('visibility') !== 'visible' || (!isInReach && isOutOfReach(box)) || hasNoSize(box)) return;
  if (box.style('white-space-collapse') === 'collapse') writer.collapsed(text, box.lines);
  else if (box.style('white-space-collapse') === 'preserve-breaks') {
    text.split('\n').forEach((line, i) => {
      if (i > 0) writer.newLine();
      writer.collapsed(line);
    });
  } else if (text === '\n') writer.newLine();
  else writer.preserved(text, box.lines);
}

/** Nothing inside such a box can be seen. */
function hidesAll(box: RenderedBox): boolean {
  if (Number(box.style('opacity')) === 0 && box.style('opacity') !== '') return true;
  if (/^inset\((?:50|100)%/.test(box.style('clip-path'))) return true;
  // The usual ways to keep text for screen readers only, and closed accordions.
  const isClipped = box.style('overflow-y') === 'hidden' || box.style('overflow-y') === 'clip';
  return isClipped && ((box.box.width <= 1 && box.box.height <= 1) || box.box.height === 0);
}

/** Letters of no size, as sellers put between the digits of a number for those who copy it. */
function hasNoSize({ box, lines }: RenderedBox): boolean {
  return lines !== undefined && box.width === 0 && box.height === 0 && lines.last.width === 0 && lines.last.height === 0;
}

const SCROLLS = 1;
const IS_INSIDE = 2;

/**
 * Whether a node stands inside of an element that scrolls on its own: a messenger that stands at its end has most of its messages above the
 * page, and scrolling leads there.
 */
function scrolledInside(document: RenderedDocument): (node: number) => boolean {
  const marks = new Uint8Array(document.nodeCount);
  for (let node = 0; node < document.nodeCount; node += 1) {
    const parent = document.parentOf(node);
    const isInside = parent !== undefined && marks[parent] !== 0;
    const { x, y } = scrollsOnItsOwn(document, node);
    marks[node] = (isInside ? IS_INSIDE : 0) | (x || y ? SCROLLS : 0);
  }
  return (node) => ((marks[node] ?? 0) & IS_INSIDE) !== 0;
}

/** Written from right to left, or in columns from the right: what is wider than the view stands left of it, and scrolling leads there. */
function growsToTheLeft(document: RenderedDocument): boolean {
  const names = document.childrenOf(0).flatMap((child) => [child, ...document.childrenOf(child)]);
  const [root, body] = ['html', 'body'].map((name) => names.find((node) => document.nameOf(node) === name));
  return [root, body].some((node) => {
    const box = node === undefined ? undefined : document.boxesOf(node)[0];
    return box !== undefined && (box.style('direction') === 'rtl' || box.style('writing-mode').endsWith('-rl'));
  });
}

/** Left of or above the page, where no scrolling leads. */
function isOutOfReach(box: RenderedBox): boolean {
  return isAbove(box) || (hasSize(box) && box.box.x + box.box.width <= -100);
}

function isAbove(box: RenderedBox): boolean {
  return hasSize(box) && box.box.y + box.box.height <= 0;
}

function hasSize({ box }: RenderedBox): boolean {
  return box.width > 0 || box.height > 0;
}

const FIELDS_WITHOUT_TEXT = new Set(['password', 'checkbox', 'radio', 'range', 'color', 'file', 'image', 'hidden']);

/** Writes what a form control shows. False for other elements. */
function writeControl(document: RenderedDocument, node: number, writer: TextWriter): boolean {
  switch (document.nameOf(node)) {
    case 'input': {
      const type = (document.attribute(node, 'type') ?? 'text').toLowerCase().trim();
      if (!FIELDS_WITHOUT_TEXT.has(type))
        writeSeparately(document.valueOf(node) || (document.attribute(node, 'placeholder') ?? ''), writer);
      return true;
    }
    case 'textarea':
      writer.breakLine(1);
      writer.preserved(document.valueOf(node) || (document.attribute(node, 'placeholder') ?? ''));
      writer.breakLine(1);
      return true;
    case 'select':
      writeSelect(document, node, writer);
      return true;
    default:
      return false;
  }
}

function writeSeparately(text: string, writer: TextWriter): void {
  if (text !== '') writer.collapsed(` ${text} `);
}

/** A list box shows all its options, a menu the selected one. */
function writeSelect(document: RenderedDocument, node: number, writer: TextWriter): void {
  const open = [...document.childrenOf(node)].toReversed();
  for (let child = open.pop(); child !== undefined; child = open.pop()) {
    if (document.nameOf(child) === 'option') {
      const label = document.attribute(child, 'label') ?? document.textOf(child);
      const isListed = document.boxesOf(child).length > 0;
      if (isListed) {
        writer.breakLine(1);
        writer.collapsed(label);
        writer.breakLine(1);
      } else if (document.isSelected(child)) writeSeparately(label, writer);
    } else open.push(...[...document.childrenOf(child)].toReversed());
  }
}
