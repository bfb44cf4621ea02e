import { html, nothing, svg, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { ref } from 'lit/directives/ref.js';
import type { AgentMarks } from '../../core/cobrowse/cobrowse-session.js';
import type { Point } from '../../core/cobrowse/wire/control.js';

/** Agents' pointers and lines in page coordinates; `scrollMarks` follows the scroll. Names are rendered as text only. */
export const agentMarks = (marks: readonly AgentMarks[], unnamed: string): TemplateResult => html`
  <div class="marks">
    <svg class="lines" aria-hidden="true">
      ${marks.map(({ line }, agent) => svg`<g class=${inkOf(agent)}>${drawing(line)}</g>`)}
    </svg>
    ${repeat(
      marks.map((mark, agent) => ({ ...mark, ink: inkOf(agent) })).filter(({ pointer, line }) => pointer ?? line[0]),
      ({ conn }) => conn,
      ({ user, pointer, line, ink }) => {
        const at = pointer ?? line.at(-1) ?? [0, 0];
        return html`<div class=${`agent ${ink}`} ${ref(moveTo(at))}>
          ${pointer ? arrow : nothing}<span class="name" dir="auto">${user.name || unnamed}</span>
        </div>`;
      },
    )}
  </div>
`;

/** Agents are told apart by colour, too. */
const inkOf = (agent: number): string => `by-${agent % 5}`;

/** A line with a light and a dark edge below its own colour, so that it is visible on any background. */
export const drawing = (line: readonly Point[]) => {
  if (line.length === 0) return nothing;
  const points = line.map(([x, y]) => `${x},${y}`).join(' ');
  return svg`<polyline class="shade" points=${points}></polyline><polyline class="edge" points=${points}></polyline><polyline class="ink" points=${points}></polyline>`;
};

const arrow = html`<svg class="arrow" viewBox="0 0 24 24" aria-hidden="true">
  <path d="M2 2l19 8.6-8.2 2.4-3.4 8z"></path>
</svg>`;

/** Through CSSOM: a strict `style-src` blocks style attributes. */
const moveTo =
  ([x, y]: Point) =>
  (element: Element | undefined): void => {
    if (element) (element as HTMLElement).style.transform = `translate(${x}px, ${y}px)`;
  };

/** Shifts the marks by the page's scroll position. */
export function scrollMarks(root: ShadowRoot): void {
  const marks = root.querySelector<HTMLElement>('.marks');
  if (marks) marks.style.transform = `translate(${-scrollX}px, ${-scrollY}px)`;
}
