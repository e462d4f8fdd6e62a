import type { ReactNode } from 'react';
import { joinClasses } from './classes.ts';
import styles from './table.module.css';

interface TableProps {
  readonly label: string;
  readonly columns: readonly string[];
  readonly children: ReactNode;
}

/** A table of a few dozen rows at most; rows are `<tr>` of the caller. */
export function Table({ label, columns, children }: TableProps): ReactNode {
  return (
    // It may be wider than its place: then it is scrolled, also by keys.
    <section className={joinClasses(styles['frame'])} tabIndex={0} aria-label={label}>
      <table className={joinClasses(styles['table'])}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </section>
  );
}
