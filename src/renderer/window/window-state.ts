import { create } from 'zustand';

/** A short notice of something that happened; read out politely. `bad` ones stay until they are closed. */
export interface Notice {
  readonly id: number;
  readonly kind: 'good' | 'note' | 'odd' | 'bad';
  readonly text: string;
  readonly action?: { readonly label: string; readonly onPress: () => void };
}

interface WindowState {
  readonly notices: readonly Notice[];
  readonly inspectorOpen: boolean;
  readonly casesOpen: boolean;
  /** Dialogs that lie over the window. */
  readonly modals: number;
  readonly dialog: 'none' | 'search' | 'shortcuts' | 'new-case';
  readonly tell: (notice: Omit<Notice, 'id'>) => void;
  readonly closeNotice: (id: number) => void;
  readonly toggleInspector: () => void;
  readonly toggleCases: () => void;
  readonly countModal: (by: 1 | -1) => void;
  readonly openDialog: (dialog: WindowState['dialog']) => void;
}

let lastNotice = 0;

/** What belongs to this window alone and is forgotten with it. */
export const useWindowState = create<WindowState>((set) => ({
  notices: [],
  inspectorOpen: true,
  casesOpen: true,
  modals: 0,
  dialog: 'none',
  tell: (notice) => set(({ notices }) => ({ notices: [...notices.slice(-4), { ...notice, id: (lastNotice += 1) }] })),
  closeNotice: (id) => set(({ notices }) => ({ notices: notices.filter((notice) => notice.id !== id) })),
  toggleInspector: () => set(({ inspectorOpen }) => ({ inspectorOpen: !inspectorOpen })),
  toggleCases: () => set(({ casesOpen }) => ({ casesOpen: !casesOpen })),
  countModal: (by) => set(({ modals }) => ({ modals: modals + by })),
  openDialog: (dialog) => set({ dialog }),
}));
