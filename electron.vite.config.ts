import { dirname, join } from 'node:path';
import { defineConfig } from 'electron-vite';
import type { Plugin } from 'vite';

// Main process, engine and preload script of the Electron shell; the window itself is built by renderer.vite.config.ts.

const root = import.meta.dirname;

/** Threads are started by the address of their source: each becomes a file of its own beside the engine. */
function bundleThreads(): Plugin {
  return {
    name: 'bundle-threads',
    enforce: 'pre',
    transform(code, id) {
      if (!code.includes('-worker.ts')) return undefined;
      return code.replaceAll(/new URL\('(\.\/[\w-]+-worker\.ts)', import\.meta\.url\)/g, (_, file: string) => {
        const thread = this.emitFile({ type: 'chunk', id: join(dirname(id), file) });
        return `new URL('./thread:${thread}', import.meta.url)`;
      });
    },
    // All files lie in one folder.
    renderChunk(code) {
      return code.replaceAll(/\.\/thread:([\w$-]+)/g, (_, thread: string) => `./${this.getFileName(thread)}`);
    },
  };
}

export default defineConfig({
  main: {
    plugins: [bundleThreads()],
    build: {
      outDir: join(root, 'out', 'main'),
      // Packages stay where they are: natives must, and what is shipped is what the lock file names.
      externalizeDeps: true,
      rollupOptions: {
        input: { main: join(root, 'src', 'main', 'main.ts'), utility: join(root, 'src', 'engine', 'utility-main.ts') },
        // Beside each other: folders of the project are found from there (src/engine/composition.ts).
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: join(root, 'out', 'preload'),
      rollupOptions: {
        input: { preload: join(root, 'src', 'preload', 'preload.ts') },
        // A sandboxed preload script cannot be a module.
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
});
