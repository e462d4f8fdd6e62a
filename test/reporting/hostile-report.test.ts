import { describe, expect, it } from 'vitest';
import type { Observation } from '../../src/core/model/capture-record.ts';
import type { ReportInput } from '../../src/core/package/report-input.ts';
import type { CaseStatement } from '../../src/core/statements/case-statement.ts';
import type { Statement } from '../../src/core/statements/statement.ts';
import { composeReports, composeVolume, textOf } from '../support/composed-report.ts';
import { event, makeReportCase } from '../support/report-case.ts';
import { makeStatement, uuidOf } from '../support/report-statements.ts';

const TIME = '2026-03-02T23:30:00.000Z';
const DIGEST = `sha256:${'ab'.repeat(32)}` as const;

/** A statement of each kind, with `text` wherever a person may write. */
function makeStatements(text: () => string): readonly CaseStatement[] {
  const quoted: { readonly evidence: Statement['evidence'] } = {
    evidence: [{ exhibit: 'E-0001', role: 'text', artifact: 'text.txt', quote: text() }],
  };
  return [
    makeStatement(
      1,
      'asserted',
      {
        kind: 'person',
        fields: {
          status: 'contact',
          names: [text()],
          aliases: [text()],
          birthPlace: text(),
          address: text(),
          occupation: text(),
          identifiers: [text()],
          isIdentified: false,
        },
      },
      { ...quoted, handling: ['H3'], handlingText: text(), state: { author: text() } },
    ),
    makeStatement(
      2,
      'displayed',
      { kind: 'account', fields: { status: 'contact', platform: text(), accountId: text(), displayName: text(), url: text() } },
      quoted,
    ),
    makeStatement(3, 'displayed', {
      kind: 'organisation',
      fields: { legalName: text(), tradeName: text(), activity: text(), registrationNumber: text(), vat: text(), address: text() },
    }),
    makeStatement(4, 'displayed', {
      kind: 'means-of-communication',
      fields: { type: 'other', shown: text(), normalised: text(), platform: text() },
    }),
    makeStatement(5, 'displayed', {
      kind: 'item',
      fields: { kind: 'other', description: text(), taxon: text(), commonName: text(), marks: [text()] },
    }),
    makeStatement(6, 'displayed', { kind: 'location', fields: { shown: text(), region: text(), origin: 'stated' } }),
    makeStatement(7, 'displayed', { kind: 'event', fields: { type: 'seen', shown: text(), description: text() } }),
    makeStatement(8, 'asserted', { kind: 'relation', fields: { type: 'other', from: uuidOf(1001), to: uuidOf(1002), why: text() } }),
    makeStatement(9, 'asserted', { kind: 'truth', fields: { of: uuidOf(5), opinion: 'refuted', why: text() } }),
    makeStatement(10, 'asserted', {
      kind: 'translation',
      fields: { from: 'fr', to: 'en', original: text(), text: text(), by: text(), how: 'person' },
    }),
    makeStatement(11, 'asserted', {
      kind: 'identification',
      fields: {
        taxon: text(),
        rank: text(),
        by: text(),
        method: 'other',
        listing: { cites: text(), euAnnex: text(), asOf: '2026-01-01' },
        remarks: text(),
      },
    }),
    makeStatement(12, 'asserted', { kind: 'corroboration', fields: { exhibit: 'E-0001', by: 'E-0002', why: text() } }),
    makeStatement(
      13,
      'asserted',
      { kind: 'location', fields: { shown: text(), origin: 'stated' } },
      { state: { state: 'withdrawn', withdrawn: { time: TIME, by: text(), reason: text() } } },
    ),
  ];
}

/** Kinds of elements in a document. */
function tagsOf(markup: string): readonly string[] {
  return [...new Set([...markup.matchAll(/<([a-z0-9]+)/gi)].map(([, tag = '']) => tag.toLowerCase()))].toSorted();
}

