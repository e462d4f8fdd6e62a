import type { Seller } from './ad.ts';

/**
 * Numbers that can reach nobody:
 * - France: 01 99 00 xx xx and 06 39 98 xx xx, which ARCEP keeps for works of fiction;
 * - United Kingdom: 07700 900xxx, which Ofcom keeps for drama;
 * - Netherlands: no range is kept for fiction; 06 00 xx xx xx is written like a mobile number, but none begins with 060.
 * E-mail addresses are under example.org and .test (RFC 2606).
 */
function seller(handle: string, name: string, phone: string, email: string, since: number): Seller {
  return { handle, name, phone, email, since };
}

export const GRENIER_SELLERS = {
  leon: seller('leon-du-grenier', 'Léon V.', '06 39 98 41 07', 'leon.grenier@example.org', 2019),
  maud: seller('maud-curiosites', 'Maud & Cie', '01 99 00 26 58', 'maud.curiosites@example.org', 2016),
  tortue: seller('terre-de-tortues', 'Terre de T.', '06 39 98 73 12', 'contact@terre-de-tortues.test', 2024),
  plume: seller('plume-bleue-33', 'Plume B.', '06 39 98 05 90', 'plume33@example.org', 2025),
  atelier: seller('atelier-brume', 'Atelier Brume', '01 99 00 81 34', 'bonjour@atelier-brume.test', 2012),
} as const;

export const KRAAMPJE_SELLERS = {
  joost: seller('joost_uit_nevelveen', 'Joost', '06 00 12 84 31', 'joost@example.org', 2018),
  exoot: seller('exotenhoek', 'De Exotenhoek', '06 00 47 09 15', 'info@exotenhoek.test', 2023),
  zolder: seller('zolderschatten', 'Zolderschatten', '06 00 93 20 66', 'zolder@example.org', 2014),
  mei: seller('kruidenkamer-mei', 'Kruidenkamer Mei', '06 00 58 71 02', 'mei@kruidenkamer.test', 2020),
} as const;

export const ATTIC_SELLERS = {
  harrow: seller('old_harrow_finds', 'Old Harrow Finds', '07700 900142', 'finds@example.org', 2011),
  marsh: seller('marshlight', 'M. Light', '07700 900385', 'marshlight@example.org', 2022),
  feather: seller('feather_and_scale', 'Feather & Scale', '07700 900761', 'hello@feather-and-scale.test', 2024),
  bertie: seller('bertie_b', 'Bertie B.', '07700 900904', 'bertie@example.org', 2017),
} as const;
