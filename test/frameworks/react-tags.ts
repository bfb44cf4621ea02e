/** The tags themselves, as a React app may write them; the elements are defined once it is hydrated. */
import { createElement as h, useEffect } from 'react';

function Tags() {
  useEffect(() => {
    window.again = () => undefined;
    void import('../../src/define.js');
  }, []);
  return h(
    'main',
    null,
    h('cc-click-to-call', { 'channel-id': '1', placement: 'floating' }),
    h('cc-cobrowse', { for: 'call' }),
  );
}

export const tags = h(Tags);
