import { describe, expect, it } from 'vitest';
import type { BoxMask } from '../../src/core/redaction/redaction.ts';
import { boxBetween, boxByKey, moveBox } from '../../src/renderer/features/redaction/mask-boxes.ts';
import { findOverlaps } from '../../src/renderer/features/redaction/mask-overlaps.ts';
import { buildStatement } from '../../src/renderer/features/statements/build-statement.ts';
import { changeKind, newDraft } from '../../src/renderer/features/statements/statement-draft.ts';
import { buildPreviewRequest, buildRequest, findObstacles, firstChoices } from '../../src/renderer/features/export/export-choices.ts';
import { cutPieces } from '../../src/renderer/features/exhibit/text-pieces.ts';

const box = (x: number): BoxMask => ({ kind: 'box', x, y: 0, width: 10, height: 10, reason: 'minor' });
const first = firstChoices('en', undefined);
const asked = (ncb: string): object => buildPreviewRequest('K-1', { ...first, profile: 'interpol', answers: { ncb }, recipient: ncb });

describe('a statement while it is written', () => {
  it('becomes a call with numbers, codes and lists as the contract has them', () => {
    const values = { kind: 'product', quantity: '2,5', unit: 'kg', term: 'ivc', marks: 'A1\n\n B2 ', live: 'no', price: '' };
    const { input, problems } = buildStatement('K-1', newDraft('item', { values }));
    expect(problems).toEqual({});
    expect(input).toMatchObject({ case: 'K-1', nature: 'asserted', handling: ['H0'], evaluation: { source: 'X', information: '4' } });
    expect(input?.content).toEqual({
      kind: 'item',
      fields: { kind: 'product', quantity: '2.5', unit: 'kg', term: 'IVC', marks: ['A1', 'B2'], live: false },
    });
  });

  it('names what is missing or cannot be, field by field', () => {
    const draft = newDraft('person', { values: { nationality: 'Belgium', born: 'May' }, evidence: [{ exhibit: 'E-0001' }] });
    const { input, problems } = buildStatement('K-1', {
      ...draft,
      values: { ...draft.values, status: 'charged' },
      handling: ['H3'],
    });
    expect(input).toBeUndefined();
    expect(problems).toEqual({ nationality: 'country', born: 'when', nature: 'judgement', handlingText: 'missing' });
    expect(buildStatement('K-1', { ...newDraft('account'), nature: 'displayed' }).problems).toEqual({
      platform: 'missing',
      evidence: 'missing',
    });
    const listed = newDraft('identification', { values: { taxon: 'Testudo', 'listing.cites': 'II' } });
    expect(buildStatement('K-1', listed).problems).toEqual({ 'listing.asOf': 'day' });
  });

  it('keeps the words of the page when its kind changes, where that kind has them', () => {
    const draft = newDraft('account', { evidence: [{ exhibit: 'E-0001', quote: '+32 470 00 00 00' }] });
    expect(changeKind(draft, 'means-of-communication')).toMatchObject({ nature: 'displayed', values: { shown: '+32 470 00 00 00' } });
    expect(changeKind(draft, 'identification')).toMatchObject({ nature: 'asserted' });
  });
});

describe('masks', () => {
  const picture = { width: 100, height: 80 };
  it('stay within the picture, and grow to whole pixels', () => {
    expect(boxBetween({ x: 50.4, y: 90 }, { x: 10.6, y: 20.2 }, picture)).toEqual({ x: 10, y: 20, width: 41, height: 60 });
    expect(boxBetween({ x: 50, y: 50 }, { x: 51, y: 51 }, picture)).toBeUndefined();
    const box = { x: 90, y: 0, width: 10, height: 10 };
    expect(moveBox(box, 50, -5, picture)).toEqual(box);
    expect(boxByKey(box, { key: 'ArrowLeft', shiftKey: false, ctrlKey: true }, picture)).toEqual({ ...box, x: 89 });
    expect(boxByKey(box, { key: 'ArrowDown', shiftKey: true, ctrlKey: false }, picture)).toEqual({ ...box, height: 20 });
    expect(boxByKey(box, { key: 'a', shiftKey: false, ctrlKey: false }, picture)).toBeUndefined();
  });

  it('that lie over another one are told, neighbours are not', () => {
    expect(findOverlaps([box(0), box(10), box(20)])).toEqual([]);
    expect(findOverlaps([box(0), box(9), box(30)])).toEqual([1]);
    const span = { kind: 'span', reason: 'minor' } as const;
    expect(
      findOverlaps([
        { ...span, start: 0, end: 4 },
        { ...span, start: 4, end: 6 },
        { ...span, start: 3, end: 5 },
      ]),
    ).toEqual([2]);
  });

  it('cut a text where they begin and end, and lose no letter', () => {
    const pieces = cutPieces(
      'one two one',
      [
        { start: 0, end: 3 },
        { start: 8, end: 11 },
      ],
      [{ start: 2, end: 5 }],
    );
    expect(pieces.map(({ text }) => text)).toEqual(['on', 'e', ' t', 'wo ', 'one']);
    expect(pieces.map(({ found, covered }) => [found, covered])).toEqual([
      [true, undefined],
      [true, 0],
      [false, 0],
      [false, undefined],
      [true, undefined],
    ]);
  });
});

describe('the choices of an export', () => {
  it('ask of a profile what belongs to it, and send nothing that another one asked', () => {
    const europol = {
      ...first,
      profile: 'europol',
      handling: ['H3'],
      answers: { subject: 'Ivory', ncb: 'Brussels' },
      isWarned: true,
    } as const;
    expect(findObstacles(europol)).toEqual(['handling-text']);
    const request = buildRequest('K-1', { ...europol, handlingText: ' Ask us ', reduced: '20,5' });
    expect(request).toMatchObject({
      profile: 'europol',
      handling: { codes: ['H3'], text: 'Ask us' },
      answers: { subject: 'Ivory' },
      reducedBytes: 20_500_000,
    });
    const platform = buildRequest('K-1', { ...europol, profile: 'platform', handlingText: 'Ask us' });
    expect(platform).toEqual({ case: 'K-1', profile: 'platform', language: 'en', report: false });
  });

  it('hold a notice back until it was warned of and answered, and credentials until there is a reason', () => {
    const platform = { ...first, profile: 'platform' } as const;
    expect(findObstacles(platform)).toEqual(['answers', 'warning']);
    expect(findObstacles({ ...platform, isWarned: true, answers: { 'notice-agreed': 'yes' } })).toEqual([]);
    const archive = { ...first, profile: 'archive', secrets: { isIn: true, reason: ' ' } } as const;
    expect(findObstacles(archive)).toEqual(['secrets-reason']);
    expect(buildRequest('K-1', archive).secrets).toBeUndefined();
    expect(findObstacles({ ...first, encryption: { way: 'passphrase', to: [], passphrase: 'a', again: 'b' } })).toEqual(['encryption']);
  });

  it('ask for the list anew when something is answered, not with every letter', () => {
    expect(asked('B')).toEqual(asked('Brussels'));
    expect(asked('B')).not.toEqual(asked(''));
  });
});
