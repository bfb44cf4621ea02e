import { gatewayScenarios } from './gateway-scenarios.js';
import type { Scenario } from './scenario.js';
import { waitingScenarios } from './waiting-scenarios.js';

/** The WEB channels of the embedded contact center. */
export const scenarios: readonly Scenario[] = [...waitingScenarios, ...gatewayScenarios];
