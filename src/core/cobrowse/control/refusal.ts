import type { Standing } from '../privacy/standing.js';
import type { Refusal } from '../wire/act.js';

/** What a browser knows of the element that an act would meet. */
export interface Met {
  readonly standing: Standing;
  /** In the document, within the window, and nothing lies over it. */
  readonly within: boolean;
  /** The site keeps it for the visitor: `data-cc-no-control` on it, or around it. */
  readonly kept: boolean;
  /** Disabled, or read-only where the act would change it. */
  readonly fixed: boolean;
  /** It would be left for another origin, another window or a file: by a link, or a form that is sent. */
  readonly leavesSite: boolean;
  /** It sends a form in which something is secret: that is the visitor's to send. */
  readonly sendsSecrets: boolean;
}

/** Whether an agent who has control may do this; null: yes. The first reason counts. */
export function refusalOf(met: Met | null): Refusal | null {
  if (!met) return 'gone';
  if (met.standing !== 'open') return met.standing;
  if (!met.within) return 'gone';
  if (met.kept) return 'forbidden';
  if (met.fixed) return 'fixed';
  if (met.leavesSite) return 'elsewhere';
  return met.sendsSecrets ? 'secret' : null;
}
