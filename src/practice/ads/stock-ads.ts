import { seeded } from '../pictures/seeded.ts';
import type { Motif } from '../pictures/draw-picture.ts';
import type { AdContent, AdKind, AdSubject, PracticePlatform, Seller } from './ad.ts';
import { ATTIC_SELLERS, GRENIER_SELLERS, KRAAMPJE_SELLERS } from './sellers.ts';

/** Ordinary ads per platform; three times this many captures can be measured without looking at an ad twice. */
export const STOCK_PER_PLATFORM = 24;
const FIRST_NUMBER = 101;

interface Line {
  readonly subject: AdSubject;
  readonly kind: AdKind;
  readonly motif: Motif;
  readonly from: number;
  readonly titles: Readonly<Record<PracticePlatform, readonly [title: string, category: string, sentence: string]>>;
}

const LINES: readonly Line[] = [
  {
    subject: 'ivory',
    kind: 'suspect',
    motif: 'bangles',
    from: 180,
    titles: {
      grenier: ['Bracelets en ivoire ancien', 'Art et antiquités', 'Ivoire d’éléphant, gravé à la main, sans certificat.'],
      kraampje: ['Ivoren armbanden', 'Antiek en kunst', 'Olifantenivoor, met de hand bewerkt, zonder certificaat.'],
      attic: ['Ivory bangles', 'Antiques', 'Elephant ivory, hand carved, no certificate.'],
    },
  },
  {
    subject: 'mammoth-ivory',
    kind: 'look-alike',
    motif: 'mammoth-tusk',
    from: 900,
    titles: {
      grenier: ['Pointe de mammouth fossile', 'Minéraux et fossiles', 'Fossile avec facture et rapport d’analyse.'],
      kraampje: ['Punt van een mammoetslagtand', 'Fossielen', 'Fossiel met vondstbrief en factuur.'],
      attic: ['Fossil mammoth tusk tip', 'Fossils', 'Fossil with invoice and report.'],
    },
  },
  {
    subject: 'tortoise',
    kind: 'suspect',
    motif: 'tortoise',
    from: 120,
    titles: {
      grenier: ['Tortue terrestre adulte', 'Animaux', 'Non pucée, cédée sans papiers.'],
      kraampje: ['Landschildpad, volwassen', 'Dieren en toebehoren', 'Niet gechipt, gaat weg zonder papieren.'],
      attic: ['Adult land tortoise', 'Pets', 'Not chipped, goes without papers.'],
    },
  },
  {
    subject: 'parrot',
    kind: 'suspect',
    motif: 'green-parrot',
    from: 420,
    titles: {
      grenier: ['Amazone à front jaune', 'Animaux', 'Bague ouverte, cage en supplément.'],
      kraampje: ['Amazonepapegaai', 'Dieren en toebehoren', 'Open ring, kooi tegen bijbetaling.'],
      attic: ['Amazon parrot', 'Pets', 'Open ring, cage extra.'],
    },
  },
  {
    subject: 'reptile-skin',
    kind: 'suspect',
    motif: 'snakeskin-bag',
    from: 90,
    titles: {
      grenier: ['Pochette en python', 'Mode et accessoires', 'Peau véritable, rapportée de voyage.'],
      kraampje: ['Tasje van pythonleer', 'Kleding en tassen', 'Echt leer, meegebracht van reis.'],
      attic: ['Python clutch bag', 'Clothing', 'Genuine skin, brought back from a trip.'],
    },
  },
  {
    subject: 'faux-skin',
    kind: 'look-alike',
    motif: 'printed-bag',
    from: 15,
    titles: {
      grenier: ['Sac imprimé façon serpent', 'Mode et accessoires', 'Similicuir, étiquette encore dessus.'],
      kraampje: ['Tas met slangenprint', 'Kleding en tassen', 'Kunstleer, label zit er nog aan.'],
      attic: ['Snake print bag', 'Clothing', 'Vegan leather, tag still on.'],
    },
  },
  {
    subject: 'orchid',
    kind: 'suspect',
    motif: 'orchid',
    from: 45,
    titles: {
      grenier: ['Orchidée sauvage en motte', 'Jardin et plantes', 'Prélevée avec sa motte, floraison au printemps.'],
      kraampje: ['Wilde orchidee met kluit', 'Tuin en planten', 'Met kluit uitgestoken, bloeit in het voorjaar.'],
      attic: ['Wild orchid, root ball', 'Garden', 'Dug with its root ball, flowers in spring.'],
    },
  },
  {
    subject: 'plush-toy',
    kind: 'look-alike',
    motif: 'plush',
    from: 6,
    titles: {
      grenier: ['Peluche éléphant', 'Jeux et jouets', 'Propre, maison sans animaux.'],
      kraampje: ['Knuffelolifant', 'Speelgoed', 'Schoon, huis zonder dieren.'],
      attic: ['Plush elephant', 'Toys', 'Clean, from a home without pets.'],
    },
  },
];

const PLACES: Readonly<Record<PracticePlatform, readonly string[]>> = {
  grenier: ['Val-sur-Brume', 'Rochebrume', 'Montclair-la-Digue', 'Combe-aux-Fées', 'Saint-Orval-des-Landes'],
  kraampje: ['Nevelveen', 'Kromwaterdijk', 'Mistdorp aan de Zijl', 'Oud-Tolbrug'],
  attic: ['Foxmarsh', 'Little Harrow End', 'Nether Brindle', 'Quillport'],
};

const SELLERS: Readonly<Record<PracticePlatform, readonly Seller[]>> = {
  grenier: Object.values(GRENIER_SELLERS),
  kraampje: Object.values(KRAAMPJE_SELLERS),
  attic: Object.values(ATTIC_SELLERS),
};

const LANGUAGES = { grenier: 'fr', kraampje: 'nl', attic: 'en' } as const;

function stockAd(platform: PracticePlatform, i: number): AdContent {
  const random = seeded(1000 + i * 3 + LANGUAGES[platform].charCodeAt(0));
  const line = LINES[i % LINES.length];
  const place = PLACES[platform][Math.floor(random() * PLACES[platform].length)];
  const seller = SELLERS[platform][Math.floor(random() * SELLERS[platform].length)];
  if (line === undefined || place === undefined || seller === undefined) throw new RangeError('The lists of stock ads are not empty');
  const [title, category, sentence] = line.titles[platform];
  return {
    number: FIRST_NUMBER + i,
    platform,
    language: LANGUAGES[platform],
    subject: line.subject,
    kind: line.kind,
    features: ['stock'],
    motif: line.motif,
    pictureCount: 2,
    title: `${title}, ${place}`,
    category,
    price: line.from + Math.floor(random() * line.from),
    place,
    seller,
    posted: `2026-11-${String(1 + Math.floor(random() * 19)).padStart(2, '0')}`,
    facts: [['Ref.', `${platform.charAt(0).toUpperCase()}${FIRST_NUMBER + i}`]],
    paragraphs: [sentence],
  };
}

export const STOCK_ADS: readonly AdContent[] = (['grenier', 'kraampje', 'attic'] as const).flatMap((platform) =>
  Array.from({ length: STOCK_PER_PLATFORM }, (_, i) => stockAd(platform, i)),
);
