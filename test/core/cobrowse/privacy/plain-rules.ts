import { cutAddress } from '../../../../src/core/cobrowse/privacy/address.js';
import type { StyleRules } from '../../../../src/core/cobrowse/privacy/style-rules.js';

/** Names stay as they are, and only `type` may be compared with a value. */
export const plainRules: StyleRules = {
  url: (address: string) => cutAddress(address, 'https://shop.example/', []),
  pictures: 'in sheets',
  name: (name: string) => name,
  asked: (name: string, _comparison?: string, value = '') => (name === 'type' ? value : ''),
  words: true,
  state: () => null,
  prefers: null,
};
