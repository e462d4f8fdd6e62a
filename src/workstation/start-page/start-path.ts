/** Where the printed address leads; the token stands behind `#`. */
export const START_PATH = '/start';
