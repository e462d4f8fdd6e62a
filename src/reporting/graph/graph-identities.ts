import type { StatementContent } from '../../core/statements/statement.ts';
import { buildNetworkAddress, buildUrl } from './graph-address.ts';
import type { GraphGround } from './graph-ground.ts';
import { type GraphNode, type NodeRef, only, refTo } from './graph-node.ts';

export type FieldsOf<Kind extends StatementContent['kind']> = Extract<StatementContent, { readonly kind: Kind }>['fields'];
/** Class and properties of the node of an entity; what else has to be written for it comes before. */
export type Described = Readonly<Record<string, GraphNode[string]>> & Pick<GraphNode, '@type'>;

/** Statuses that make a person a subject of the investigation. Nobody is one by default. */
const SUBJECTS: readonly string[] = ['suspect', 'charged', 'convicted'];

/** Names are not taken apart: which of them is a family name is nowhere said. Dates of birth are told as stated: often only a year is known. */
export function* describePerson(ground: GraphGround, entity: NodeRef, person: FieldsOf<'person'>): Generator<GraphNode, Described> {
  const [name, ...others] = person.names;
  const facts: readonly (readonly [string, string | undefined])[] = [
    ...others.map((other) => ['other name', other] as const),
    ...(person.aliases ?? []).map((alias) => ['alias', alias] as const),
    ['sex', person.sex],
    ['born', person.born],
    ['place of birth', person.birthPlace],
    ['nationality', person.nationality],
    ['occupation', person.occupation],
  ];
  const role = SUBJECTS.includes(person.status) ? 'investigation:Subject' : person.status === 'victim' ? 'victim:Victim' : undefined;
  if (role !== undefined) yield* buildRole(ground, entity, role);
  const address = person.address === undefined ? undefined : yield* buildAddress(ground, entity, person.address);
  return {
    '@type': 'identity:Person',
    'core:tag': [`status: ${person.status}`, person.isIdentified ? 'identified' : 'not identified'],
    ...only({
      'core:name': name,
      'core:description': linesOf(facts),
      'core:hasFacet': address,
      'core:externalReference': (person.identifiers ?? []).map((identifier) =>
        buildIdentifier(ground, entity, 'Identifier, as stated', identifier),
      ),
    }),
  };
}

export function* describeAccount(ground: GraphGround, entity: NodeRef, account: FieldsOf<'account'>): Generator<GraphNode, Described> {
  const { ids } = ground;
  const platform = yield* buildService(ground, account.platform);
  const website = account.url === undefined ? undefined : yield* buildUrl(ground, account.url);
  const facets: GraphNode[] = [
    {
      ...ids.within(entity, 'account'),
      '@type': 'observable:AccountFacet',
      'observable:accountIssuer': platform,
      ...only({ 'observable:accountIdentifier': account.accountId }),
    },
  ];
  if (account.displayName !== undefined) {
    facets.push({
      ...ids.within(entity, 'digital-account'),
      '@type': 'observable:DigitalAccountFacet',
      'observable:displayName': account.displayName,
    });
  }
  if (website !== undefined) {
    facets.push({
      ...ids.within(entity, 'profile'),
      '@type': 'observable:ProfileFacet',
      'observable:profileService': platform,
      'observable:profileWebsite': website,
    });
  }
  return {
    '@type': 'observable:DigitalAccount',
    'core:tag': [`status: ${account.status}`],
    ...only({ 'core:name': account.displayName ?? account.accountId }),
    'core:hasFacet': facets,
  };
}

export function* describeOrganisation(
  ground: GraphGround,
  entity: NodeRef,
  organisation: FieldsOf<'organisation'>,
): Generator<GraphNode, Described> {
  const { legalName, tradeName, activity, registrationNumber, country, vat, address } = organisation;
  const numbers = [
    ['Registration number, as stated', registrationNumber],
    ['VAT number, as stated', vat],
  ] as const;
  const facet = address === undefined ? undefined : yield* buildAddress(ground, entity, address);
  return {
    '@type': 'identity:Organization',
    'core:name': legalName,
    ...only({
      'core:description': linesOf([
        ['trade name', tradeName],
        ['activity', activity],
        ['country', country],
      ]),
      'core:hasFacet': facet,
      'core:externalReference': numbers.flatMap(([context, number]) =>
        number === undefined ? [] : [buildIdentifier(ground, entity, context, number)],
      ),
    }),
  };
}

