import { Component, CUSTOM_ELEMENTS_SCHEMA, provideZonelessChangeDetection } from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';
import type { CcClickToCallEventMap, CredentialsProvider } from 'cc-widgets';
import 'cc-widgets/define';

@Component({
  selector: 'app-root',
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `
    <cc-click-to-call
      channel-id="agent-free"
      [credentials]="ask"
      (cc-state-change)="changed($event)"
      (cc-call-end)="ended($event)"
    >
      <a href="tel:+100">+100</a>
    </cc-click-to-call>
  `,
})
class App {
  readonly ask: CredentialsProvider = async (context) => {
    const headers = { 'content-type': 'application/json' };
    return (await fetch('/credentials', { method: 'POST', headers, body: JSON.stringify(context) })).json();
  };

  changed({ state }: CcClickToCallEventMap['cc-state-change']): void {
    document.title = state;
  }

  ended({ reason }: CcClickToCallEventMap['cc-call-end']): void {
    document.title = reason;
  }
}

void bootstrapApplication(App, { providers: [provideZonelessChangeDetection()] });
