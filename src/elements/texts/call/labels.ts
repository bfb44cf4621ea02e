import { byLanguage, withOwn, type Labels, type TextOverrides } from './texts.js';

const labels = {
  en: {
    lang: 'en',
    call: 'Call us',
    videoCall: 'Video call',
    starting: 'One moment…',
    notLoaded: 'Couldn’t load. Try again',
    visitor: 'Visitor',
  },
  zh: {
    lang: 'zh-Hans',
    call: '语音通话',
    videoCall: '视频通话',
    starting: '请稍候…',
    notLoaded: '加载失败，请重试',
    visitor: '访客',
  },
} satisfies Record<string, Labels>;

export const labelsFor = (locale: string, own: TextOverrides): Labels =>
  withOwn<Labels>(byLanguage(labels, locale), own);
