/** What the middle of the window shows. Written in the hash of the address, so that going back and opening anew work. */
export type Screen =
  | { readonly name: 'cases' }
  | { readonly name: 'case'; readonly case: string }
  | { readonly name: 'browser'; readonly case: string }
  /** What persons say of the case. */
  | { readonly name: 'case-data'; readonly case: string }
  | { readonly name: 'exhibit'; readonly case: string; readonly exhibit: string }
  /** A package from others, kept as this exhibit of the case; with `inner`, an exhibit in it. */
  | { readonly name: 'received'; readonly case: string; readonly exhibit: string; readonly inner?: string }
  | { readonly name: 'export'; readonly case: string; readonly exhibits?: readonly string[] }
  /** Gallery and search: over all cases without `case`. */
  | { readonly name: 'exhibits'; readonly case?: string; readonly text?: string }
  | { readonly name: 'batch'; readonly case?: string }
  | { readonly name: 'captures' }
  | { readonly name: 'open-package'; readonly job?: string }
  | { readonly name: 'settings' };

export type ScreenName = Screen['name'];
/** The screen of this name, with what it needs to know. */
export type ScreenOf<Name extends ScreenName> = Extract<Screen, { readonly name: Name }>;

const CASE_SCREENS = ['browser', 'case-data', 'export', 'exhibits', 'batch'] as const;

/** `#/case/K-2026-014/exhibit/E-0001?text=ivory`: references of cases are any text, so each piece is encoded. */
export function buildHash(screen: Screen): string {
  const pieces: string[] = 'case' in screen && screen.case !== undefined ? ['case', screen.case] : [];
  if (screen.name !== 'case') pieces.push(screen.name);
  if (screen.name === 'exhibit' || screen.name === 'received') pieces.push(screen.exhibit);
  if (screen.name === 'received' && screen.inner !== undefined) pieces.push(screen.inner);
  const query = new URLSearchParams();
  if (screen.name === 'exhibits' && screen.text !== undefined) query.set('text', screen.text);
  if (screen.name === 'export' && screen.exhibits !== undefined) query.set('exhibits', screen.exhibits.join(','));
  if (screen.name === 'open-package' && screen.job !== undefined) query.set('job', screen.job);
  const asked = query.toString();
  return `#/${pieces.map(encodeURIComponent).join('/')}${asked === '' ? '' : `?${asked}`}`;
}

/** What a hash names; the cases for anything else. */
export function parseHash(hash: string): Screen {
  const [path = '', asked = ''] = hash.replace(/^#?\/?/, '').split('?', 2);
  const pieces = path.split('/').map(decodePiece);
  const query = new URLSearchParams(asked);
  const text = query.get('text');
  const job = query.get('job');
  const exhibits = query.get('exhibits');
  const withText = text === null ? {} : { text };
  const [first, reference, name, exhibit, inner] = pieces;
  if (first === 'case' && reference !== undefined && reference !== '') {
    if (name === 'exhibit' && exhibit !== undefined) return { name, case: reference, exhibit };
    if (name === 'received' && exhibit !== undefined) return { name, case: reference, exhibit, ...(inner === undefined ? {} : { inner }) };
    const known = CASE_SCREENS.find((screen) => screen === name);
    if (known === 'export') return { name: 'export', case: reference, ...(exhibits === null ? {} : { exhibits: exhibits.split(',') }) };
    if (known === 'exhibits') return { name: 'exhibits', case: reference, ...withText };
    return { name: known ?? 'case', case: reference };
  }
  if (first === 'exhibits') return { name: 'exhibits', ...withText };
  if (first === 'open-package') return { name: 'open-package', ...(job === null ? {} : { job }) };
  if (first === 'batch' || first === 'captures' || first === 'settings') return { name: first };
  return { name: 'cases' };
}

function decodePiece(piece: string): string {
  try {
    return decodeURIComponent(piece);
  } catch {
    // A hash typed by hand: as it stands.
    return piece;
  }
}
