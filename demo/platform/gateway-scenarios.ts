import type { GatewayFault } from './ports.js';
import type { Scenario, Step } from './scenario.js';

const queued: Step = { after: 0, do: 'queue' };
const connectSoon: readonly Step[] = [queued, { after: 1_000, do: 'connect' }];
const through = (...gateways: (GatewayFault | null)[]): readonly Step[] => [
  queued,
  { after: 1_000, do: 'connect', gateways },
];

/** Scenarios of the gateways, and of the call with an agent. */
export const gatewayScenarios: readonly Scenario[] = [
  {
    id: 'agent-hangs-up',
    title: { en: 'The agent hangs up', zh: '座席挂断' },
    description: { en: 'After five seconds of talk.', zh: '通话五秒后座席挂断。' },
    steps: [queued, { after: 1_000, do: 'connect', robot: { hangUpAfter: 5_000 } }],
  },
  {
    id: 'platform-releases',
    title: { en: 'The platform releases', zh: '平台释放' },
    description: { en: 'After five seconds of talk; the gateway hears of it later.', zh: '通话五秒后平台释放呼叫。' },
    steps: connectSoon,
    afterAnswer: [{ after: 5_000, do: 'release' }],
  },
  {
    id: 'transfer',
    title: { en: 'Transferred to a colleague', zh: '转接给同事' },
    description: {
      en: 'After four seconds of talk; the first agent leaves before the second one is there.',
      zh: '通话四秒后转接，原座席先离开，新座席稍后接入。',
    },
    steps: connectSoon,
    afterAnswer: [
      { after: 4_000, do: 'transfer' },
      { after: 0, do: 'hang-up', legs: 'current' },
      { after: 1_500, do: 'connect', gateways: 'reversed' },
    ],
  },
  {
    id: 'transfer-overlap',
    title: { en: 'Transferred without a gap', zh: '无间隔转接' },
    description: { en: 'The first agent stays until the second one is there.', zh: '新座席就绪后原座席才离开。' },
    steps: connectSoon,
    afterAnswer: [
      { after: 4_000, do: 'transfer' },
      { after: 1_000, do: 'connect', gateways: 'reversed' },
      { after: 500, do: 'hang-up', legs: 'former' },
    ],
  },
  {
    id: 'silent-agent',
    title: { en: 'The agent is silent', zh: '座席无声' },
    description: { en: 'Connected, but nothing is to be heard.', zh: '已接通，但听不到声音。' },
    steps: [queued, { after: 1_000, do: 'connect', robot: { sound: false } }],
  },
  {
    id: 'long-ring',
    title: { en: 'Rings for long', zh: '长时间振铃' },
    description: { en: 'Twenty seconds until somebody answers.', zh: '振铃二十秒后才有人接听。' },
    steps: [queued, { after: 1_000, do: 'connect', robot: { answerAfter: 20_000 } }],
  },
  {
    id: 'first-gateway-down',
    title: { en: 'First gateway is down', zh: '首个网关不可用' },
    description: { en: 'Nothing listens there; the second one works.', zh: '首个网关拒绝连接，第二个正常。' },
    steps: through({ kind: 'refused' }, null),
  },
  {
    id: 'first-gateway-black-hole',
    title: { en: 'First gateway is a black hole', zh: '首个网关无响应' },
    description: {
      en: 'It takes the connection and says nothing; the second one works.',
      zh: '首个网关无握手应答，第二个正常。',
    },
    steps: through({ kind: 'black-hole' }, null),
  },
  {
    id: 'two-gateways-down',
    title: { en: 'One gateway refused, one a black hole', zh: '两个网关故障' },
    description: { en: 'Only the third one works.', zh: '只有第三个网关正常。' },
    steps: through({ kind: 'refused' }, { kind: 'black-hole' }, null),
  },
  {
    id: 'all-gateways-down',
    title: { en: 'All gateways are down', zh: '所有网关不可用' },
    description: { en: 'An agent waits, and no gateway can be reached.', zh: '座席在等待，但没有网关可用。' },
    steps: through({ kind: 'refused' }),
  },
  {
    id: 'gateway-mute',
    title: { en: 'First gateway is mute', zh: '首个网关不应答' },
    description: {
      en: 'It connects and never answers SIP; the second one works.',
      zh: '首个网关不应答 SIP，第二个正常。',
    },
    steps: through({ kind: 'mute' }, null),
  },
  ...[403, 404, 480, 486, 488, 503, 603].map((status) => ({
    id: `gateway-${status}`,
    title: { en: `The gateway answers ${status}`, zh: `网关返回 ${status}` },
    description: { en: 'Every call is refused with this answer.', zh: '所有呼叫都被该应答拒绝。' },
    steps: through({ kind: 'status', status }),
  })),
  {
    id: 'gateway-no-video',
    title: { en: 'Voice only at the gateway', zh: '网关仅支持语音' },
    description: { en: 'A call with a picture is refused, one without is taken.', zh: '拒绝视频呼叫，接受语音呼叫。' },
    steps: through({ kind: 'no-video' }),
  },
  {
    id: 'bad-sdp',
    title: { en: 'Unusable session description', zh: '会话描述无效' },
    description: { en: 'The answer is one that no browser takes.', zh: '浏览器无法接受的应答。' },
    steps: through({ kind: 'bad-sdp' }),
  },
  {
    id: 'answers-on-cancel',
    title: { en: 'Answer and cancel cross', zh: '应答与取消交叉' },
    description: { en: 'Rings, and answers the moment one hangs up.', zh: '持续振铃，挂断时恰好接听。' },
    steps: through({ kind: 'answers-on-cancel' }),
  },
];
