import { css } from 'lit';

/** The tokens of what stands on a surface of ours, and is loaded with it. */
export const surfaceStyles = css`
  :host {
    --_surface: var(--cc-surface, #fff);
    --_on-surface: var(--cc-on-surface, #1c1d21);
    --_muted: var(--cc-muted, #5a5f69);
    --_tone: var(--cc-tone, #eceef3);
    --_line: var(--cc-line, #8a8f99);
    --_positive: var(--cc-positive, #13703a);
    --_critical: var(--cc-critical, #c5221f);
    --_on-critical: var(--cc-on-critical, #fff);
    --_alarm: var(--_critical);
    --_radius: var(--cc-radius, 16px);
    --_held: var(--_accent);
    --_on-held: var(--_on-accent);
  }
  /*
   * The accent, held to 3:1 against the surface: where it is too light for a light one it is mixed with black, where it is too
   * dark for a dark one with white, until its luminance (y) is 0.18. There black and white have 4.5:1 on it.
   */
  @supports (color: color(from light-dark(#000, #fff) xyz x y z)) {
    :host {
      --_surface: var(--cc-surface, light-dark(#fff, #202227));
      --_on-surface: var(--cc-on-surface, light-dark(#1c1d21, #e8e9ed));
      --_muted: var(--cc-muted, light-dark(#5a5f69, #b6bac3));
      --_tone: var(--cc-tone, light-dark(#eceef3, #34373e));
      --_line: var(--cc-line, light-dark(#8a8f99, #868b96));
      --_positive: var(--cc-positive, light-dark(#13703a, #7fd6a0));
      --_critical: var(--cc-critical, light-dark(#c5221f, #dc362e));
      --_alarm: light-dark(var(--_critical), #ffb4ab);
      --_held: light-dark(
        color(from var(--_accent) xyz calc(x * min(1, 0.18 / y)) min(y, 0.18) calc(z * min(1, 0.18 / y))),
        color(
          from var(--_accent) xyz calc(x + max(0, 0.18 - y) / (1.001 - y) * (0.9505 - x)) max(y, 0.18)
            calc(z + max(0, 0.18 - y) / (1.001 - y) * (1.089 - z))
        )
      );
      --_on-held: var(--cc-on-accent, light-dark(#fff, #000));
    }
  }
`;
