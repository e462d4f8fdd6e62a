import { runWorkstation } from '../../scripts/start/workstation.ts';

// Run as a program: the workstation shell as `npm start -- --no-window` runs it, with an engine of a few lines.
const [, , vaultFolder = '', stateFolder = '', rendererFolder = '', engineModule = ''] = process.argv;
const interrupt = new AbortController();
process.on('SIGINT', () => interrupt.abort());
await runWorkstation({
  vaultFolder,
  stateFolder,
  rendererFolder,
  engineModule,
  openWindow: () => undefined,
  print: (line) => process.stdout.write(`${line}\n`),
  say: (line) => process.stderr.write(`${line}\n`),
  interrupted: interrupt.signal,
});
