import type { CaptureRecord } from '../../core/model/capture-record.ts';
import type { GraphGround } from './graph-ground.ts';
import { type GraphNode, type NodeRef, refTo } from './graph-node.ts';

/** A release of this tool as logs name it: `pugmark/<version>+<digest of its sources>`. */
export function* buildTool(ground: GraphGround, tool: string): Generator<GraphNode, NodeRef> {
  const node = ground.ids.of('tool', tool);
  const slash = tool.indexOf('/');
  yield* ground.once({
    ...node,
    '@type': 'tool:Tool',
    'core:name': slash === -1 ? tool : tool.slice(0, slash),
    ...(slash === -1 ? {} : { 'tool:version': tool.slice(slash + 1) }),
    'tool:toolType': 'Web capture',
  });
  return refTo(node);
}

/** Tool and browser as one capture was set up: one object for all captures of the same settings. */
export function* buildCaptureTools(ground: GraphGround, record: CaptureRecord, tool: string): Generator<GraphNode, readonly NodeRef[]> {
  const { browser, view, limits } = record.observation;
  const entries: readonly (readonly [name: string, value: string])[] = [
    ['browser', browser.product],
    ['user agent', browser.userAgent],
    ['headless', String(browser.headless)],
    ['sandbox', String(browser.sandbox)],
    ...(view === undefined
      ? []
      : [
          ['view', `${view.widthPx} x ${view.heightPx} CSS pixels`] as const,
          ['device pixels per 1000 CSS pixels', String(view.deviceScaleFactorMilli)] as const,
        ]),
    ...Object.entries(limits)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, value]) => [`limit ${name}`, String(value)] as const),
    ['sources of the tool', record.tool.digest],
  ];
  const key = JSON.stringify(entries);
  const configured = ground.ids.of('configured-tool', tool, key);
  const chromium = ground.ids.of('browser', browser.product);
  if (ground.hasWritten(configured)) return [refTo(configured), refTo(chromium)];
  const configuration = ground.ids.of('configuration', key);
  yield* ground.once({
    ...configuration,
    '@type': 'configuration:Configuration',
    'configuration:configurationEntry': entries.map(([name, value]) => ({
      ...ground.ids.within(configuration, name),
      '@type': 'configuration:ConfigurationEntry',
      'configuration:itemName': name,
      'configuration:itemValue': value,
    })),
  });
  const slash = browser.product.indexOf('/');
  yield* ground.once({
    ...chromium,
    '@type': 'tool:Tool',
    'core:name': slash === -1 ? browser.product : browser.product.slice(0, slash),
    ...(slash === -1 ? {} : { 'tool:version': browser.product.slice(slash + 1) }),
    'tool:toolType': 'Web browser',
  });
  yield* ground.once({
    ...configured,
    '@type': 'tool:ConfiguredTool',
    'core:name': 'pugmark with its browser, as set up for a capture',
    'tool:version': record.tool.version,
    'configuration:isConfigurationOf': yield* buildTool(ground, tool),
    'configuration:usesConfiguration': refTo(configuration),
  });
  return [refTo(configured), refTo(chromium)];
}