/** By its kind; the facet holds the normalised form where there is one, the name what the page showed. */
export function* describeMeans(
  ground: GraphGround,
  entity: NodeRef,
  means: FieldsOf<'means-of-communication'>,
): Generator<GraphNode, Described> {
  const { type, shown, normalised, platform } = means;
  const value = normalised ?? shown;
  const base = { 'core:name': shown, 'core:tag': [`means of communication: ${type}`], ...only({ 'pugmark:platform': platform }) };
  if (type === 'ip') {
    const address = yield* buildNetworkAddress(ground, value);
    return { ...base, '@type': 'observable:ObservableObject', 'pugmark:networkAddress': address };
  }
  const form = MEANS[type];
  if (form === undefined) return { ...base, '@type': 'observable:ObservableObject', 'pugmark:value': value };
  const isAccount = form.facet === 'observable:AccountFacet';
  const issuer = isAccount && platform !== undefined ? yield* buildService(ground, platform) : undefined;
  return {
    ...base,
    '@type': form.type,
    'core:hasFacet': {
      ...ground.ids.within(entity, form.facet),
      '@type': form.facet,
      [form.property]: value,
      ...only({ 'observable:accountIssuer': issuer }),
    },
  };
}

/** What UCO has for a means of communication; of others it is kept as a value. */
const MEANS: Readonly<Partial<Record<string, { readonly type: string; readonly facet: string; readonly property: string }>>> = {
  phone: { type: 'observable:PhoneAccount', facet: 'observable:PhoneAccountFacet', property: 'observable:phoneNumber' },
  email: { type: 'observable:EmailAddress', facet: 'observable:EmailAddressFacet', property: 'observable:addressValue' },
  url: { type: 'observable:URL', facet: 'observable:URLFacet', property: 'observable:fullValue' },
  handle: { type: 'observable:DigitalAccount', facet: 'observable:AccountFacet', property: 'observable:accountIdentifier' },
  messenger: { type: 'observable:DigitalAccount', facet: 'observable:AccountFacet', property: 'observable:accountIdentifier' },
};

function* buildRole(ground: GraphGround, person: NodeRef, type: string): Generator<GraphNode> {
  const role = ground.ids.within(person, type);
  yield { ...role, '@type': type };
  yield {
    ...ground.ids.within(person, 'has-role', type),
    '@type': 'core:Relationship',
    'core:source': refTo(person),
    'core:target': refTo(role),
    'core:kindOfRelationship': 'Has_Role',
    'core:isDirectional': true,
  };
}

/** An address of one line, as stated. */
function* buildAddress(ground: GraphGround, owner: NodeRef, address: string): Generator<GraphNode, GraphNode> {
  const place = ground.ids.of('address', address);
  yield* ground.once({ ...place, '@type': 'location:Location', 'core:name': address });
  return { ...ground.ids.within(owner, 'address'), '@type': 'identity:AddressFacet', 'identity:address': refTo(place) };
}

function* buildService(ground: GraphGround, name: string): Generator<GraphNode, NodeRef> {
  const service = ground.ids.of('service', name);
  const facet = { ...ground.ids.within(service, 'service'), '@type': 'observable:OnlineServiceFacet', 'core:name': name };
  yield* ground.once({ ...service, '@type': 'observable:OnlineService', 'core:name': name, 'core:hasFacet': facet });
  return refTo(service);
}

function buildIdentifier(ground: GraphGround, owner: NodeRef, context: string, identifier: string): GraphNode {
  return {
    ...ground.ids.within(owner, context, identifier),
    '@type': 'core:ExternalReference',
    'core:definingContext': context,
    'core:externalIdentifier': identifier,
  };
}

/** `name: value`, of what was stated. */
export function linesOf(facts: readonly (readonly [name: string, value: string | undefined])[]): readonly string[] {
  return facts.flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${value}`]));
}
