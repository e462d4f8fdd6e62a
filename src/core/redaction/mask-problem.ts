import { PugmarkError } from '../errors.ts';

/** Why a mask is refused. Closed; `details.reason` of `mask-refused`. */
type MaskProblem =
  /** It reaches out of the picture or the text. */
  | 'outside'
  /** It covers nothing. */
  | 'empty'
  /** It lies over another one: which reason counts there? */
  | 'overlapping'
  | 'too-many'
  /** A box on a text, or a span on a picture. */
  | 'wrong-kind'
  /** This artifact, in this form, gets no masks. */
  | 'not-redactable';

const SENTENCES: Readonly<Record<MaskProblem, string>> = {
  outside: 'reaches out of what it is put on',
  empty: 'covers nothing',
  overlapping: 'lies over another one',
  'too-many': 'is one too many',
  'wrong-kind': 'is of another kind than what it is put on: boxes go on pictures, spans on texts',
  'not-redactable': 'cannot be put on this artifact: only pictures (PNG, JPEG, WebP, AVIF) and the text of a page get masks',
};

/** `mask`: which one, from 0, in the order in which they were given; absent: none of them alone. */
export function refuseMask(reason: MaskProblem, mask?: number): PugmarkError {
  const which = mask === undefined ? 'A mask' : `Mask ${mask + 1}`;
  return new PugmarkError('mask-refused', `${which} ${SENTENCES[reason]}; no derivative was made`, {
    details: { reason, ...(mask === undefined ? {} : { mask: mask + 1 }) },
  });
}
