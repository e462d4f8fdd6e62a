import { describe, expect, it } from 'vitest';
import type { Observation } from '../../src/core/model/capture-record.ts';
import { PACKAGE_LANGUAGES, type ReportArtifact } from '../../src/core/package/report-input.ts';
import type { Redaction } from '../../src/core/redaction/redaction.ts';
import type { PackageStamp } from '../../src/core/package/time-files.ts';
import { composeReports, composeVolume, textOf } from '../support/composed-report.ts';
import { event, makeReportCase } from '../support/report-case.ts';

/** Who captured, as the report says it. */
function operatorRowOf(markup: string): string | undefined {
  return /Operator \(service number\)(.{1,30})/.exec(textOf(markup))?.[1]?.trim();
}

describe('volumes and summary', () => {
  it('are a summary and one volume for up to 100 exhibits, another for more', async () => {
    expect([...(await composeReports(await makeReportCase({ language: 'fr', exhibits: 2 }))).keys()]).toEqual([
      'data/report.fr.v01.pdf',
      'data/report.fr.v01.html',
      'data/summary.fr.pdf',
      'data/summary.fr.html',
    ]);
    const many = await composeReports(await makeReportCase({ exhibits: 101, observation: { recipes: [] } }));
    expect([...many.keys()].filter((path) => path.endsWith('.pdf'))).toEqual([
      'data/report.en.v01.pdf',
      'data/report.en.v02.pdf',
      'data/summary.en.pdf',
    ]);
    const ids = (path: string): readonly string[] =>
      [...(many.get(path)?.markup ?? '').matchAll(/<h1 id="(E-\d+)"/g)].map(([, id = '']) => id);
    expect([ids('data/report.en.v01.pdf').length, ids('data/report.en.v02.pdf')]).toEqual([100, ['E-0101']]);
    expect(many.get('data/report.en.v02.pdf')?.markup).toContain('volume 2 of 2');
    const summary = textOf(many.get('data/summary.en.pdf')?.markup ?? '');
    expect(summary).toMatch(/report\.en\.v02\.pdf\s*E-0101 – E-0101/);
    expect(summary).toMatch(/E-0101\s*Grey parrot, tame\s*2026-03-02 23:30:00\s*Kept\s*2/);
    // On a screen, a click leads into the volume beside it.
    expect(many.get('data/summary.en.html')?.markup).toContain('href="report.en.v02.html#E-0101"');
  });

  it('says between which times an exhibit was recorded, where time stamps do', async () => {
    const input = await makeReportCase({});
    const origin = input.timeline[0]?.origin ?? '';
    const stampOver = (size: number, hour: string): PackageStamp => ({
      authority: 'local',
      digest: `sha256:${'ab'.repeat(32)}`,
      of: { kind: 'checkpoint', origin, size },
      earliest: `2026-03-03T${hour}:00:00.000Z`,
      latest: `2026-03-03T${hour}:00:01.000Z`,
    });
    const textWith = async (stamps: readonly PackageStamp[]): Promise<string> => textOf((await composeVolume({ ...input, stamps })).markup);
    const end = input.timeline.find(({ entry }) => entry.type === 'capture.sealed')?.entry.seq ?? 0;
    expect(await textWith([])).not.toContain('Time stamps: not after');
    expect(await textWith([stampOver(end + 2, '09'), stampOver(end + 1, '08'), stampOver(end, '07')])).toMatch(
      /Time stamps: not before\s+no time stamp in this package\s+Time stamps: not after\s+3 March 2026, 08:00:01 UTC/,
    );
    expect(await textWith([stampOver(end, '07')])).toMatch(/Time stamps: not after\s+no time stamp in this package/);
  });

  it('say in every language what was kept, when, by what digest, and what is missing in one sentence', async () => {
    const expected = {
      en: [
        '412 exchanges, 3 not complete, none of them shown content.',
        '3 March 2026, 00:30:00 (Europe/Brussels, UTC+1)',
        'Captured web pages',
      ],
      fr: [
        '412 échanges réseau, 3 incomplets, aucun ne portant sur un contenu affiché.',
        '3 mars 2026, 00:30:00 (Europe/Brussels, UTC+1)',
        'Pages web capturées',
      ],
      nl: [
        '412 netwerkuitwisselingen, 3 niet volledig, geen daarvan met getoonde inhoud.',
        '3 maart 2026, 00:30:00 (Europe/Brussels, UTC+1)',
        'Vastgelegde webpagina’s',
      ],
    };
    for (const language of PACKAGE_LANGUAGES) {
      const input = await makeReportCase({ language });
      const { markup } = await composeVolume(input);
      const text = textOf(markup);
      expect(expected[language].filter((words) => !text.includes(words))).toEqual([]);
      expect(text).toContain(input.exhibits[0]?.digest.slice('sha256:'.length, 'sha256:'.length + 16));
      for (const { sha256, path } of input.exhibits[0]?.artifacts ?? []) {
        expect(text).toContain(sha256.slice('sha256:'.length));
        expect(text).toContain(path);
      }
      expect(markup).toContain(`<html lang="${language === 'en' ? 'en-GB' : language}">`);
    }
  });

  it('carry the practice banner on every page of practice, and on none of evidence', async () => {
    const practice = await composeReports(await makeReportCase({ practice: true }));
    expect(practice.size).toBe(4);
    for (const { markup } of practice.values()) expect(markup).toMatch(/@top-center \{ content: "PRACTICE/);
    for (const { markup } of (await composeReports(await makeReportCase())).values()) expect(markup).not.toContain('PRACTICE');
  });

  it('stop when they are told to, and leave nothing', async () => {
    const stopped = AbortSignal.abort(new Error('enough'));
    await expect(composeReports(await makeReportCase(), stopped)).rejects.toThrow('enough');
  });
});

describe('states of an exhibit', () => {
  it('a capture that gave no page has a page that says so', async () => {
    const observation: Partial<Observation> = {
      state: 'failed',
      reasons: [{ code: 'no-document', detail: 'no answer' }],
      error: { code: 'dns-failed', message: 'net::ERR_NAME_NOT_RESOLVED' },
      times: { clickedAt: '2026-03-02T23:30:00.000Z', finishedAt: '2026-03-02T23:30:01.000Z' },
      recipes: [],
    };
    const input = await makeReportCase({ observation, absent: ['page', 'http', 'view'] });
    const [exhibit] = input.exhibits;
    if (exhibit === undefined) throw new Error('no exhibit');
    const bare = { ...exhibit, artifacts: exhibit.artifacts.filter(({ role }) => role === 'record') };
    const text = textOf((await composeVolume({ ...input, exhibits: [bare] })).markup);
    expect(text).toContain('Nothing of a page could be kept: the name of the site could not be resolved.');
    expect(text).toContain('page without a title');
    expect(text).toContain('No page was received');
    expect(text).toContain('Asked for at');
  });

  it('a partial one says why', async () => {
    const observation: Partial<Observation> = {
      state: 'partial',
      reasons: [
        { code: 'time-limit', detail: 'a' },
        { code: 'height-limit', detail: 'b' },
      ],
    };
    const text = textOf((await composeVolume(await makeReportCase({ observation }))).markup);
    expect(text).toContain(
      'The capture did not run to its end as planned (a time limit was reached and the page is higher than the limit); 412 exchanges, 3 not complete, none of them shown content.',
    );
  });

  it('attempts that left nothing stand in a chapter of their own', async () => {
    const input = await makeReportCase();
    const timeline = [
      ...input.timeline,
      event(3, { type: 'capture.started', exhibit: 'E-0002' }),
      event(4, { type: 'capture.cancelled', exhibit: 'E-0002' }),
    ];
    expect(textOf((await composeVolume({ ...input, timeline })).markup)).toContain('Attempts without a page');
    expect(textOf((await composeVolume(input)).markup)).not.toContain('Attempts without a page');
  });

  it('what the package leaves out is named, and who captured is told from the package alone', async () => {
    const input = await makeReportCase({ exhibit: { leftOut: [{ role: 'secrets', name: 'secrets.json' }] } });
    const [exhibit] = input.exhibits;
    if (exhibit === undefined) throw new Error('no exhibit');
    expect(textOf((await composeVolume(input)).markup)).toContain(
      '1 file is named in the record and not in this package: passwords and tokens, kept apart.',
    );
    const withheld = { ...exhibit, artifacts: exhibit.artifacts.filter(({ role }) => role !== 'operator') };
    expect(operatorRowOf((await composeVolume(input)).markup)).toMatch(/^4711 /);
    expect(operatorRowOf((await composeVolume({ ...input, exhibits: [withheld] })).markup)).toMatch(/^not in this package/);
  });
});

describe('what may not be shown', () => {
  it('stands as a digest: withheld records, and redacted copies with their reasons', async () => {
    const input = await makeReportCase();
    const [exhibit] = input.exhibits;
    const file = exhibit?.artifacts[0];
    if (exhibit === undefined || file === undefined) throw new Error('no exhibit');
    const { sha256, sha512, sizeBytes } = file;
    const redaction: Redaction = {
      format: 'redaction/v1',
      id: input.seal.package,
      exhibit: 'E-0001',
      original: { role: 'screenshot-viewport', name: 'screenshot-viewport.png', mediaType: 'image/png' },
      derivative: { name: 'redacted-1.png', mediaType: 'image/png', sizeBytes, sha256, sha512 },
      masks: [1, 2].map((x) => ({ kind: 'box', x, y: 0, width: 5, height: 5, reason: 'minor' })),
    };
    const path = 'data/exhibits/E-0001/redacted/redacted-1.png';
    const redactions = [
      { redaction, digest: exhibit.digest, author: '4712', madeAt: '2026-03-03T07:00:00.000Z', path, recordPath: `${path}.json` },
    ];
    const shown = textOf((await composeVolume({ ...input, redactions })).markup);
    expect(shown).toMatch(/Redacted copies.*redacted-1\.png\s*a minor \(2\)\s*4712/);
    const disclosed = [
      { exhibit: 'E-0001', digest: exhibit.digest, kind: 'capture', sealedAt: exhibit.sealedAt, artifacts: [file], withheld: 4 },
    ] as const;
    const text = textOf((await composeVolume({ ...input, exhibits: [], disclosed, redactions })).markup);
    expect(text).toMatch(/Exhibits with their record withheld\s*1/);
    expect(text).toMatch(/Files withheld, the record included\s*4/);
    expect(text).toContain(exhibit.digest.slice('sha256:'.length));
    expect(text).toMatch(/a minor \(2\)/);
    // The title stands in the record, which the package does not hold.
    expect(shown).toContain('Grey parrot, tame');
    expect(text).not.toContain('Grey parrot, tame');
  });
});

describe('pictures', () => {
  it('show the whole page in parts as high as a sheet, from one copy', async () => {
    const { markup, pictures } = await composeVolume(await makeReportCase({ pageHeightPx: 2_400 }));
    expect(pictures.get('E-0001-page-1.jpg')).toMatchObject({ width: 800, height: 2_400 });
    expect(markup.match(/E-0001-page-1\.jpg/g)).toHaveLength(4);
    expect(textOf(markup)).toContain('All of it is shown here, made smaller.');
    expect(textOf(markup)).toContain('Part 1 of 3 · pixel rows 1 to 1,060');
  });

  it('leave out the end of an endless page, and say how much', async () => {
    const { markup, pictures } = await composeVolume(await makeReportCase({ pageHeightPx: 30_000 }));
    const left = /made smaller, are the first ([\d,]+) pixels; the ([\d,]+) below/.exec(textOf(markup));
    const [shown, rest] = [left?.[1], left?.[2]].map((number) => Number(number?.replaceAll(',', '')));
    expect((shown ?? 0) + (rest ?? 0)).toBe(30_000);
    expect(markup.match(/E-0001-page-1\.jpg/g)).toHaveLength(7);
    expect(pictures.get('E-0001-page-1.jpg')?.height).toBe(shown);
  });

  it('show no second picture of a page that fits the view', async () => {
    const { files, markup } = await composeVolume(await makeReportCase({ pageHeightPx: 600 }));
    expect(files.filter((name) => name.endsWith('.jpg'))).toEqual(['E-0001-view.jpg']);
    expect(textOf(markup)).not.toContain('The whole page');
  });

  it('tell of one that cannot be opened', async () => {
    const input = await makeReportCase();
    const [exhibit] = input.exhibits;
    if (exhibit === undefined) throw new Error('no exhibit');
    const broken = {
      ...exhibit,
      async *readArtifact(artifact: ReportArtifact) {
        if (artifact.role === 'screenshot-viewport') yield new Uint8Array([1, 2, 3]);
        else yield* exhibit.readArtifact(artifact);
      },
    };
    const text = textOf((await composeVolume({ ...input, exhibits: [broken] })).markup);
    expect(text).toContain('1 picture could not be put on paper; it is in the package: data/exhibits/E-0001/screenshot-viewport.png');
  });
});

it('the style sheet and the fonts are there', async () => {
  const { files, markup } = await composeVolume(await makeReportCase());
  const named = [...markup.matchAll(/url\("([^"]+)"\)/g)].map(([, name = '']) => name);
  expect(named.length).toBeGreaterThanOrEqual(16);
  expect(named.filter((name) => !files.includes(name))).toEqual([]);
});
