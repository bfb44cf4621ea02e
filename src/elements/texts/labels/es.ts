import type { Translation } from '../words.js';

export const words: Translation = {
  lang: 'es',
  call: 'Llámenos',
  videoCall: 'Videollamada',
  share: 'Compartir esta página',
  watch: 'Ver la página',
  starting: 'Un momento…',
  notLoaded: 'No se ha cargado. Reintentar',
  reload: 'No se ha cargado. Recargar la página',
  noCall: 'Disponible cuando esté en una llamada con un agente.',
  noRoom: 'Disponible cuando haya una llamada.',
  visitor: 'Visitante',
  agent: 'Agente',
  callTexts: async () => (await import('../call/es.js')).texts,
  cobrowseTexts: async () => (await import('../cobrowse/es.js')).texts,
};
