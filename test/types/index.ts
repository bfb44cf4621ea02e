/** Code that a user of the package writes: what must compile, and what must not. Checked against the built types. */
import { CcClickToCall } from 'cc-widgets';
import 'cc-widgets/define';

const element: CcClickToCall = new CcClickToCall();
element.baseUrl = 'https://example.com';

// @ts-expect-error The state is a fact, which nobody sets from outside.
element.state = 'talking';
