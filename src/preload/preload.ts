import { contextBridge, ipcRenderer, webUtils } from 'electron';

// All that our page gets of Electron: a port to the engine when it asks, and the path of a file that the person gave to it.

ipcRenderer.on('connected', ({ ports }) => {
  const [port] = ports;
  if (port !== undefined) window.postMessage('pugmark-connected', window.location.origin, [port]);
});

contextBridge.exposeInMainWorld('pugmark', {
  connect: (): void => ipcRenderer.send('connect'),
  pathOf: (file: File): string => webUtils.getPathForFile(file),
});
