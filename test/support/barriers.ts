import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'puppeteer-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export interface BarrierSearch {
  /** A selector; otherwise the whole window. */
  readonly within?: string;
  /** Ids of the only rules that are looked at; otherwise all. */
  readonly rules?: readonly string[];
}

/** What differs between light and dark. */
export const COLOUR_RULES: readonly string[] = ['color-contrast'];

/** Rules of axe that what is shown breaks, and where. React Aria's place for announcements is its own. */
export async function findBarriers(page: Page, { within = 'html', rules }: BarrierSearch = {}): Promise<readonly string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE);
  return page.evaluate(
    async (selector, only) => {
      const { axe } = window as unknown as { readonly axe: { readonly run: (context: object, options: object) => Promise<AxeResult> } };
      const context = { include: [selector], exclude: ['[data-live-announcer]'] };
      const { violations } = await axe.run(context, { resultTypes: ['violations'], ...(only === undefined ? {} : { runOnly: only }) });
      return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
    },
    within,
    rules,
  );
}

interface AxeResult {
  readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly html: string }[] }[];
}
