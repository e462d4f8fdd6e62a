import { describe, expect, it } from 'vitest';
import { HTML_REPORT_POLICY } from '../../src/core/package/html-report-policy.ts';
import type { PagePicture, Picture } from '../../src/reporting/pictures/prepare-pictures.ts';
import { createPictureRoom, SCREEN_PICTURE_BYTES } from '../../src/reporting/pictures/screen-pictures.ts';
import { composeReports, textOf } from '../support/composed-report.ts';
import { makeReportCase } from '../support/report-case.ts';
import { makeStatement } from '../support/report-statements.ts';

/** Ranks of the headings, in order. */
function ranksOf(markup: string): readonly number[] {
  return [...markup.matchAll(/<h([1-6])[\s>]/g)].map(([, rank]) => Number(rank));
}

const ONE_PIXEL = { src: 'x.jpg', widthPx: 1, heightPx: 1 };

function pictureOf(sizeBytes: number, path: string): Picture {
  return { ...ONE_PIXEL, sizeBytes, path };
}

function pageOf(sizeBytes: number, path: string): PagePicture {
  return { ...pictureOf(sizeBytes, path), original: { widthPx: 1, heightPx: 1, scale: 1 }, shownHeightPx: 1, slices: [] };
}

describe('the report as a page', () => {
  it('needs nothing beside it and runs nothing', async () => {
    const made = await composeReports(await makeReportCase({ exhibits: 2, practice: true }));
    for (const path of ['data/report.en.v01.html', 'data/summary.en.html']) {
      const markup = made.get(path)?.markup ?? '';
      expect(markup).toMatch(/^<!doctype html>\s*<html lang="en-GB">\s*<head>\s*<meta charset="utf-8" \/>\s*<meta http-equiv/);
      expect(markup).toContain(`content="${HTML_REPORT_POLICY}"`);
      expect(markup).not.toMatch(/<script|<link|<iframe|<object|<embed|<base|@import|url\(/i);
      const pictures = [...markup.matchAll(/<img\s[^>]*src="([^"]{0,30})/g)].map(([, src = '']) => src);
      expect(pictures.length).toBeGreaterThan(1);
      expect(pictures.filter((src) => !src.startsWith('data:image/jpeg;base64,'))).toEqual([]);
      expect(textOf(markup)).toContain('PRACTICE – NOT EVIDENCE');
      expect(markup.match(/alt="/g)?.length).toBe(pictures.length);
    }
    // A picture lies in the file once, however often paper shows it.
    const volume = made.get('data/report.en.v01.html')?.markup ?? '';
    const data = [...volume.matchAll(/src="(data:[^"]+)"/g)].map(([, src]) => src);
    expect(data).toHaveLength(4);
    for (const { exhibit, artifacts } of (await makeReportCase({ exhibits: 2 })).exhibits) {
      expect(volume).toContain(`<h1 id="${exhibit}"`);
      for (const { sha256 } of artifacts.filter(({ role }) => role !== 'record')) expect(volume).toContain(sha256.slice('sha256:'.length));
    }
  });

  it('says under which law data of persons are kept, and until when, as the newest entry that it holds', async () => {
    const plain = await makeReportCase();
    const [first] = plain.timeline;
    if (first === undefined) throw new Error('The case has no entry');
    const reviewed = (details: object): typeof first => ({
      ...first,
      entry: { ...first.entry, type: 'retention.reviewed', details: { ...details } },
    });
    const timeline = [
      ...plain.timeline,
      reviewed({ regime: 'general', until: '2027-03-01' }),
      reviewed({ regime: 'law-enforcement', until: '2031-12-31' }),
    ];
    const read = async (input: typeof plain): Promise<string> =>
      textOf((await composeReports(input)).get('data/report.en.v01.html')?.markup ?? '');
    expect(await read({ ...plain, timeline })).toMatch(/Directive \(EU\) 2016\/680[^]*2031-12-31/);
    expect(await read(plain)).not.toContain('2016/680');
  });

  it('leaves out pictures that have no room, the whole page first, and names them', () => {
    const room = createPictureRoom(3);
    const share = SCREEN_PICTURE_BYTES / 3;
    const first = room.choose({ view: pictureOf(share / 2, 'view'), pages: [pageOf(share, 'whole')], notShown: [] });
    expect([first.view?.path, first.pages.length, first.leftOut]).toEqual(['view', 0, ['whole']]);
    // What the first did not need is there for the second.
    const second = room.choose({ view: pictureOf(share, 'view'), pages: [pageOf(share / 2, 'whole')], notShown: [] });
    expect([second.view?.path, second.pages.length, second.leftOut]).toEqual(['view', 1, []]);
    const third = room.choose({ view: pictureOf(share * 2, 'view'), pages: [], notShown: [] });
    expect([third.view, third.leftOut]).toEqual([undefined, ['view']]);
  });

  it('goes down one rank of headings at a time, and names the language of every text of a page', async () => {
    const page = { title: 'Roodstaart', language: 'nl', meta: [], openGraph: [], jsonLd: [], microdata: [] };
    const input = await makeReportCase({ exhibits: 2, observation: { page } });
    const statements = [makeStatement(1, 'displayed', { kind: 'item', fields: { kind: 'specimen', commonName: 'Roodstaart' } })];
    for (const { markup } of (await composeReports({ ...input, statements })).values()) {
      const ranks = ranksOf(markup);
      expect(ranks[0]).toBe(1);
      expect(ranks.filter((rank, index) => rank > (ranks[index - 1] ?? 1) + 1)).toEqual([]);
      expect(markup).toMatch(/class="verbatim" dir="auto" lang="nl"[^>]*>\s*Roodstaart/);
      // Forms speak in the words of the report.
      const [before = ''] = markup.split('<section class="chapter new-chapter form">');
      expect([...before.matchAll(/<bdi class="verbatim"[^>]*>/g)].filter(([tag]) => !tag.includes(' lang="'))).toEqual([]);
    }
  });
});
