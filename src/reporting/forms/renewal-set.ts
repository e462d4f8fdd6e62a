import type { FormBlock, FormDocument } from '../../core/forms/form-document.ts';
import { PACKAGE_PATHS } from '../../core/package/layout.ts';
import type { PackageStamp } from '../../core/package/time-files.ts';
import { formatUtc } from '../texts/quantities.ts';
import type { Texts } from '../texts/texts.ts';
import type { FormContext } from './form-context.ts';
import { makeField, makeForm, makeText } from './form-parts.ts';
import { buildCaseFields } from './parts/case-fields.ts';

/**
 * What a long-term archive renews, and when, in the terms of RFC 4998: which hash functions and signatures the package rests on, until when its time
 * stamps can be checked by themselves, and which files an Archive Timestamp has to cover. No Evidence Record is made here.
 */
export async function buildRenewalSet(context: FormContext): Promise<FormDocument> {
  const { texts, input } = context;
  const survey = await context.surveyCaptures();
  return makeForm(context, 'renewal-set', {
    title: texts.say('form.renewal.title'),
    notices: [texts.say('form.renewal.notice')],
    sections: [
      { id: 'case', title: texts.say('report.cover.facts'), blocks: [{ type: 'fields', fields: buildCaseFields(context, survey) }] },
      { id: 'algorithms', title: texts.say('form.renewal.algorithms'), blocks: [buildAlgorithms(texts, input.stamps)] },
      {
        id: 'tokens',
        title: texts.say('form.renewal.tokens'),
        blocks: [makeText(texts.say('form.renewal.sealTokens')), buildTokens(texts, input.stamps)],
      },
      { id: 'when', title: texts.say('form.renewal.when'), blocks: buildDates(texts, input.stamps) },
      {
        id: 'objects',
        title: texts.say('form.renewal.objects'),
        blocks: [makeText(texts.say('form.renewal.objectsIntro')), buildObjects(context)],
      },
      {
        id: 'how',
        title: texts.say('form.renewal.how'),
        blocks: [makeText(texts.say('form.renewal.stampRenewal'), texts.say('form.renewal.treeRenewal'), texts.say('form.renewal.keep'))],
      },
    ],
  });
}

/** Closed: what the formats of this release use (docs/formats), and what the tokens say of themselves. */
function buildAlgorithms(texts: Texts, stamps: readonly PackageStamp[]): FormBlock {
  const imprints = [...new Set(stamps.map(({ hash }) => hash ?? texts.say('form.state.unknown')))].toSorted();
  const rows = [
    [texts.say('form.renewal.manifests'), 'SHA-256, SHA-512', 'manifest-*.txt, tagmanifest-*.txt'],
    [texts.say('form.renewal.records'), 'SHA-256, SHA-512', 'data/exhibits/*/capture.json, received.json'],
    [texts.say('form.renewal.log'), 'SHA-256 (RFC 6962)', `${PACKAGE_PATHS.log}, ${PACKAGE_PATHS.proofs}/`],
    [texts.say('form.renewal.signatures'), 'Ed25519', `${PACKAGE_PATHS.seal}, ${PACKAGE_PATHS.checkpoint}, ${PACKAGE_PATHS.keys}/`],
    [texts.say('form.renewal.imprints'), imprints.length === 0 ? null : imprints.join(', '), 'data/time/*.tsr'],
  ];
  return {
    type: 'table',
    id: 'algorithms',
    columns: [
      { id: 'use', label: texts.say('form.renewal.use'), source: 'format' },
      { id: 'algorithm', label: texts.say('form.renewal.algorithm'), source: 'format, token.hash' },
      { id: 'files', label: texts.say('form.renewal.files'), source: 'format' },
    ],
    rows,
  };
}

function buildTokens(texts: Texts, stamps: readonly PackageStamp[]): FormBlock {
  return {
    type: 'table',
    id: 'tokens',
    columns: [
      { id: 'authority', label: texts.say('form.renewal.authority'), source: 'token.authority' },
      { id: 'covers', label: texts.say('form.renewal.covers'), source: 'token.subject' },
      { id: 'time', label: texts.say('form.renewal.time'), source: 'token.genTime' },
      { id: 'until', label: texts.say('form.renewal.until'), source: 'token.certificates' },
      { id: 'file', label: texts.say('form.renewal.file'), source: 'package' },
    ],
    rows: stamps.map(({ authority, of, latest, certificatesUntil, path }) => [
      authority,
      of.kind === 'session' ? texts.say('form.renewal.session') : texts.say('form.renewal.checkpoint', { count: of.size }),
      latest === '' ? null : formatUtc(texts, latest),
      certificatesUntil === undefined ? null : formatUtc(texts, certificatesUntil),
      path ?? null,
    ]),
  };
}

/** The first certificate to end decides; an algorithm that becomes weak decides earlier, and no date can say when. */
function buildDates(texts: Texts, stamps: readonly PackageStamp[]): FormBlock[] {
  const ends = stamps.flatMap(({ certificatesUntil }) => (certificatesUntil === undefined ? [] : [certificatesUntil])).toSorted();
  const first = ends[0];
  const without = stamps.length - ends.length;
  return [
    {
      type: 'fields',
      fields: [
        makeField(
          'renew-before',
          texts.say('form.renewal.before'),
          'token.certificates',
          first === undefined ? undefined : formatUtc(texts, first),
        ),
        makeField('responsible', texts.say('form.renewal.responsible'), 'not-recorded', undefined),
      ],
    },
    makeText(
      texts.say('form.renewal.sooner'),
      ...(stamps.length === 0 ? [texts.say('form.renewal.none')] : []),
      ...(without === 0 ? [] : [texts.say('form.renewal.noEnd', { count: without })]),
    ),
  ];
}

/** The data object group: everything hangs on the seal, and the seal covers the tag manifests. */
function buildObjects({ texts, input }: FormContext): FormBlock {
  const tokens = input.stamps.flatMap(({ path }) => (path === undefined ? [] : [path])).toSorted();
  const rows: (readonly [string, string])[] = [
    [PACKAGE_PATHS.seal, texts.say('form.renewal.objectSeal')],
    [`${PACKAGE_PATHS.seal}.*.tsr`, texts.say('form.renewal.objectSealTokens')],
    [`${PACKAGE_PATHS.tagManifestSha256}, ${PACKAGE_PATHS.tagManifestSha512}`, texts.say('form.renewal.objectTags')],
    [`${PACKAGE_PATHS.manifestSha256}, ${PACKAGE_PATHS.manifestSha512}`, texts.say('form.renewal.objectManifests')],
    ['data/', texts.say('form.renewal.objectData')],
    [PACKAGE_PATHS.checkpoint, texts.say('form.renewal.objectCheckpoint')],
    ...tokens.map((path) => [path, texts.say('form.renewal.objectToken')] as const),
  ];
  return {
    type: 'table',
    id: 'objects',
    columns: [
      { id: 'object', label: texts.say('form.renewal.object'), source: 'package' },
      { id: 'why', label: texts.say('form.renewal.why'), source: 'format' },
    ],
    rows: rows.map((row) => [...row]),
  };
}
