import { defineConfig } from 'vitest/config';
export default defineConfig({ test: { include: ['test/**/*.full.ts'], testTimeout: 120_000, env: { PUGMARK_OUTBOUND: 'loopback' } } });
