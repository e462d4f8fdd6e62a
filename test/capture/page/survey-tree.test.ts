import { expect, test } from 'vitest';
import type { DomDocument, DomElement } from '../../../src/capture/page/dom-tree.ts';
import { surveyTree } from '../../../src/capture/page/survey-tree.ts';

const page = (children: readonly DomElement[]): DomDocument => ({
  url: 'https://site.example/',
  baseUrl: 'https://site.example/',
  crossProcess: false,
  children,
});

const iframe = (src: string, frame?: DomDocument): DomElement => ({
  kind: 'element',
  name: 'iframe',
  isSvg: false,
  attributes: [['src', src]],
  children: [],
  isFrameOwner: true,
  ...(frame === undefined ? {} : { frame }),
});

test('all frames are listed, in document order', () => {
  const { frames, framesLeftOut } = surveyTree(page([iframe('/a', page([iframe('/b')])), iframe('/c', page([]))]));
  expect(frames.map(({ captured }) => captured)).toEqual([true, false, true]);
  expect(framesLeftOut).toBe(0);
});

test('more frames than are listed are counted, and those that were not looked at come first', () => {
  const seen = Array.from({ length: 1_002 }, () => iframe('/seen', page([])));
  const { frames, framesLeftOut } = surveyTree(page([...seen, iframe('/unseen')]));
  expect(frames).toHaveLength(1_000);
  expect(framesLeftOut).toBe(3);
  expect(frames[0]).toEqual({ url: 'https://site.example/unseen', crossProcess: true, captured: false });
});
