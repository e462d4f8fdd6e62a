import type { ExhibitRow } from '../../../src/rpc/contract/cases.ts';

// Ads of the practice market's platforms, which exist nowhere else, and titles as hostile pages write them.
const ADS = [
  ['practice-kraampje.localhost', 'Landschildpadden, Griekse, zonder papieren weg wegens verhuizing', 'sealed', 'tortoise_home'],
  ['practice-grenier.localhost', 'Défense sculptée ancienne, matière naturelle, sur socle', 'sealed', 'brocante.du.lac'],
  ['practice-attic.localhost', 'Snakeskin handbag, vintage, gold clasp', 'partial', 'attic_ann'],
  ['practice-grenier.localhost', 'Gris du Gabon jeune, parle déjà, sans bague', 'sealed', 'oiseleur59'],
  ['practice-kraampje.localhost', 'للبيع سلاحف برية نادرة، توصيل سريع', 'sealed', 'desert_pets'],
  ['practice-attic.localhost', 'Invoice \u202Egpj.exe\u202C \u200Bpaid\u0007 <b>now</b>', 'failed', undefined],
  ['practice-kraampje.localhost', 'Мамонтовый бивень, найден в Северном море, с документами', 'sealed', 'noordzee_vondst'],
] as const;
const STARTED = Date.UTC(2026, 10, 22, 1, 53, 50);

/** Exhibits of a case: as many as asked for, newest first. */
export function makeExhibits(reference: string, count: number): readonly ExhibitRow[] {
  return Array.from({ length: count }, (_, i): ExhibitRow => {
    const [host, title, state, seller] = ADS[i % ADS.length] ?? ADS[0];
    const startedAt = new Date(STARTED + i * 1_260_000);
    const url = `http://${host}/v/${1000 + i}-${i % 3 === 0 ? 'a-very-long-address-that-goes-on-and-on-with-words-of-the-title-in-it' : 'ad'}`;
    return {
      case: reference,
      exhibit: `E-${String(i + 1).padStart(4, '0')}`,
      kind: 'capture',
      state,
      ...(state === 'failed' ? {} : { title, shownUrl: url }),
      requestedUrl: url,
      host,
      ...(seller === undefined ? {} : { seller }),
      startedAt: startedAt.toISOString(),
      endedAt: new Date(startedAt.getTime() + 9_400).toISOString(),
      ...(state === 'failed' ? {} : { digest: `sha256:${(i + 11).toString(16).padStart(64, '3')}` }),
      hasPicture: state !== 'failed',
      // Of every ninth the small picture cannot be had.
      ...(state === 'failed' ? {} : { thumbnail: i % 9 === 5 ? '/evidence/missing' : `/evidence/thumbnail/${i % 6}` }),
      hasNotes: i % 4 === 1,
    };
  }).toReversed();
}
