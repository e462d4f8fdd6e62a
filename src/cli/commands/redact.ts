import { InvalidArgumentError } from '@commander-js/extra-typings';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { redact } from '../../app/redact.ts';
import { PugmarkError } from '../../core/errors.ts';
import { MAX_MASKS, maskSchema, REDACTION_REASONS, type Mask, type RedactionReason } from '../../core/redaction/redaction.ts';
import { composeImages } from '../../engine/composition.ts';
import { usageError, type Cli } from '../cli.ts';
import { formatBytes, formatCount } from '../output/quantities.ts';
import { forTerminal } from '../output/terminal-text.ts';
import type { Program } from '../program.ts';
import { writeVault } from '../vault-access.ts';

const masksSchema = z.array(maskSchema).min(1).max(MAX_MASKS);

export function addRedactCommand(program: Program, cli: Cli): void {
  program
    .command('redact')
    .description('masks burned into a copy of a picture or a text; the original stays as it is')
    .argument('<ref>', 'reference of the case')
    .argument('<exhibit>', 'number of the exhibit, e.g. E-0001')
    .argument('<artifact>', 'name of its file, as "pugmark show" lists it')
    .option('--masks <file>', 'masks as a JSON list: boxes of a picture, spans of a text (docs/formats/redaction.md)')
    .option('--box <x,y,w,h:reason>', `in pixels of the picture; repeatable. Reasons: ${REDACTION_REASONS.join(', ')}`, parseBox)
    .option('--everywhere', 'of a text: the same characters are covered wherever they stand in it')
    .action(async (reference, exhibit, artifact, { masks: file, box = [], everywhere = false }) => {
      if (file === undefined && box.length === 0) throw usageError('Give what is to be covered: --box x,y,w,h:reason, or --masks FILE');
      const masks = [...box, ...(file === undefined ? [] : await readMasks(file))];
      await writeVault(cli, async (vault) => {
        const store = vault.openCase(reference);
        const made = await redact(composeImages(), store, { exhibit, artifact, masks, everywhere });
        const { redaction, author, madeAt, digest } = made;
        const { derivative } = redaction;
        cli.result(
          {
            format: 'redaction-result/v1',
            case: store.summary.reference,
            practice: store.summary.practice,
            redaction,
            digest,
            author,
            madeAt,
          },
          [
            `${redaction.exhibit}  ${forTerminal(derivative.name, 80)}  ${formatBytes(derivative.sizeBytes)}  ${derivative.sha256}`,
            `${formatCount(redaction.masks.length, 'mask')} burned into a copy of ${forTerminal(redaction.original.name, 80)}; the original is as it was`,
          ],
        );
      });
    });
}

/** `10,20,300,40:minor`; adds to what was given before. */
function parseBox(text: string, before: readonly Mask[] = []): readonly Mask[] {
  const match = /^(\d{1,6}),(\d{1,6}),(\d{1,6}),(\d{1,6}):([a-z-]+)$/.exec(text.trim());
  const [x = 0, y = 0, width = 0, height = 0] = (match ?? []).slice(1, 5).map(Number);
  const reason = match?.[5] ?? '';
  if (match === null || !isReason(reason))
    throw new InvalidArgumentError(`Write X,Y,WIDTH,HEIGHT:REASON, with one of: ${REDACTION_REASONS.join(', ')}.`);
  // One without size is refused with the others, once the picture is known.
  return [...before, { kind: 'box', x, y, width, height, reason }];
}

function isReason(text: string): text is RedactionReason {
  return (REDACTION_REASONS as readonly string[]).includes(text);
}

async function readMasks(file: string): Promise<readonly Mask[]> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    throw new PugmarkError('input-unreadable', `The file ${file} cannot be read`, { cause });
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new PugmarkError('input-unreadable', `${file} holds no JSON`, { cause });
  }
  const masks = masksSchema.safeParse(value);
  if (masks.success) return masks.data;
  const [issue] = masks.error.issues;
  throw new PugmarkError('input-unreadable', `${file} holds no list of masks: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`);
}
