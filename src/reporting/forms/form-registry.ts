import type { FormId } from '../../core/forms/form-document.ts';
import type { Profile } from '../../core/package/profiles.ts';
import { buildAcquisitionRecord } from './acquisition-record.ts';
import { buildBerkeleyChecklist } from './berkeley-checklist.ts';
import { buildCitesRows } from './cites-rows.ts';
import { buildDataProcessingBlock } from './data-processing-block.ts';
import { buildDsaNotice } from './dsa-notice.ts';
import { buildEcomessageDraft } from './ecomessage-draft.ts';
import { buildEuropolCover } from './europol-cover.ts';
import { buildEuropolHashList } from './europol-hash-list.ts';
import { buildEuropolStatements } from './europol-statements.ts';
import { buildPatternCounts } from './pattern-counts.ts';
import { buildPreservationRequest } from './preservation-request.ts';
import type { FormBuilder } from './form-context.ts';
import { buildRedactionLog } from './redaction-log.ts';
import { buildRenewalSet } from './renewal-set.ts';
import { buildSwgdeChecklist } from './swgde-checklist.ts';

/** The forms of each profile, in the order in which a person reads them. Closed, as the parts of a package are. */
export const PROFILE_FORMS: Readonly<Record<Profile, readonly FormId[]>> = {
  prosecutor: ['acquisition-record', 'berkeley-checklist', 'swgde-checklist'],
  interpol: ['ecomessage-draft', 'data-processing-block'],
  europol: ['europol-cover', 'europol-statements', 'europol-hash-list'],
  disclosure: ['redaction-log'],
  archive: ['renewal-set'],
  platform: ['dsa-notice', 'preservation-request'],
  pattern: ['pattern-counts', 'cites-rows'],
};

/** Who builds which form. */
export const FORM_BUILDERS: Readonly<Partial<Record<FormId, FormBuilder>>> = {
  'acquisition-record': buildAcquisitionRecord,
  'berkeley-checklist': buildBerkeleyChecklist,
  'swgde-checklist': buildSwgdeChecklist,
  'redaction-log': buildRedactionLog,
  'renewal-set': buildRenewalSet,
  'ecomessage-draft': buildEcomessageDraft,
  'data-processing-block': buildDataProcessingBlock,
  'europol-cover': buildEuropolCover,
  'europol-statements': buildEuropolStatements,
  'europol-hash-list': buildEuropolHashList,
  'dsa-notice': buildDsaNotice,
  'preservation-request': buildPreservationRequest,
  'pattern-counts': buildPatternCounts,
  'cites-rows': buildCitesRows,
};
