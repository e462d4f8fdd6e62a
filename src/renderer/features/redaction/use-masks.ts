import { create } from 'zustand';
import type { Mask, RedactionReason } from '../../../core/redaction/redaction.ts';

/** A mask while it is worked on; `key` stays the same while it changes. */
export interface KeptMask {
  readonly key: number;
  readonly mask: Mask;
}

interface History {
  readonly now: readonly KeptMask[];
  readonly past: readonly (readonly KeptMask[])[];
  /** What the newest step was about: more of the same is the same step. */
  readonly step: string;
}

const EMPTY: History = { now: [], past: [], step: '' };
const STEPS_KEPT = 200;

interface MaskState {
  readonly histories: Readonly<Record<string, History>>;
  /** Of the next mask. */
  readonly reason: RedactionReason;
  readonly setReason: (reason: RedactionReason) => void;
  readonly change: (place: string, step: string, make: (now: readonly KeptMask[]) => readonly KeptMask[]) => void;
  readonly undo: (place: string) => void;
  readonly clear: (place: string) => void;
}

/** Masks under work, by the file that they are for: kept while the window is open, whatever screen is shown. */
const useMaskState = create<MaskState>((set) => ({
  histories: {},
  reason: 'third-party',
  setReason: (reason) => set({ reason }),
  change: (place, step, make) =>
    set(({ histories }) => {
      const { now, past, step: before } = histories[place] ?? EMPTY;
      const next = { now: make(now), past: step === before ? past : [...past.slice(-STEPS_KEPT), now], step };
      return { histories: { ...histories, [place]: next } };
    }),
  undo: (place) =>
    set(({ histories }) => {
      const { past } = histories[place] ?? EMPTY;
      const now = past.at(-1);
      return now === undefined ? {} : { histories: { ...histories, [place]: { now, past: past.slice(0, -1), step: '' } } };
    }),
  clear: (place) => set(({ histories }) => ({ histories: { ...histories, [place]: EMPTY } })),
}));

export interface MaskControl {
  readonly masks: readonly KeptMask[];
  readonly reason: RedactionReason;
  readonly setReason: (reason: RedactionReason) => void;
  readonly canUndo: boolean;
  /** The key of the first one that was added. */
  readonly add: (...masks: readonly Mask[]) => number;
  readonly change: (key: number, mask: Mask) => void;
  readonly remove: (key: number) => void;
  readonly undo: () => void;
  readonly clear: () => void;
}

let lastKey = 0;

/** The masks of one file. `place`: case, exhibit and file. */
export function useMasks(place: string): MaskControl {
  const { histories, reason, setReason, change, undo, clear } = useMaskState();
  const { now, past } = histories[place] ?? EMPTY;
  return {
    masks: now,
    reason,
    setReason,
    canUndo: past.length > 0,
    add(...masks) {
      const added = masks.map((mask) => ({ key: (lastKey += 1), mask }));
      change(place, `add ${lastKey}`, (before) => [...before, ...added]);
      return added[0]?.key ?? lastKey;
    },
    change: (key, mask) => change(place, `change ${key}`, (before) => before.map((one) => (one.key === key ? { key, mask } : one))),
    remove: (key) => change(place, `remove ${key}`, (before) => before.filter((one) => one.key !== key)),
    undo: () => undo(place),
    clear: () => clear(place),
  };
}
