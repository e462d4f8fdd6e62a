import type { ReactNode } from 'react';
import { joinClasses } from '../ui/classes.ts';
import styles from './paw-mark.module.css';

/** The mark of the product: the footprint by which trackers know an animal. */
export function PawMark(): ReactNode {
  return (
    <svg className={joinClasses(styles['mark'])} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <ellipse cx="6" cy="14.500" rx="3.200" ry="4.400" transform="rotate(-18 6 14.500)" />
      <ellipse cx="12.300" cy="8" rx="3.200" ry="4.800" />
      <ellipse cx="19.700" cy="8" rx="3.200" ry="4.800" />
      <ellipse cx="26" cy="14.500" rx="3.200" ry="4.400" transform="rotate(18 26 14.500)" />
      <path d="M16 15.800c5 0 9.500 4.800 9.500 8.900 0 2.800-2 4.100-4.300 4.100-2.200 0-3.300-1-5.200-1s-3 1-5.200 1c-2.300 0-4.300-1.300-4.300-4.100 0-4.100 4.500-8.900 9.500-8.900z" />
    </svg>
  );
}
