import { expect, test } from 'vitest';
import { concatBytes } from '../../src/core/digest/encoding.ts';
import type { StartedEngine } from './engine-fixture.ts';
import { fillWithPage, REFERENCE, startWith } from './engine-fixture.ts';

const EXHIBIT = 'E-0001';

async function readAddress({ engine }: StartedEngine, address: string): Promise<Uint8Array> {
  const file = await engine.evidence.find(address);
  if (file === undefined) throw new Error(`nothing at ${address}`);
  const all: Uint8Array[] = [];
  for await (const piece of file.read()) all.push(piece.slice());
  return concatBytes(...all);
}

test('a window makes derivatives of a picture and of a text, lists them and reads their bytes', async () => {
  const started = await startWith(fillWithPage);
  const { call } = started;
  const of = { case: REFERENCE, exhibit: EXHIBIT };
  expect(await call('redactions.list', of)).toEqual([]);
  const picture = await call('redactions.make', {
    ...of,
    artifact: 'full.png',
    masks: [{ kind: 'box', x: 10, y: 20, width: 300, height: 900, reason: 'minor' }],
  });
  expect(picture.redaction.derivative).toMatchObject({ name: 'full.redacted-1.png', mediaType: 'image/png' });
  const { artifacts } = await call('exhibits.read', of);
  expect(picture.redaction.original.sha256).toBe(artifacts.find(({ name }) => name === 'full.png')?.sha256);
  const { text } = await call('exhibits.text', of);
  const start = text.indexOf('gris');
  const page = await call('redactions.make', {
    ...of,
    artifact: 'text.txt',
    masks: [{ kind: 'span', start, end: start + 4, reason: 'third-party' }],
  });
  expect(new TextDecoder().decode(await readAddress(started, page.address))).toBe(text.replace('gris', '[REDACTED: third-party]'));
  // Who has all of the text but the covered word could find it by its digest.
  expect(page.redaction.original).toEqual({ role: 'text', name: 'text.txt', mediaType: 'text/plain' });
  expect(await readAddress(started, picture.address)).toHaveLength(picture.redaction.derivative.sizeBytes);
  expect(await call('redactions.list', of)).toEqual([picture, page]);
  // Saved like a sealed file, after the log has it.
  await call('exhibits.save', { ...of, name: picture.redaction.derivative.name });
  expect((await call('cases.timeline', of)).at(-1)?.details).toMatchObject({
    act: 'saved',
    artifacts: [picture.redaction.derivative.sha256],
  });
  const tile = await started.engine.evidence.find(picture.address.replace('/file/', '/tile/').concat('/0/0/0'));
  expect(tile?.mediaType).toBe('image/jpeg');

  for (const [masks, artifact, reason] of [
    [[{ kind: 'box', x: 690, y: 0, width: 20, height: 5, reason: 'other' }], 'full.png', 'outside'],
    [[{ kind: 'span', start: 0, end: 4, reason: 'other' }], 'full.png', 'wrong-kind'],
    [[{ kind: 'span', start: 0, end: 4, reason: 'other' }], 'served.html', 'not-redactable'],
  ] as const)
    await expect(call('redactions.make', { ...of, artifact, masks: [...masks] })).rejects.toMatchObject({
      code: 'mask-refused',
      details: { reason },
    });
  expect(await call('redactions.list', of)).toHaveLength(2);
});
