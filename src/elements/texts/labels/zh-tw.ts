import type { Translation } from '../words.js';

export const words: Translation = {
  lang: 'zh-TW',
  call: '語音通話',
  videoCall: '視訊通話',
  share: '分享此頁面',
  watch: '檢視頁面',
  starting: '請稍候…',
  notLoaded: '載入失敗，請再試一次',
  reload: '載入失敗，請重新整理頁面',
  noCall: '與客服人員通話後即可使用。',
  noRoom: '開始通話後即可使用。',
  visitor: '訪客',
  agent: '客服人員',
  callTexts: async () => (await import('../call/zh-tw.js')).texts,
  cobrowseTexts: async () => (await import('../cobrowse/zh-tw.js')).texts,
};