describe('hostile pages', () => {
  let number = 0;
  const attacks: string[] = [];
  const attack = (): string => {
    number += 1;
    const text = `<script>alert(${number})</script><img src=x${number} onerror=alert(1)>"'><b>\u202Ebold${number}</b></style><h1 id=E-0001>{{reference}}$t(report.closing)`;
    attacks.push(`bold${number}`);
    return text;
  };

  it('put no markup of theirs into a report, whatever field it stands in', async () => {
    const observation: Partial<Observation> = {
      state: 'partial',
      reasons: [{ code: 'step-failed', detail: attack() }],
      error: { code: attack(), message: attack() },
      address: {
        requestedUrl: attack(),
        documentUrl: attack(),
        shownUrl: attack(),
        inPage: [{ url: attack(), time: '2026-03-02T23:30:00.000Z' }],
        path: [{ url: attack(), time: '2026-03-02T23:30:00.000Z' }],
      },
      http: {
        status: 200,
        statusText: attack(),
        method: attack(),
        protocol: attack(),
        headers: [[attack(), attack()]],
        headersAs: 'exact',
        redirects: [{ url: attack(), status: 302, location: attack(), time: '2026-03-02T23:30:00.000Z' }],
        remoteAddress: { ip: attack(), port: 80, isProxy: false },
        source: 'network',
      },
      tls: { protocol: attack(), cipher: attack(), subject: attack(), issuer: attack(), subjectAlternativeNames: [attack()], valid: true },
      page: {
        title: attack(),
        language: attack(),
        charset: attack(),
        canonicalUrl: attack(),
        meta: [{ name: attack(), content: attack() }],
        openGraph: [{ property: attack(), content: attack() }],
        jsonLd: [attack()],
        microdata: [{ type: attack(), properties: [{ name: attack(), value: attack() }] }],
      },
      browser: { product: attack(), userAgent: attack(), headless: true, sandbox: true },
      steps: [{ stage: 'open', name: attack(), startedAt: '2026-03-02T23:30:00.000Z', tookMs: 1, outcome: 'done', detail: attack() }],
      completeness: {
        exchanges: 1,
        byPhase: {},
        incomplete: { shown: 1, supporting: 0, background: 0 },
        checkedAgainst: {},
        items: [{ url: attack(), class: 'shown', problem: 'failed', detail: attack() }],
      },
      warnings: [{ code: attack(), detail: attack() }],
    };
    const input = await makeReportCase({ observation, exhibits: 1 });
    const hostile: ReportInput = {
      ...input,
      caseTitle: attack(),
      caseBasis: attack(),
      agency: attack(),
      seal: { ...input.seal, recipient: attack(), purpose: attack(), case: { ...input.seal.case, reference: attack() } },
      handling: { codes: ['H3'], text: attack() },
      stamps: [
        { authority: attack(), digest: DIGEST, of: { kind: 'checkpoint', origin: 'pugmark.test', size: 1 }, earliest: TIME, latest: TIME },
      ],
      statements: makeStatements(attack),
      timeline: [...input.timeline, event(9, { type: 'note.added', exhibit: 'E-0001', actor: attack() }, { note: attack() })],
    };
    const clean = await composeReports({ ...(await makeReportCase()), statements: makeStatements(() => 'harmless') });
    const made = await composeReports(hostile);
    for (const [path, { markup: whole }] of made) {
      // Bytes of pictures are no markup.
      const markup = whole.replaceAll(/data:image\/jpeg;base64,[A-Za-z0-9+/=]+/g, 'data:picture');
      expect(markup).not.toContain('<script');
      expect(markup).not.toMatch(/<img src=x/);
      expect(markup.match(/<\/style/g)).toHaveLength(1);
      expect(markup).not.toContain('\u202E');
      // The same kinds of elements as in a report of a harmless page, and a few for what only this one has.
      const known = new Set([...tagsOf((clean.get(path)?.markup ?? '').replaceAll(/base64,[^"]*/g, '')), 'div', 'td', 'tr', 'th', 'span']);
      expect(tagsOf(markup).filter((tag) => !known.has(tag))).toEqual([]);
      for (const image of markup.matchAll(/<img[^>]*>/g)) expect(image[0]).toMatch(/src="(E-0001-(view|thumb|page-1)\.jpg|data:picture)"/);
      expect([...markup.matchAll(/ on[a-z]+=/g)].filter(({ index }) => isInTag(markup, index))).toEqual([]);
    }
    // Positive control: what the pages wrote is all there to be read, as text.
    const all = [...made.values()].map(({ markup }) => textOf(markup)).join(' ');
    const shownNowhere = attacks.filter((mark) => !all.includes(mark));
    // Code and kind of an item are no text for a reader.
    expect(shownNowhere.length).toBeLessThanOrEqual(3);
    expect(all).toContain('U+202E');
  });

  it('cannot make a report long: titles, lists and texts are cut, and the rest is counted', async () => {
    const observation: Partial<Observation> = {
      page: {
        title: 'x'.repeat(10_000),
        meta: Array.from({ length: 500 }, (_, index) => ({ name: `m${index}`, content: 'y'.repeat(5_000) })),
        openGraph: [],
        jsonLd: [],
        microdata: [],
      },
      warnings: Array.from({ length: 500 }, () => ({ code: 'dialog', detail: 'z'.repeat(1_000) })),
      completeness: {
        exchanges: 9_000,
        byPhase: {},
        incomplete: { shown: 5_000, supporting: 0, background: 0 },
        checkedAgainst: {},
        items: Array.from({ length: 5_000 }, () => ({
          url: `https://a.example/${'u'.repeat(3_000)}`,
          class: 'shown',
          problem: 'failed',
          detail: 'd',
        })),
      },
    };
    const { markup } = await composeVolume(await makeReportCase({ observation }));
    const text = textOf(markup);
    expect(text).toContain('[… 9,880 more characters]');
    expect(text).toContain('[… 9,000 more characters]');
    expect(text).toContain('and 440 more, listed in the files of the package');
    expect(text).toContain('and 4,960 more, listed in the files of the package');
    expect(markup.length).toBeLessThan(400_000);
  });

  it('are no links: a click in a report leads to its own pages only', async () => {
    for (const { markup } of (await composeReports(await makeReportCase())).values()) {
      for (const [, target = ''] of markup.matchAll(/href="([^"]*)"/g)) expect(target).toMatch(/^(report\.en\.v\d\d\.html)?#E-\d{4}$/);
    }
  });
});

function isInTag(markup: string, index: number): boolean {
  return markup.lastIndexOf('<', index) > markup.lastIndexOf('>', index);
}
