import { expect } from '@open-wc/testing';
import '../../../src/define.js';

/** The attributes that a page, or a framework that made the element, has not written itself. */
for (const tag of ['cc-click-to-call', 'cc-cobrowse'] as const)
  describe(tag, () => {
    it('has no attribute when it is made, and its state alone once it is on the page', async () => {
      const element = document.createElement(tag);
      expect(element.getAttributeNames()).to.deep.equal([]);
      document.body.append(element);
      await element.updateComplete;
      expect(element.getAttributeNames()).to.deep.equal(['state']);
      expect(element.getAttribute('state')).to.equal('idle');
      element.remove();
    });

    it('is styled by what is set later, and back again when it is taken away', async () => {
      const element = document.createElement(tag);
      document.body.append(element);
      const [name, value] = tag === 'cc-cobrowse' ? ['mode', 'replayer'] : ['placement', 'floating'];
      const first: unknown = Reflect.get(element, name);
      Reflect.set(element, name, value);
      await element.updateComplete;
      expect(element.getAttribute(name)).to.equal(value);
      element.removeAttribute(name);
      await element.updateComplete;
      expect(Reflect.get(element, name)).to.equal(first);
      element.remove();
    });
  });
