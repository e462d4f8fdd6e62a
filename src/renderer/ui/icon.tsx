import type { ReactNode } from 'react';
import { joinClasses } from './classes.ts';
import styles from './icon.module.css';

// Drawn on 16 by 16, strokes of 1.500, the colour of the text around.
const PATHS = {
  add: 'M8 3v10M3 8h10',
  address:
    'M2.500 8h11M8 2.500c2 1.600 3 3.400 3 5.500s-1 3.900-3 5.500C6 11.900 5 10.100 5 8s1-3.900 3-5.500zM8 2.500a5.500 5.500 0 1 0 0 11 5.500 5.500 0 0 0 0-11z',
  back: 'M10 3 5 8l5 5',
  forward: 'M6 3l5 5-5 5',
  copy: 'M6 6h7.5v7.5H6zM10 6V2.500H2.500V10H6',
  down: 'M3.500 6 8 10.500 12.500 6',
  check: 'M3 8.500 6.500 12 13 4.500',
  close: 'M4 4l8 8M12 4l-8 8',
  camera: 'M2.500 5.500h2.700L6.400 3.500h3.200l1.200 2h2.700v7.500h-11zM8 11a2.200 2.200 0 1 0 0-4.400A2.200 2.200 0 0 0 8 11z',
  case: 'M2.500 5h11v8h-11zM5.500 5V3h5v2M2.500 8.500h11',
  clock: 'M8 2.500a5.500 5.500 0 1 0 0 11 5.500 5.500 0 0 0 0-11zM8 5v3.200l2.200 1.500',
  cover: 'M2.500 4h11v8h-11zM2.500 4l11 8M2.500 8l5.500 4M8 4l5.500 4',
  edit: 'M3 13l.700-3L10.500 3.200l2.300 2.300L6 12.300zM9 4.700 11.300 7',
  export: 'M8 10V2.500M5 5.200 8 2.500l3 2.700M3 9v4.500h10V9',
  file: 'M4 2.500h5l3 3v8H4zM9 2.500v3h3',
  folder: 'M2.500 4h4l1.500 1.700h5.500v7h-11z',
  gallery: 'M2.500 2.500h4.700v4.700H2.500zM8.800 2.500h4.700v4.700H8.800zM2.500 8.800h4.700v4.700H2.500zM8.800 8.800h4.700v4.700H8.800z',
  info: 'M8 2.500a5.500 5.500 0 1 0 0 11 5.500 5.500 0 0 0 0-11zM8 7.300v3.400M8 5.100v.3',
  inspector: 'M2.500 3h11v10h-11zM10 3v10',
  list: 'M3 4h10M3 8h10M3 12h10',
  minus: 'M3 8h10',
  lock: 'M4 7.500h8v6H4zM5.700 7.500V5.200a2.300 2.300 0 0 1 4.600 0v2.300',
  package: 'M2.500 5 8 2.300 13.500 5v6L8 13.700 2.500 11zM2.500 5 8 7.800 13.500 5M8 7.800v5.900',
  reload: 'M12.800 6.500A5 5 0 1 0 13 9M13 3v3.500H9.500',
  search: 'M7 3a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM10 10l3.500 3.500',
  settings: 'M3 4.500h6M12 4.500h1M3 11.500h1M7 11.500h6M10.500 3v3M5.500 10v3',
  sidebar: 'M2.500 3h11v10h-11zM6 3v10',
  stop: 'M4 4h8v8H4z',
  text: 'M3 4.500v-1.500h10v1.500M8 3v10M6 13h4',
  undo: 'M6 3.500 3 6.500l3 3M3 6.500h6.500a3.500 3.500 0 0 1 0 7H6',
  warning: 'M8 2.800 14 13H2zM8 6.500v3M8 11v.3',
} as const;

export type IconName = keyof typeof PATHS;

/** A picture beside words: it says nothing by itself to a screen reader. */
export function Icon({ name, large = false }: { readonly name: IconName; readonly large?: boolean }): ReactNode {
  return (
    <svg className={joinClasses(styles['icon'], large && styles['large'])} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
