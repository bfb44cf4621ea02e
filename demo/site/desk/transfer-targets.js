/* Where a call can be transferred to: what AgentGateway.transfer takes, each with the name that the desk shows. */

/** The robot, by the access code of its IVR flow at the demo's contact center (device type 3). */
export const robot = Object.freeze({ name: 'the robot', deviceType: 3, to: '1790800' });

/**
 * The robot, and every agent who is signed in but this one (device type 2).
 * @param {readonly string[]} agents ids of the agents who are signed in
 * @param {string} self id of this desk's agent
 */
export const transferTargets = (agents, self) => [
  robot,
  ...agents.filter((id) => id !== self).map((id) => ({ name: `agent ${id}`, deviceType: 2, to: id })),
];
