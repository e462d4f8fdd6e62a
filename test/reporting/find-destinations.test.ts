import { expect, it } from 'vitest';
import { findDestinations } from '../../src/reporting/write/find-destinations.ts';

/** A PDF as browsers write them: two lists of pages below one, and places on the last two pages. */
function makePdf(objects: readonly string[], trailer = '<</Size 9\n/Root 1 0 R>>'): Uint8Array {
  let text = '%PDF-1.4\n';
  const offsets = objects.map((object, index) => {
    const at = text.length;
    text += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(at).padStart(10, '0')} 00000 n \n`;
  });
  const start = text.length;
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.join('')}trailer\n${trailer}\nstartxref\n${start}\n%%EOF\n`;
  return Buffer.from(text, 'latin1');
}

const OBJECTS = [
  '<</Type /Catalog\n/Pages 2 0 R\n/Dests 8 0 R>>',
  '<</Type /Pages\n/Count 3\n/Kids [3 0 R 4 0 R]>>',
  '<</Type /Pages\n/Count 1\n/Kids [5 0 R]>>',
  '<</Type /Pages\n/Count 2\n/Kids [7 0 R 6 0 R]>>',
  '<</Type /Page>>',
  '<</Type /Page>>',
  '<</Type /Page>>',
  '<</E-0001 [7 0 R /XYZ 0 823.9 0]\n/E-0002 [6 0 R /XYZ 0 823.9 0]\n/E-0003 [1 0 R /XYZ 0 0 0]>>',
];

it('finds the pages of places in the order of the tree, and none for what is no page', () => {
  const found = findDestinations(makePdf(OBJECTS));
  expect(found?.pageCount).toBe(3);
  expect([...(found?.pages ?? [])]).toEqual([
    ['E-0001', 2],
    ['E-0002', 3],
  ]);
});

it('says nothing of a file that is made otherwise', () => {
  expect(findDestinations(Buffer.from('%PDF-1.7 something'))).toBeUndefined();
  expect(findDestinations(makePdf(OBJECTS, '<</Size 9>>'))).toBeUndefined();
  expect(findDestinations(makePdf(['<</Type /Catalog\n/Pages 2 0 R>>', '<</Type /Pages\n/Kids [2 0 R]>>']))).toBeUndefined();
  expect(findDestinations(new Uint8Array())).toBeUndefined();
});
