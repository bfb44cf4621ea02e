import type { Translation } from '../words.js';

export const words: Translation = {
  lang: 'tr',
  call: 'Bizi arayın',
  videoCall: 'Görüntülü arama',
  share: 'Bu sayfayı paylaş',
  watch: 'Sayfayı izle',
  starting: 'Bir saniye…',
  notLoaded: 'Yüklenemedi. Yeniden deneyin',
  reload: 'Yüklenemedi. Sayfayı yenileyin',
  noCall: 'Bir temsilciyle görüşmeye başladığınızda kullanılabilir.',
  noRoom: 'Bir görüşme başladığında kullanılabilir.',
  visitor: 'Ziyaretçi',
  agent: 'Temsilci',
  callTexts: async () => (await import('../call/tr.js')).texts,
  cobrowseTexts: async () => (await import('../cobrowse/tr.js')).texts,
};
