// oxlint-disable-next-line import/no-unassigned-import -- it has to come before everything else that is imported
import './browser/no-eval.ts';
import { findRole } from './browser/roles.ts';
import { startOpener } from './opener/opener-page.ts';
import { runDecryptRole } from './worker/decrypt-role.ts';

// One script for the page and for its worker, as in main.ts.
if (findRole() === 'decrypt') runDecryptRole();
else startOpener();
