import type { Observation } from './capture-record.ts';
import type { ExhibitSummary } from './case.ts';

/** What is searched and listed of a sealed capture without opening its record: always exactly what the record says. */
export type SealedFacts = Pick<ExhibitSummary, 'title' | 'documentUrl' | 'shownUrl' | 'httpStatus'>;

export function findSealedFacts(observation: Observation): SealedFacts {
  const { documentUrl, shownUrl } = observation.address;
  return {
    ...(observation.page?.title === undefined ? {} : { title: observation.page.title }),
    ...(documentUrl === undefined ? {} : { documentUrl }),
    ...(shownUrl === undefined ? {} : { shownUrl }),
    ...(observation.http === undefined ? {} : { httpStatus: observation.http.status }),
  };
}
