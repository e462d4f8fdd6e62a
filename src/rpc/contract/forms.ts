import { z } from 'zod';
import { formDocumentSchema } from '../../core/forms/form-document.ts';
import { exportRequestSchema } from './packages.ts';
import { procedure } from './define.ts';

export const FORM_CALLS = {
  /** The forms that this export would hold, as data: nothing is written or logged. What only the export makes (its id, its seal) is missing in them. */
  'forms.preview': procedure(exportRequestSchema, z.array(formDocumentSchema)),
} as const;
