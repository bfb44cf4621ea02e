import type { Translation } from '../words.js';

export const words: Translation = {
  lang: 'fr',
  call: 'Appelez-nous',
  videoCall: 'Appel vidéo',
  share: 'Partager cette page',
  watch: 'Voir la page',
  starting: 'Un instant…',
  notLoaded: 'Échec du chargement. Réessayer',
  reload: 'Échec du chargement. Recharger la page',
  noCall: 'Possible dès que vous serez en ligne avec un conseiller.',
  noRoom: 'Possible dès qu’un appel est en cours.',
  visitor: 'Visiteur',
  agent: 'Conseiller',
  callTexts: async () => (await import('../call/fr.js')).texts,
  cobrowseTexts: async () => (await import('../cobrowse/fr.js')).texts,
};
