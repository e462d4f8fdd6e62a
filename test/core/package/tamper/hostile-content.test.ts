import { beforeAll, describe, expect, it } from 'vitest';
import { buildVerdictLines } from '../../../../src/cli/output/verdict-lines.ts';
import { Paint } from '../../../../src/cli/output/paint.ts';
import { codesOf, readGolden, verifyBytes, type GoldenPackage } from '../../../support/package/golden.ts';
import { assertHarmless, UNSAFE } from '../../../support/package/harmless.ts';
import { HOSTILE, HOSTILE_LINE } from '../../../support/hostile/reader-attacks.ts';
import { buildRawZip } from '../../../support/raw-zip.ts';

let golden: GoldenPackage;
beforeAll(async () => {
  golden = await readGolden('evidence-selection');
});

describe('script and control characters', () => {
  it('in the names of files do nothing either, and are named', async () => {
    const names = [
      HOSTILE_LINE,
      `data/${HOSTILE}`,
      `data/exhibits/E-0001/${HOSTILE}`,
      `data/custody/keys/${HOSTILE}`,
      `${HOSTILE}/bagit.txt`,
    ];
    for (const name of names) {
      const entries = [...golden.files].map(([path, content]) => ({ name: `${golden.bag}/${path}`, content }));
      const verdict = await verifyBytes(buildRawZip([...entries, { name: `${golden.bag}/${name}`, content: 'x' }]), {
        withoutPictures: true,
      });
      assertHarmless(verdict);
      expect(codesOf(verdict)).toContain('name-unsafe');
      const others = buildRawZip([...golden.files].map(([path, content]) => ({ name: `${HOSTILE}/${path}`, content })));
      assertHarmless(await verifyBytes(others, { withoutPictures: true }));
    }
  });

  it('in a package without them are not there, and the check sees them where they are', async () => {
    assertHarmless(await verifyBytes(golden.zip));
    expect(UNSAFE.test(HOSTILE)).toBe(true);
    expect(buildVerdictLines(new Paint(false), await verifyBytes(golden.zip), { path: 'x.zip', required: [] }).join('\n')).toContain(
      'GOLDEN-2026/1 é',
    );
  });
});
