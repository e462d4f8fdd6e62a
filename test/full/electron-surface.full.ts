import { afterAll } from 'vitest';
import { ElectronWithPages } from '../support/electron-with-pages.ts';
import { describeSurfaceContractInFull } from '../support/surface-contract-in-full.ts';

const electron = new ElectronWithPages();
describeSurfaceContractInFull("views of Electron's, reached by their debuggers", electron.open, 'native');
afterAll(() => electron.close());
