import { PugmarkError } from '../../core/errors.ts';
import type { ArtifactRole } from '../../core/model/artifact.ts';
import type { ContentKey, ContentKeyRow, ContentKeys, ExhibitKeyKind, NewContentKey } from './content-keys.ts';

/**
 * Keys of one exhibit under way, each made when first asked for: one for [secrets], and in an encrypted vault one for everything else. They
 * exist in memory only until their rows are committed with the exhibit.
 */
export class ExhibitKeys {
  private readonly keys: ContentKeys;
  private readonly kinds: Readonly<Record<ExhibitKeyKind, boolean>>;
  private readonly made = new Map<ExhibitKeyKind, NewContentKey>();

  /** `kinds`: what is encrypted at all. */
  constructor(keys: ContentKeys, kinds: Readonly<Record<ExhibitKeyKind, boolean>>) {
    this.keys = keys;
    this.kinds = kinds;
  }

  /** The key under which an artifact of this role is written; undefined for one in plain. Throws `record-invalid`. */
  keyFor(role: ArtifactRole): ContentKey | undefined {
    const kind = role === 'secrets' ? 'secrets' : 'exhibit';
    if (!this.kinds[kind]) {
      if (kind === 'exhibit') return undefined;
      throw new PugmarkError('record-invalid', 'A received file has no secrets of ours');
    }
    const known = this.made.get(kind) ?? this.keys.make(kind);
    this.made.set(kind, known);
    return known.key;
  }

  /** Rows of the keys that were used. */
  wrap(number: number): readonly ContentKeyRow[] {
    return [...this.made.values()].map((made) => made.wrap(number));
  }
}
