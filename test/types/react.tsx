/** Both components and both tags in React's JSX. */
import { useRef } from 'react';
import { CcClickToCall, CcCobrowse } from 'cc-widgets/react';
import 'cc-widgets/jsx';

export function Components() {
  const call = useRef<HTMLElementTagNameMap['cc-click-to-call']>(null);
  return (
    <>
      <CcClickToCall
        ref={call}
        className="big"
        channelId="1"
        media="video"
        direct
        credentials={async ({ userId }) => ({ appKey: userId })}
        onStateChange={({ state }) => state === 'talking'}
        onCallEnd={({ reason, seconds }) => reason === 'agent' && seconds > 60}
        onClick={() => void call.current?.hangUp()}
      >
        <a href="tel:+100">+100</a>
      </CcClickToCall>
      {/* @ts-expect-error There is no such kind of call. */}
      <CcClickToCall media="fax" />
      {/* @ts-expect-error The state is a fact, which nobody sets from outside. */}
      <CcClickToCall state="talking" />
      {/* @ts-expect-error A misspelt state is none. */}
      <CcClickToCall onStateChange={({ state }) => state === 'takling'} />
      <CcCobrowse htmlFor="call" mode="replayer" onError={({ error }) => error.code === 'page-too-large'} />
      {/* @ts-expect-error A shared page has no quality. */}
      <CcCobrowse onQuality={() => undefined} />
    </>
  );
}

export const tags = (
  <>
    <cc-click-to-call
      channel-id="1"
      placement="floating"
      disabled
      credentials={null}
      oncc-call-end={({ seconds }) => seconds > 60}
    />
    {/* @ts-expect-error There is no such place. */}
    <cc-click-to-call placement="above" />
    <cc-cobrowse for="call" mask-text oncc-state-change={({ state }) => state === 'sharing'} />
    {/* @ts-expect-error Nothing is asked in a call. */}
    <cc-click-to-call oncc-state-change={({ state }) => state === 'asking'} />
  </>
);
