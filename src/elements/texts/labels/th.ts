import type { Translation } from '../words.js';

export const words: Translation = {
  lang: 'th',
  call: 'โทรหาเรา',
  videoCall: 'วิดีโอคอล',
  share: 'แชร์หน้านี้',
  watch: 'ดูหน้าเว็บ',
  starting: 'สักครู่…',
  notLoaded: 'โหลดไม่สำเร็จ ลองอีกครั้ง',
  reload: 'โหลดไม่สำเร็จ โหลดหน้านี้ใหม่',
  noCall: 'ใช้ได้เมื่อคุณอยู่ในสายกับเจ้าหน้าที่',
  noRoom: 'ใช้ได้เมื่อมีสายสนทนา',
  visitor: 'ผู้เยี่ยมชม',
  agent: 'เจ้าหน้าที่',
  callTexts: async () => (await import('../call/th.js')).texts,
  cobrowseTexts: async () => (await import('../cobrowse/th.js')).texts,
};
