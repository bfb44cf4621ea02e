import { StrictMode, useRef, useState } from 'react';
import { CcClickToCall, CcCobrowse } from 'cc-widgets/react';
import type { CredentialsProvider } from 'cc-widgets';
import 'cc-widgets/jsx';

const ask: CredentialsProvider = async (context) => {
  const headers = { 'content-type': 'application/json' };
  return (await fetch('/credentials', { method: 'POST', headers, body: JSON.stringify(context) })).json();
};

export function App() {
  const call = useRef<HTMLElementTagNameMap['cc-click-to-call']>(null);
  const [states, setStates] = useState<readonly string[]>([]);
  return (
    <StrictMode>
      <CcClickToCall
        ref={call}
        channelId="agent-free"
        credentials={ask}
        // A new function with each render, of which there is one for each state.
        onStateChange={({ state }) => {
          document.title = state;
          setStates([...states, state]);
        }}
        onCallEnd={({ reason }) => {
          document.title = states.includes('talking') ? reason : `states got lost: ${states.join()}`;
        }}
      >
        <a href="tel:+100">+100</a>
      </CcClickToCall>
      <CcCobrowse htmlFor="call" />
    </StrictMode>
  );
}

/** The tags themselves: type-checked, and of no use here. */
export const tags = (
  <>
    <cc-click-to-call channel-id="1" placement="floating" oncc-call-end={({ seconds }) => seconds > 60} />
    <cc-cobrowse for="call" mask-text />
  </>
);
