import type { Scenario, Step } from './scenario.js';

const queued: Step = { after: 0, do: 'queue' };

/** Scenarios up to 168101, before a gateway is dialled. */
export const waitingScenarios: readonly Scenario[] = [
  {
    id: 'agent-free',
    title: { en: 'An agent is free', zh: '有空闲座席' },
    description: { en: 'Queued for a second, then connected.', zh: '排队一秒后接通。' },
    steps: [queued, { after: 1_000, do: 'connect' }],
  },
  {
    id: 'direct-agent',
    title: { en: 'An agent at once', zh: '立即接通' },
    description: { en: 'Connected without a queue.', zh: '不排队，直接接通。' },
    steps: [{ after: 0, do: 'connect' }],
  },
  {
    id: 'queue-of-three',
    title: { en: 'Queue of three', zh: '前面有三位' },
    description: { en: 'Third in the queue; one place every three seconds.', zh: '排在第三位，每三秒前进一位。' },
    queue: { places: 3, each: 3_000 },
    steps: [queued, { after: 3_000, do: 'queue' }, { after: 3_000, do: 'queue' }, { after: 3_000, do: 'connect' }],
  },
  {
    id: 'waits',
    title: { en: 'Nobody comes', zh: '一直排队' },
    description: { en: 'Second in the queue, for as long as one likes.', zh: '一直排在第二位。' },
    queue: { places: 2, each: 3_600_000 },
    steps: [queued],
  },
  {
    id: 'queue-timeout',
    title: { en: 'Queue times out', zh: '排队超时' },
    description: { en: 'After three seconds the platform gives up waiting.', zh: '三秒后平台结束排队。' },
    steps: [queued, { after: 3_000, do: 'queue-timeout' }],
  },
  {
    id: 'call-failed',
    title: { en: 'The platform gives up', zh: '呼叫失败' },
    description: { en: 'The call fails before an agent is found.', zh: '找到座席之前呼叫失败。' },
    steps: [queued, { after: 1_000, do: 'fail' }],
  },
  {
    id: 'off-hours',
    title: { en: 'Outside working hours', zh: '非工作时间' },
    description: { en: 'No call can be made now.', zh: '当前时间无法呼叫。' },
    refused: { resultCode: '12', resultDesc: 'agents are not on duty' },
  },
  {
    id: 'no-agents',
    title: { en: 'No agent available', zh: '没有可用座席' },
    description: { en: 'The platform has nobody for this call.', zh: '平台没有可接听的座席。' },
    refused: { resultCode: '13', resultDesc: 'No agents available currently' },
  },
  {
    id: 'not-supported',
    title: { en: 'Channel without calls', zh: '渠道不支持通话' },
    description: { en: 'The check says yes, the call is refused all the same.', zh: '检查通过，但呼叫被拒绝。' },
    refused: { resultCode: '7', resultDesc: 'channel does not support click to call' },
  },
  {
    id: 'support-off',
    title: { en: 'Support check says no', zh: '支持检查未通过' },
    description: { en: 'This channel has no click-to-call.', zh: '该渠道未开通点击呼叫。' },
    unsupported: 'channel',
  },
  {
    id: 'tenant-without-webrtc',
    title: { en: 'Tenant without WebRTC', zh: '租户未开通 WebRTC' },
    description: { en: 'The whole tenant space has no WebRTC.', zh: '整个租户空间未开通 WebRTC。' },
    unsupported: 'tenant',
  },
  {
    id: 'unusable-event',
    title: { en: '168101 without an access code', zh: '缺少接入码' },
    description: { en: 'The platform connects, but does not say where to.', zh: '平台已接通，但未给出接入码。' },
    steps: [queued, { after: 1_000, do: 'unusable' }],
  },
  {
    id: 'type-quirks',
    title: { en: 'Texts for numbers', zh: '字段类型不一致' },
    description: { en: 'Answers in the types that other documents name.', zh: '应答使用其他文档中的字段类型。' },
    steps: [queued, { after: 1_000, do: 'connect' }],
    typeQuirks: true,
  },
  {
    id: 'platform-unavailable',
    title: { en: 'The platform is overloaded', zh: '平台过载' },
    description: { en: 'HTTP 503, come again in a second.', zh: 'HTTP 503，请一秒后重试。' },
    faults: { checkClickToCallSupport: { kind: 'status', status: 503, retryAfter: '1' } },
  },
  {
    id: 'login-page',
    title: { en: 'A login page instead', zh: '跳转到登录页' },
    description: { en: 'A redirect where an answer should be.', zh: '应答被重定向到登录页。' },
    faults: { checkClickToCallSupport: { kind: 'redirect', location: '/login' } },
  },
];
