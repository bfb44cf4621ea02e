/** What an animation that a script began and that has ended holds in place (`fill: forwards`), as declarations. */
export function stayedAnimations(): { readonly target: Element; readonly css: string }[] {
  return document.getAnimations().flatMap((animation) => {
    const { effect, playState } = animation;
    const isOfSheet = animation instanceof CSSAnimation || animation instanceof CSSTransition;
    if (isOfSheet || playState !== 'finished' || !(effect instanceof KeyframeEffect)) return [];
    const { target } = effect;
    if (!target || effect.pseudoElement !== null) return [];
    const styles = getComputedStyle(target);
    const names = Object.keys(effect.getKeyframes().at(-1) ?? {}).filter((name) => !notProperties.has(name));
    const css = names.map((name) => {
      const property = name.startsWith('--') ? name : name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
      return `${property}:${styles.getPropertyValue(property)} !important;`;
    });
    return [{ target, css: css.join('') }];
  });
}

const notProperties = new Set(['offset', 'computedOffset', 'easing', 'composite']);
