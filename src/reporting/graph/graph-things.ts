import type { GraphGround } from './graph-ground.ts';
import type { Described, FieldsOf } from './graph-identities.ts';
import { linesOf } from './graph-identities.ts';
import { dateTime, decimal, type NodeRef, only, type TypedValue } from './graph-node.ts';

/** UCO has no words for wildlife: what CITES reports count stands in properties of our own. */
export function describeItem(item: FieldsOf<'item'>): Described {
  return {
    '@type': 'core:Item',
    'core:tag': [`item: ${item.kind}`],
    ...only({
      'core:name': item.commonName ?? item.taxon,
      'core:description': item.description,
      'pugmark:taxon': item.taxon,
      'pugmark:term': item.term,
      'pugmark:source': item.source,
      'pugmark:quantity': decimalOf(item.quantity),
      'pugmark:unit': item.unit,
      'pugmark:live': item.live,
      'pugmark:mark': item.marks,
      'pugmark:price': decimalOf(item.price),
      'pugmark:currency': item.currency,
    }),
  };
}

export function describeLocation(ground: GraphGround, entity: NodeRef, place: FieldsOf<'location'>): Described {
  const { latitude, longitude, country, region } = place;
  const point =
    latitude === undefined || longitude === undefined
      ? []
      : [
          {
            ...ground.ids.within(entity, 'point'),
            '@type': 'location:LatLongCoordinatesFacet',
            'location:latitude': decimal(latitude),
            'location:longitude': decimal(longitude),
          },
        ];
  const address =
    country === undefined && region === undefined
      ? []
      : [
          {
            ...ground.ids.within(entity, 'address'),
            '@type': 'location:SimpleAddressFacet',
            ...only({ 'location:country': country, 'location:region': region }),
          },
        ];
  return {
    '@type': 'location:Location',
    'core:tag': [`location: ${place.origin}`],
    ...only({ 'core:name': place.shown, 'core:hasFacet': [...point, ...address], 'pugmark:precisionM': place.precisionM }),
  };
}

/** A time that is known only in part is told as it was stated: nothing is made up to fill it. */
export function describeEvent(event: FieldsOf<'event'>): Described {
  const { type, when, shown, description } = event;
  const isWhole = when !== undefined && /T\d\d:\d\d:\d\d/.test(when) && !Number.isNaN(Date.parse(when));
  return {
    '@type': 'core:Event',
    'core:eventType': type,
    ...only({
      'core:startTime': isWhole ? dateTime(when) : undefined,
      'core:description': [
        ...(description === undefined ? [] : [description]),
        ...linesOf([
          ['when', isWhole ? undefined : when],
          ['as shown', shown],
        ]),
      ],
    }),
  };
}

function decimalOf(value: string | undefined): TypedValue | undefined {
  return value === undefined ? undefined : decimal(value);
}
