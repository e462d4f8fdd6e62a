// oxlint-disable-next-line import/no-unassigned-import -- it has to come before everything else that is imported
import './browser/no-eval.ts';
import { startPage } from './page/start-page.ts';
import { findRole } from './browser/roles.ts';
import { runCheckRole } from './worker/check-role.ts';
import { runHashRole } from './worker/hash-role.ts';
import { runPicturesRole } from './worker/pictures-role.ts';

// One script for the page and for its workers: one file is all there is, and one digest covers it.
const role = findRole();
if (role === 'check') runCheckRole();
else if (role === 'SHA-256' || role === 'SHA-512') runHashRole(role);
else if (role === 'pictures') runPicturesRole();
else startPage();
