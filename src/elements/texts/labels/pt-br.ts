import type { Translation } from '../words.js';

export const words: Translation = {
  lang: 'pt-BR',
  call: 'Ligue para nós',
  videoCall: 'Chamada de vídeo',
  share: 'Compartilhar esta página',
  watch: 'Ver a página',
  starting: 'Um momento…',
  notLoaded: 'Não carregou. Tente de novo',
  reload: 'Não carregou. Recarregar a página',
  noCall: 'Disponível assim que você estiver em uma chamada com um atendente.',
  noRoom: 'Disponível assim que houver uma chamada.',
  visitor: 'Visitante',
  agent: 'Atendente',
  callTexts: async () => (await import('../call/pt-br.js')).texts,
  cobrowseTexts: async () => (await import('../cobrowse/pt-br.js')).texts,
};
