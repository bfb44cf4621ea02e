import type { GatewayMemory } from '../../core/call/ports.js';

const GATEWAY_KEY = 'cc-widgets.gateway';

/** The gateway of the last call, in sessionStorage where the page has one. */
export const tabMemory: GatewayMemory = {
  get lastGateway() {
    try {
      return sessionStorage.getItem(GATEWAY_KEY);
    } catch {
      return null;
    }
  },
  set lastGateway(url) {
    try {
      if (url !== null) sessionStorage.setItem(GATEWAY_KEY, url);
    } catch {
      // Without storage there is no preferred gateway.
    }
  },
};
