import type { ExhibitComparison } from '../../app/compare-exhibits.ts';
import { COMPARISON_RESULTS, type RecordComparison } from '../../core/statements/compare-records.ts';
import type { Paint } from './paint.ts';
import { forTerminal } from './terminal-text.ts';

const RESULT_WIDTH = Math.max(...COMPARISON_RESULTS.map((result) => result.length));
const FIELD_WIDTH = 18;
const VALUE_CHARACTERS = 160;

/** Two captures field by field; what neither has is left out. */
export function buildComparisonLines(paint: Paint, reference: string, compared: ExhibitComparison): readonly string[] {
  const { exhibit, with: other, fields, corroborates } = compared;
  return [
    paint.as('strong', `${forTerminal(reference)} ${exhibit} with ${other}`),
    ...fields.flatMap((field) => (field.first === undefined && field.second === undefined ? [] : linesOf(paint, field))),
    '',
    corroborates.may
      ? `${other} was captured at the same address by another operator or station: it may be stated that it corroborates ${exhibit}`
      : forTerminal(corroborates.message),
  ];
}

function linesOf(paint: Paint, { field, result, first, second }: RecordComparison): readonly string[] {
  const head = `${paint.as(result === 'same' ? 'good' : 'odd', result.padEnd(RESULT_WIDTH))}  ${field.padEnd(FIELD_WIDTH)}`;
  const indent = ' '.repeat(RESULT_WIDTH + 2 + FIELD_WIDTH);
  if (result === 'same' && first === second) return [`${head}${show(first)}`];
  return [`${head}${show(first)}`, `${indent}${show(second)}`];
}

function show(value: string | undefined): string {
  return value === undefined ? '-' : forTerminal(value, VALUE_CHARACTERS);
}
