import { readFile } from 'node:fs/promises';

/** What a Chromium did on the network by its own account (`--log-net-log`). */
export interface NetworkActivity {
  /** Hosts whose name was given to a resolver outside the browser's own rules, with scheme. */
  readonly resolved: readonly string[];
  /** `address:port` of every TCP connection attempt, and of every UDP socket that sent something. */
  readonly connected: readonly string[];
  /** Every address that any part of the browser asked for. */
  readonly requested: readonly string[];
}

interface NetLogEvent {
  readonly type: number;
  readonly source: { readonly id: number };
  readonly params?: { readonly host?: string; readonly address?: string; readonly url?: string; readonly byte_count?: number };
}

/** Flags that make Chromium write down all it does on the network. */
export function netLogFlags(path: string): string[] {
  return [`--log-net-log=${path}`, '--net-log-capture-mode=Everything'];
}

const unique = (values: readonly (string | undefined)[]): readonly string[] => [...new Set(values.filter((value) => value !== undefined))];

/** Reads the log of a browser that has ended. */
export async function readNetworkActivity(path: string): Promise<NetworkActivity> {
  const log = JSON.parse(await readFile(path, 'utf8')) as {
    readonly constants: { readonly logEventTypes: Readonly<Record<string, number>> };
    readonly events: readonly NetLogEvent[];
  };
  const types = log.constants.logEventTypes;
  const of = (name: string): readonly NetLogEvent[] => {
    const type = types[name];
    // A detector that looks for events which this Chromium does not have would find nothing, whatever happened.
    if (type === undefined) throw new Error(`This browser's log knows no ${name}`);
    return log.events.filter((event) => event.type === type);
  };
  const udpAddresses = new Map(of('UDP_CONNECT').map(({ source, params }) => [source.id, params?.address] as const));
  const udpSenders = of('UDP_BYTES_SENT').map(({ source }) => udpAddresses.get(source.id) ?? 'unconnected UDP socket');
  return {
    // A job is made only for what the browser's rules did not answer.
    resolved: unique(of('HOST_RESOLVER_MANAGER_JOB').map(({ params }) => params?.host)),
    connected: unique([...of('TCP_CONNECT_ATTEMPT').map(({ params }) => params?.address), ...udpSenders]),
    requested: unique(of('URL_REQUEST_START_JOB').map(({ params }) => params?.url)),
  };
}

/** What is not this machine, of the addresses and names of an activity. */
export function outside(activity: NetworkActivity): readonly string[] {
  const here = /^(?:https?:\/\/)?(?:127\.\d+\.\d+\.\d+|\[::1\]|localhost|[a-z0-9.-]+\.localhost)(?::\d+)?$/;
  return [...activity.resolved, ...activity.connected].filter((place) => !here.test(place));
}
