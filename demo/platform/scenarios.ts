import type { GatewayFault, RobotOrders } from './ports.js';

/** What happens in a call, one thing after the other; `after` in ms since the one before (or since the answer). */
export type Step = { readonly after: number } & (
  | { readonly do: 'queue' | 'queue-timeout' | 'fail' | 'transfer' | 'release' | 'unusable' | 'hang-up' }
  | {
      readonly do: 'connect';
      /** What 168101 names, in order; null is a healthy gateway. Default: all healthy ones. */
      readonly gateways?: readonly (GatewayFault | null)[];
      /** Default: fifteen digits of its own. */
      readonly accessCode?: string;
      readonly robot?: RobotOrders;
    }
);

/** One WEB channel of the embedded contact center; its configuration id is the scenario's id. */
export interface Scenario {
  readonly id: string;
  readonly title: { readonly en: string; readonly zh: string };
  /** checkClickToCallSupport says no. */
  readonly unsupported?: boolean;
  /** createClickToCall answers this. */
  readonly refused?: { readonly resultCode: string; readonly resultDesc: string };
  /** Places in the queue, and ms for each. */
  readonly queue?: { readonly places: number; readonly each: number };
  readonly steps?: readonly Step[];
  readonly afterAnswer?: readonly Step[];
}

const queued: Step = { after: 0, do: 'queue' };
const soon = 1_000;
const through = (...gateways: (GatewayFault | null)[]): readonly Step[] => [
  queued,
  { after: soon, do: 'connect', gateways },
];
const refusal = (status: number): readonly Step[] => through({ kind: 'status', status });

export const scenarios: readonly Scenario[] = [
  {
    id: 'agent-free',
    title: { en: 'An agent is free', zh: '有空闲座席' },
    steps: [queued, { after: soon, do: 'connect' }],
  },
  { id: 'direct-agent', title: { en: 'An agent at once', zh: '立即接通' }, steps: [{ after: 0, do: 'connect' }] },
  {
    id: 'queue-of-three',
    title: { en: 'Queue of three', zh: '前面有三位' },
    queue: { places: 3, each: 3_000 },
    steps: [queued, { after: 9_000, do: 'connect' }],
  },
  {
    id: 'off-hours',
    title: { en: 'Outside working hours', zh: '非工作时间' },
    refused: { resultCode: '12', resultDesc: 'agents are not on duty' },
  },
  {
    id: 'no-agents',
    title: { en: 'No agent available', zh: '没有可用座席' },
    refused: { resultCode: '13', resultDesc: 'No agents available currently' },
  },
  {
    id: 'not-supported',
    title: { en: 'Channel without calls', zh: '渠道不支持通话' },
    refused: { resultCode: '7', resultDesc: 'channel does not support click to call' },
  },
  { id: 'support-off', title: { en: 'Support check says no', zh: '支持检查未通过' }, unsupported: true },
  {
    id: 'queue-timeout',
    title: { en: 'Queue times out', zh: '排队超时' },
    steps: [queued, { after: 3_000, do: 'queue-timeout' }],
  },
  {
    id: 'call-failed',
    title: { en: 'The platform gives up', zh: '呼叫失败' },
    steps: [queued, { after: soon, do: 'fail' }],
  },
  {
    id: 'agent-hangs-up',
    title: { en: 'The agent hangs up', zh: '座席挂断' },
    steps: [queued, { after: soon, do: 'connect', robot: { hangUpAfter: 5_000 } }],
  },
  {
    id: 'platform-releases',
    title: { en: 'The platform releases', zh: '平台释放' },
    steps: [queued, { after: soon, do: 'connect' }],
    afterAnswer: [{ after: 5_000, do: 'release' }],
  },
  {
    id: 'transfer',
    title: { en: 'Transferred to a colleague', zh: '转接给同事' },
    steps: [queued, { after: soon, do: 'connect' }],
    afterAnswer: [
      { after: 4_000, do: 'transfer' },
      { after: 0, do: 'hang-up' },
      { after: 1_500, do: 'connect' },
    ],
  },
  {
    id: 'first-gateway-down',
    title: { en: 'First gateway is down', zh: '首个网关不可用' },
    steps: through({ kind: 'refused' }, null),
  },
  {
    id: 'first-gateway-black-hole',
    title: { en: 'First gateway is a black hole', zh: '首个网关无响应' },
    steps: through({ kind: 'black-hole' }, null),
  },
  {
    id: 'two-gateways-down',
    title: { en: 'One gateway refused, one a black hole', zh: '两个网关故障' },
    steps: through({ kind: 'refused' }, { kind: 'black-hole' }, null),
  },
  {
    id: 'all-gateways-down',
    title: { en: 'All gateways are down', zh: '所有网关不可用' },
    steps: through({ kind: 'refused' }),
  },
  {
    id: 'gateway-mute',
    title: { en: 'First gateway is mute', zh: '首个网关不应答' },
    steps: through({ kind: 'mute' }, null),
  },
  ...[403, 404, 480, 486, 488, 503, 603].map((status) => ({
    id: `gateway-${status}`,
    title: { en: `The gateway answers ${status}`, zh: `网关返回 ${status}` },
    steps: refusal(status),
  })),
  {
    id: 'gateway-no-video',
    title: { en: 'Voice only at the gateway', zh: '网关仅支持语音' },
    steps: through({ kind: 'no-video' }),
  },
  {
    id: 'bad-sdp',
    title: { en: 'Unusable session description', zh: '会话描述无效' },
    steps: through({ kind: 'bad-sdp' }),
  },
  {
    id: 'answers-on-cancel',
    title: { en: 'Answer and cancel cross', zh: '应答与取消交叉' },
    steps: through({ kind: 'answers-on-cancel' }),
  },
  {
    id: 'long-ring',
    title: { en: 'Rings for long', zh: '长时间振铃' },
    steps: [queued, { after: soon, do: 'connect', robot: { answerAfter: 20_000 } }],
  },
  {
    id: 'silent-agent',
    title: { en: 'The agent is silent', zh: '座席无声' },
    steps: [queued, { after: soon, do: 'connect', robot: { sound: false } }],
  },
  {
    id: 'unusable-event',
    title: { en: '168101 without an access code', zh: '缺少接入码' },
    steps: [queued, { after: soon, do: 'unusable' }],
  },
  {
    id: 'waits',
    title: { en: 'Nobody comes', zh: '一直排队' },
    queue: { places: 2, each: 3_600_000 },
    steps: [queued],
  },
];
