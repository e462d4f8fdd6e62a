import { join } from 'node:path';
import { app, BrowserWindow, ipcMain, MessageChannelMain, protocol, safeStorage, session, utilityProcess, WebContentsView } from 'electron';
import { startApp } from './start-app.ts';

// Electron begins here. Everything else of this shell gets Electron as a parameter.

const built = import.meta.dirname;
// Chromium has no sandbox for root; everywhere else it is on for every renderer, whatever a view was made with.
const isRoot = process.getuid?.() === 0;
if (isRoot) app.commandLine.appendSwitch('no-sandbox');
else app.enableSandbox();

void startApp(
  {
    app,
    ipcMain,
    protocol,
    versions: { chrome: process.versions.chrome },
    safeStorage,
    platform: process.platform,
    newWindow: (options) => new BrowserWindow(options),
    newView: (options) => new WebContentsView(options),
    newChannel: () => new MessageChannelMain(),
    sessionOf: (partition) => session.fromPartition(partition),
    forkEngine: (path, words, options) => utilityProcess.fork(path, [...words], options),
  },
  {
    renderer: join(built, '..', 'renderer'),
    preload: join(built, '..', 'preload', 'preload.cjs'),
    engine: join(built, 'utility.js'),
    engineWords: process.argv.slice(2),
  },
  !isRoot,
);
