import { openChromiumSurface } from '../support/surface-bench.ts';
import { describeSurfaceContractInFull } from '../support/surface-contract-in-full.ts';

describeSurfaceContractInFull('a Chromium of ours, shown as a live picture', openChromiumSurface);
