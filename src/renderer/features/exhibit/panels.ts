import type { ExhibitDetail } from '../../../rpc/contract/cases.ts';

export const PANELS = [
  'picture',
  'text',
  'facts',
  'statements',
  'media',
  'network',
  'certificate',
  'custody',
  'completeness',
  'files',
] as const;
export type PanelName = (typeof PANELS)[number];

/** Panels that have something to show for this exhibit: a received file has no network, a failed attempt no picture. */
export function panelsOf({ record, pictures, artifacts }: ExhibitDetail): readonly PanelName[] {
  const observed = record?.observation;
  const roles = new Set(artifacts.map(({ role }) => role));
  const has: Readonly<Record<PanelName, boolean>> = {
    picture: pictures.length > 0,
    text: roles.has('text') || roles.has('text-after'),
    facts: observed !== undefined,
    statements: artifacts.length > 0,
    media: artifacts.some(isPicture),
    network: roles.has('wacz'),
    certificate: observed?.tls !== undefined,
    custody: true,
    completeness: observed !== undefined,
    files: artifacts.length > 0,
  };
  return PANELS.filter((name) => has[name]);
}

/** Pictures that the page showed or that somebody gave; those that we took of the page are in the viewer. */
export function isPicture({ role, mediaType }: { readonly role?: string | undefined; readonly mediaType: string }): boolean {
  return (role === 'media' || role === 'download') && /^image\/(?:png|jpeg|gif|webp|avif|bmp)$/.test(mediaType);
}
