/** A Vue app with both components, and the tag itself; its listeners say which render they are of. */
import { createSSRApp, h, onMounted, ref } from 'vue';
import { CcClickToCall, CcCobrowse } from '../../src/vue.js';
import { ask } from './ask.js';

export const app = () =>
  createSSRApp({
    setup() {
      const renders = ref(1);
      const call = ref<InstanceType<typeof CcClickToCall> | null>(null);
      onMounted(() => {
        window.heard ??= [];
        window.again = () => (renders.value += 1);
        call.value?.element?.setAttribute('data-ref', '');
      });
      return () => {
        const now = renders.value;
        const hear = (what: string) => window.heard.push(`${now} ${what}`);
        const button = h(
          CcClickToCall,
          {
            ...{ id: 'call', class: 'big', channelId: 'agent-free', media: 'voice', direct: true, disabled: false },
            ...{ credentials: ask, texts: { call: 'Ask us' }, ref: call },
            label: now > 2 ? undefined : `Call ${now}`,
            onBeforeCall: () => hear('before-call'),
            onStateChange: ({ state }) => hear(state),
            onCallEnd: ({ reason }) => hear(reason),
          },
          () => h('a', { href: 'tel:+100' }, '+100'),
        );
        return h('main', [button, h(CcCobrowse, { htmlFor: 'call', maskText: true })]);
      };
    },
  });
