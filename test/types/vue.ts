/** Both components in Vue's `h`, and the tags as Vue's template checker reads them. */
import { CcClickToCall, CcCobrowse } from 'cc-widgets/vue';
import { defineComponent, h, ref, type GlobalComponents } from 'vue';

const call = ref<InstanceType<typeof CcClickToCall>>();
void call.value?.element?.hangUp();

export const app = defineComponent({
  components: { CcClickToCall, CcCobrowse },
  render: () => [
    h(CcClickToCall, { channelId: '1', media: 'video', onCallEnd: ({ seconds }) => seconds > 60 }),
    h(CcCobrowse, { htmlFor: 'call', maskText: true }),
    // @ts-expect-error There is no such kind of call.
    h(CcClickToCall, { media: 'fax' }),
  ],
});

type Tag = InstanceType<GlobalComponents['cc-click-to-call']>['$props'];
export const tag: Tag = {
  'channel-id': '1',
  placement: 'floating',
  onCcStateChange: ({ state }) => state === 'talking',
};
// @ts-expect-error There is no such place.
export const misplaced: Tag = { placement: 'above' };
