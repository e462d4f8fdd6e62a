import { openChromiumSurface } from '../../support/surface-bench.ts';
import { describeSurfaceContract } from '../../support/surface-contract.ts';

describeSurfaceContract('a Chromium of ours, shown as a live picture', openChromiumSurface);
