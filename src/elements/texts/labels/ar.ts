import type { Translation } from '../words.js';

export const words: Translation = {
  lang: 'ar',
  call: 'اتصل بنا',
  videoCall: 'مكالمة فيديو',
  share: 'مشاركة هذه الصفحة',
  watch: 'مشاهدة الصفحة',
  starting: 'لحظة من فضلك…',
  notLoaded: 'تعذّر التحميل. أعد المحاولة',
  reload: 'تعذّر التحميل. أعد تحميل الصفحة',
  noCall: 'يتاح ذلك عندما تكون في مكالمة مع أحد موظفينا.',
  noRoom: 'يتاح ذلك عند وجود مكالمة.',
  visitor: 'زائر',
  agent: 'موظف',
  callTexts: async () => (await import('../call/ar.js')).texts,
  cobrowseTexts: async () => (await import('../cobrowse/ar.js')).texts,
};
