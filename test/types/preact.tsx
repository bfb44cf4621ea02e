/** @jsxImportSource preact */
import 'cc-widgets/preact';

export const tags = (
  <>
    <cc-click-to-call channel-id="1" media="video" oncc-call-end={({ seconds }) => seconds > 60} />
    <cc-cobrowse for="call" mask-text />
    {/* @ts-expect-error There is no such kind of call. */}
    <cc-click-to-call media="fax" />
  </>
);
