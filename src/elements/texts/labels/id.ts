import type { Translation } from '../words.js';

export const words: Translation = {
  lang: 'id',
  call: 'Telepon kami',
  videoCall: 'Panggilan video',
  share: 'Bagikan halaman ini',
  watch: 'Lihat halaman',
  starting: 'Sebentar…',
  notLoaded: 'Gagal dimuat. Coba lagi',
  reload: 'Gagal dimuat. Muat ulang halaman',
  noCall: 'Tersedia saat Anda sedang berbicara dengan agen.',
  noRoom: 'Tersedia saat ada panggilan.',
  visitor: 'Pengunjung',
  agent: 'Agen',
  callTexts: async () => (await import('../call/id.js')).texts,
  cobrowseTexts: async () => (await import('../cobrowse/id.js')).texts,
};
