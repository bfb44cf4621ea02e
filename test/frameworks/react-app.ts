/** A React app with both components; its listeners say which render they are of. */
import { createElement as h, StrictMode, useEffect, useRef, useState } from 'react';
import { CcClickToCall, CcCobrowse } from '../../src/react.js';
import { ask } from './ask.js';

function App() {
  const [renders, setRenders] = useState(1);
  const call = useRef<HTMLElementTagNameMap['cc-click-to-call']>(null);
  const hear = (what: string) => window.heard.push(`${renders} ${what}`);
  useEffect(() => {
    window.heard ??= [];
    window.again = () => setRenders((before) => before + 1);
    call.current?.setAttribute('data-ref', '');
  }, []);
  return h(
    'main',
    null,
    h(
      CcClickToCall,
      {
        ...{ id: 'call', className: 'big', channelId: 'agent-free', media: 'voice', direct: true, disabled: false },
        ...{ credentials: ask, texts: { call: 'Ask us' }, ref: call },
        label: renders > 2 ? undefined : `Call ${renders}`,
        onBeforeCall: () => hear('before-call'),
        onStateChange: ({ state }) => hear(state),
        onCallEnd: ({ reason }) => hear(reason),
      },
      h('a', { href: 'tel:+100' }, '+100'),
    ),
    h(CcCobrowse, { htmlFor: 'call', maskText: true }),
  );
}

export const app = h(StrictMode, null, h(App));
