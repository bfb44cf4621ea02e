import type { Translation } from '../words.js';

export const words: Translation = {
  lang: 'ja',
  call: '音声通話',
  videoCall: 'ビデオ通話',
  share: 'このページを共有',
  watch: 'ページを見る',
  starting: 'お待ちください…',
  notLoaded: '読み込めません。再試行',
  reload: '読み込めません。再読み込み',
  noCall: '担当者との通話中にご利用いただけます。',
  noRoom: '通話中にご利用いただけます。',
  visitor: 'お客様',
  agent: '担当者',
  callTexts: async () => (await import('../call/ja.js')).texts,
  cobrowseTexts: async () => (await import('../cobrowse/ja.js')).texts,
};
