import type { Translation } from '../words.js';

export const words: Translation = {
  lang: 'zh-CN',
  call: '语音通话',
  videoCall: '视频通话',
  share: '共享此页面',
  watch: '查看页面',
  starting: '请稍候…',
  notLoaded: '加载失败，请重试',
  reload: '加载失败，请刷新页面',
  noCall: '与客服通话后即可使用。',
  noRoom: '有通话后即可使用。',
  visitor: '访客',
  agent: '客服',
  callTexts: async () => (await import('../call/zh-cn.js')).texts,
  cobrowseTexts: async () => (await import('../cobrowse/zh-cn.js')).texts,
};
