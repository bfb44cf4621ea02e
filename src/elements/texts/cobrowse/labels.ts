import type { CobrowseLabels, CobrowseTextOverrides } from './texts.js';
import { byLanguage, withOwn } from '../call/texts.js';

const labels = {
  en: {
    lang: 'en',
    share: 'Share this page',
    watch: 'Watch the page',
    starting: 'One moment…',
    notLoaded: 'Couldn’t load. Try again',
    noCall: 'Possible as soon as you are in a call with an agent.',
    noRoom: 'Possible as soon as there is a call.',
    visitor: 'Visitor',
    agent: 'Agent',
  },
  zh: {
    lang: 'zh-Hans',
    share: '共享此页面',
    watch: '查看页面',
    starting: '请稍候…',
    notLoaded: '加载失败，请重试',
    noCall: '与客服通话后即可使用。',
    noRoom: '有通话后即可使用。',
    visitor: '访客',
    agent: '客服',
  },
} satisfies Record<string, CobrowseLabels>;

export const cobrowseLabelsFor = (locale: string, own: CobrowseTextOverrides): CobrowseLabels =>
  withOwn<CobrowseLabels>(byLanguage(labels, locale), own);
