import { afterAll } from 'vitest';
import { ElectronWithPages } from '../support/electron-with-pages.ts';
import { describeSurfaceContract } from '../support/surface-contract.ts';

const electron = new ElectronWithPages();
describeSurfaceContract("views of Electron's, reached by their debuggers", electron.open);
afterAll(() => electron.close());
